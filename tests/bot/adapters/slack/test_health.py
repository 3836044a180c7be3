"""The doctor looks whether digests can be posted where they are to be."""

import pytest

from bot.adapters.slack.manifest import SCOPES
from bot.channels import Channel
from briefings.errors import Refused
from tests.bot.adapters.answering import Answering
from tests.bot.adapters.slack.conftest import make
from tests.fakes.slack_server import Room, SlackServer


@pytest.fixture
def slack_with_scopes(slack: SlackServer) -> SlackServer:
    slack.scopes = ",".join(SCOPES)
    return slack


@pytest.mark.parametrize(
    "address", ["slack/T1/C1", "slack/T1/C2", "slack/T1/D1", "slack/T1/@U1", "discord/2/3"]
)
async def test_a_channel_that_it_is_in_or_can_join_is_well(
    slack_with_scopes: SlackServer, desk: Answering, address: str
) -> None:
    assert "good" in await make(slack_with_scopes, desk).check((address,))


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        ("C9", "archived"),
        ("G1", "there is no such channel"),
        ("G2", "the bot is not in it"),
        ("CGONE", "there is no such channel"),
    ],
)
async def test_a_channel_that_it_cannot_post_to_is_named_with_what_to_do(
    slack_with_scopes: SlackServer, desk: Answering, channel: str, why: str
) -> None:
    slack_with_scopes.rooms["G2"] = Room("G2", ["U1"], private=True, hidden=False)
    with pytest.raises(Refused, match=f"{channel} \\(.*{why}") as caught:
        await make(slack_with_scopes, desk).check((f"slack/T1/{channel}", "slack/T1/C1"))
    assert "C1 " not in caught.value.message
    assert "/invite" in caught.value.hint


async def test_of_many_such_channels_some_are_named(
    slack_with_scopes: SlackServer, desk: Answering
) -> None:
    gone = tuple(Channel("slack", "T1", f"CX{number}").address for number in range(15))
    with pytest.raises(Refused, match=r"CX9 .* and 5 more"):
        await make(slack_with_scopes, desk).check(gone)


async def test_a_channel_of_a_workspace_that_removed_the_app_is_named(
    slack_with_scopes: SlackServer, desk: Answering
) -> None:
    with pytest.raises(Refused, match=r"C1 \(The app is not installed"):
        await make(slack_with_scopes, desk).check(("slack/T8/C1",))
