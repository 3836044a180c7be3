"""What the doctor looks at in a workspace: permissions, and whether channels can be posted to."""

from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.workspaces import Identity, Workspaces
from bot.adapters.structure import unpostable
from bot.channels import Channel
from briefings.errors import Refused


def missing_scopes(identity: Identity) -> None:
    """Raise Refused where the app lacks a permission."""
    missing = sorted(set(SCOPES) - identity.scopes) if identity.scopes else []
    if missing:
        raise Refused(
            f"The Slack app lacks {', '.join(missing)}.",
            hint="Paste the manifest that `quickread slack manifest` prints, install again.",
        )


async def membership(workspaces: Workspaces, channels: tuple[str, ...]) -> None:
    """Raise Refused where the bot can't post to channels (`slack/T1/C1`) that get digests."""
    wrong = []
    for address in dict.fromkeys(channels):
        channel = Channel.parse(address)
        if channel.platform == "slack" and channel.person is None:
            problem = await _problem(workspaces, channel)
            if problem:
                wrong.append(f"{channel.id} ({problem})")
    if wrong:
        hint = "Invite the bot there (/invite @Quickread), or remove those digests."
        raise unpostable(wrong, hint)


async def _problem(workspaces: Workspaces, channel: Channel) -> str:
    try:
        slack = (await workspaces.of(channel.workspace)).slack
        info = (await slack.read("conversations.info", channel=channel.id)).get("channel") or {}
    except Refused as error:
        return error.message.rstrip(".").removeprefix("Slack refused: ")
    if info.get("is_archived"):
        return "archived"
    can_join = info.get("is_channel") and not info.get("is_private")
    is_in = info.get("is_member") or info.get("is_im") or can_join
    return "" if is_in else "the bot is not in it"
