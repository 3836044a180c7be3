"""Which chat platforms there are tokens for, and their adapters."""

from collections.abc import Mapping
from typing import Any

from bot.channels import Conversation
from bot.config import Settings
from briefings.clock import Clock


def chat_adapters(
    settings: Settings,
    desk: Conversation | None,
    clock: Clock,
    *,
    for_discord: Mapping[str, Any] | None = None,
    **given: Any,
) -> list[Any]:
    """Return the adapters of the platforms whose tokens are set, not connected yet.

    `given` is what every adapter takes, `for_discord` what Discord's takes besides.
    """
    del clock
    adapters: list[Any] = []
    if settings.slack and settings.slack_bot_token and settings.slack_app_token:
        from bot.adapters.slack.adapter import SlackAdapter

        adapters.append(
            SlackAdapter(
                desk,  # type: ignore[arg-type]  # the doctor checks tokens without a conversation
                bot_token=settings.slack_bot_token.get_secret_value(),
                app_token=settings.slack_app_token.get_secret_value(),
                api_url=settings.slack_api_url,
                **given,
            )
        )
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
