"""Which chat platforms there are tokens for, and their adapters."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from bot.channels import Conversation
from bot.config import Settings
from briefings.clock import Clock


def chat_adapters(
    settings: Settings,
    desk: Conversation | None,
    clock: Clock,
    *,
    for_slack: Mapping[str, Any] | None = None,
    for_discord: Mapping[str, Any] | None = None,
    **given: Any,
) -> list[Any]:
    """Return the adapters of the platforms whose tokens are set, not connected yet.

    `given` is what every adapter takes, `for_slack` and `for_discord` what theirs take besides.
    """
    adapters: list[Any] = []
    if settings.slack:
        adapters.append(_slack(settings, desk, clock, **given, **(for_slack or {})))
    if settings.discord and settings.discord_token:
        from bot.adapters.discord.adapter import DiscordAdapter
        from bot.adapters.discord.client import Shards

        adapters.append(
            DiscordAdapter(
                desk,  # type: ignore[arg-type]
                token=settings.discord_token.get_secret_value(),
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
                guilds=settings.discord_guilds,
                shards=Shards(settings.discord_shards, settings.discord_shard_count),
                crosspost=settings.discord_crosspost,
                **given,
                **(for_discord or {}),
            )
        )
    return adapters


def not_set_up(settings: Settings) -> tuple[str, ...]:
    """Say, for each platform without tokens, how to begin with it."""
    steps = []
    if not settings.slack:
        steps.append(
            "For Slack, `quickread slack manifest` prints the app to create: docs/slack.md."
        )
    if not settings.discord:
        steps.append("For Discord, `quickread discord invite` prints the link: docs/discord.md.")
    return tuple(steps)


def _slack(settings: Settings, desk: Conversation | None, clock: Clock, **given: Any) -> Any:
    from bot.adapters.slack.adapter import OAuth, SlackAdapter

    oauth = None
    if settings.slack_client_id:
        keys = _said(settings.slack_token_key).split(",")
        oauth = OAuth(
            client_id=settings.slack_client_id,
            client_secret=_said(settings.slack_client_secret),
            keys=tuple(key.strip() for key in keys if key.strip()),
            public_url=settings.slack_public_url,
        )
    return SlackAdapter(
        desk,  # type: ignore[arg-type]  # the doctor checks tokens without a conversation
        bot_token=_said(settings.slack_bot_token),
        app_token=_said(settings.slack_app_token),
        signing_secret=_said(settings.slack_signing_secret),
        oauth=oauth,
        api_url=settings.slack_api_url,
        sockets=settings.slack_connections,
        clock=clock,
        **given,
    )


def _said(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
