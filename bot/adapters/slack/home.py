"""The App Home: what a workspace gets and reads, for somebody who may see it.

digests → those of channels that this person may know of → view → buttons → the same commands
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.adapters.slack.events import Json
from bot.adapters.slack.people import ADMINS, MEMBERS, NAMED, Rule
from bot.adapters.slack.render import BULLETS_HOME, rich_line, rich_list
from bot.adapters.slack.workspaces import Workspace
from bot.channels import DigestRow, Overseeing
from bot.messages import Line, line
from briefings.errors import PlatformError

DIGESTS, FEEDS = 25, BULLETS_HOME
"""Rows that are shown at most; a view has 100 blocks."""
AT_ONCE = 5
"""Channels that are looked up at the same time."""
NEW, WHO, NAMES = "home.new", "home.who", "home.named"
_RULES = {
    MEMBERS: "Every member of a channel",
    ADMINS: "Members who are administrators",
    NAMED: "Members named here, and administrators",
}


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the home: what to do, in which channel, to which digest."""

    verb: str
    channel: str = ""
    number: int = 0


async def shown_to(
    user: str, rows: Sequence[DigestRow], workspace: Workspace
) -> tuple[DigestRow, ...]:
    """Return the digests that somebody may see: of public channels, and of those they are in.

    Where Slack does not tell, a digest is not shown.
    """
    free = asyncio.Semaphore(AT_ONCE)

    async def visible(channel: str) -> bool:
        async with free:
            try:
                answer = await workspace.slack.read("conversations.info", channel=channel)
                info = answer.get("channel") or {}
                public = info.get("is_channel") and not info.get("is_private")
                return bool(public) or await workspace.people.is_member(user, channel)
            except PlatformError:
                return False

    channels = list(dict.fromkeys(row.channel.id for row in rows))
    known = dict(zip(channels, await asyncio.gather(*map(visible, channels)), strict=True))
    return tuple(row for row in rows if known[row.channel.id])


async def publish(workspace: Workspace, panel: Overseeing, user: str) -> None:
    """Draw somebody's home. Raises PlatformError, StoreError."""
    scope = f"slack/{workspace.identity.team}"
    rows = await shown_to(user, await panel.digests(scope), workspace)
    person = await workspace.people.person(user)
    rule = await workspace.people.rule() if person.admin else None
    view = home_view(rows, await panel.feeds(scope), rule)
    await workspace.slack.call("views.publish", user_id=user, view=view)


def home_view(
    digests: Sequence[DigestRow], feeds: Sequence[Line], rule: Rule | None = None
) -> Json:
    """Return the view; `rule` for whoever may change who may change things."""
    blocks: list[Json] = [
        _header("Digests"),
        {"type": "actions", "elements": [_button("New digest", NEW, primary=True)]},
    ]
    if not digests:
        blocks.append(rich_line(line("No digest yet that you can see. Make the first one.")))
    for row in digests[:DIGESTS]:
        blocks += _digest(row)
    blocks += _more(len(digests) - DIGESTS)
    blocks.append(_header(f"Feeds ({len(feeds)})"))
    if feeds:
        blocks += rich_list(feeds[:FEEDS])
    blocks += _more(len(feeds) - FEEDS)
    blocks.append(rich_line(line("/feeds add bbc.com in any channel adds one.")))
    if rule:
        blocks += [_header("Who may change digests and feeds"), *_who(rule)]
    return {"type": "home", "blocks": blocks}


def read_press(action: Json) -> Press | None:
    """Read a button, or None for what is no button of the home."""
    name = str(action.get("action_id", ""))
    if not name.startswith("home."):
        return None
    channel, _, number = str(action.get("value") or "").partition(" ")
    return Press(
        name.removeprefix("home.").split("#")[0], channel, int(number) if number.isdecimal() else 0
    )


def read_rule(view: Json) -> Rule:
    """Read who may, as the home's fields stand."""
    values = (view.get("state") or {}).get("values") or {}
    chosen = (values.get("who") or {}).get(WHO) or {}
    who = str((chosen.get("selected_option") or {}).get("value") or MEMBERS)
    named = ((values.get("named") or {}).get(NAMES) or {}).get("selected_users") or ()
    return Rule(who if who in _RULES else MEMBERS, tuple(map(str, named)))


def _digest(row: DigestRow) -> Iterable[Json]:
    value = f"{row.channel.id} {row.number}"
    verbs = [("Change", "change"), ("Resume", "resume") if row.paused else ("Pause", "pause")]
    remove = _button("Remove", f"home.remove#{row.number}", value)
    remove["confirm"] = {
        "title": _plain("Remove this digest?"),
        "text": _plain("It comes to the channel no more."),
        "confirm": _plain("Remove"),
        "deny": _plain("Keep it"),
    }
    buttons = [_button(label, f"home.{verb}#{row.number}", value) for label, verb in verbs]
    return (
        rich_line(row.about, channel=row.channel.id),
        {"type": "actions", "elements": [*buttons, remove]},
    )


def _who(rule: Rule) -> Iterable[Json]:
    options = [{"text": _plain(label), "value": who} for who, label in _RULES.items()]
    select = {
        "type": "static_select",
        "action_id": WHO,
        "options": options,
        "initial_option": next(one for one in options if one["value"] == rule.who),
    }
    elements: list[Json] = [{"type": "actions", "block_id": "who", "elements": [select]}]
    if rule.who == NAMED:
        chosen = {"initial_users": list(rule.named)} if rule.named else {}
        people = {
            "type": "multi_users_select",
            "action_id": NAMES,
            "placeholder": _plain("People"),
            **chosen,
        }
        label = {"type": "mrkdwn", "text": "These people:"}
        elements.append(
            {"type": "section", "block_id": "named", "text": label, "accessory": people}
        )
    return elements


def _more(count: int) -> list[Json]:
    return [rich_line(line(f"And {count} more."))] if count > 0 else []


def _header(words: str) -> Json:
    return {"type": "header", "text": _plain(words)}


def _button(label: str, action: str, value: str = "", *, primary: bool = False) -> Json:
    button: Json = {"type": "button", "text": _plain(label), "action_id": action}
    if value:
        button["value"] = value
    if primary:
        button["style"] = "primary"
    return button


def _plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}
