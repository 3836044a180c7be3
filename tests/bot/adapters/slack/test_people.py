"""Members of a channel may change its digests, as far as the workspace's settings let them."""

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.people import ADMINS, MEMBERS, NAMED
from briefings.store import Store
from tests.bot.adapters.answering import Answering
from tests.bot.adapters.slack.conftest import make
from tests.fakes.slack_server import SlackServer


@pytest.mark.parametrize(
    ("who", "named", "person", "may"),
    [
        (MEMBERS, [], "U1", True),
        (MEMBERS, [], "U2", False),
        (ADMINS, [], "U1", False),
        (ADMINS, [], "UADMIN", True),
        (NAMED, ["U1"], "U1", True),
        (NAMED, ["U7"], "U1", False),
        (NAMED, ["U2"], "U2", False),
        (NAMED, [], "UADMIN", True),
    ],
)
async def test_who_may_change_a_channel(
    slack: SlackServer,
    desk: Answering,
    store: Store,
    who: str,
    named: list[str],
    person: str,
    may: bool,
) -> None:
    slack.rooms["C1"].members.append("UADMIN")  # U2 is in none
    await store.set_setting("slack/T1/who-may", {"who": who, "named": named})
    adapter: SlackAdapter = make(slack, desk, memory=store)
    await adapter.start()
    await slack.command("digest", "pause 1", user_id=person)
    await slack.until(lambda: desk.requests)
    await adapter.stop()
    assert desk.requests[0].user.may_manage is may
