"""What people are told of a feed's hub."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.feed_words import pushed_words
from briefings.pushing import HubState

NOW = datetime(2026, 3, 10, tzinfo=UTC)
SOON = NOW + timedelta(days=8)
HUB = "https://hub.example/publish?x=1"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, ""),
        (HubState(HUB, SOON), "pushed by the hub hub.example until 18 March"),
        (HubState(HUB, None), "waits for the hub hub.example to confirm"),
        (HubState(HUB, NOW), "waits for the hub hub.example to confirm"),
        (
            HubState(HUB, SOON, silent=True),
            "subscribed to the hub hub.example until 18 March, which kept news back: polled as"
            " before",
        ),
        (
            HubState(HUB, None, problem="The server refused. (HTTP 403)"),
            "not pushed, the hub hub.example fails: The server refused. (HTTP 403)",
        ),
    ],
)
def test_what_a_hub_does_is_said_in_plain_words(state: HubState | None, words: str) -> None:
    assert pushed_words(state, NOW) == words
