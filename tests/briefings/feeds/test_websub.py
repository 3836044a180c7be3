"""What a hub is believed: whatever it says, only what was asked of it, and within bounds."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds.parse import parse_feed
from briefings.feeds.websub import (
    LEASE,
    LONGEST_LEASE,
    SOONEST,
    HubSubscription,
    absolute,
    asked,
    begin,
    callback,
    confirmed,
    form,
    intended,
    is_signed,
    leave,
)

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
NAMES = ("hub.mode", "hub.topic", "hub.challenge", "hub.lease_seconds")
WORDS = st.one_of(
    st.text(max_size=30), st.sampled_from(("subscribe", "unsubscribe", "https://x.example/feed"))
)


def wanted() -> HubSubscription:
    return begin(7, "https://hub.example/", "https://x.example/feed", "https://q.example", NOW)


def test_no_two_subscriptions_share_an_address_or_a_secret_and_neither_is_shown() -> None:
    one, other = wanted(), wanted()
    assert len({one.name, other.name, one.secret, other.secret}) == 4
    assert one.name not in repr(one)
    assert one.secret not in repr(one)
    assert callback(one) == f"https://q.example/websub/{one.name}"


def test_who_leaves_gives_no_secret_away() -> None:
    assert "hub.secret" in form(wanted())
    assert set(form(leave(wanted(), NOW))) == {"hub.mode", "hub.topic", "hub.callback"}


@given(st.dictionaries(st.sampled_from(NAMES), WORDS), st.booleans(), st.booleans())
def test_only_what_was_asked_for_is_intended(
    query: dict[str, str], asking: bool, leaving: bool
) -> None:
    held = leave(wanted(), NOW) if leaving else wanted()
    held = asked(held, NOW) if asking else held
    if intended(held, query, NOW) is not None:
        assert asking
        assert query["hub.mode"] == ("unsubscribe" if leaving else "subscribe")
        assert query["hub.topic"] == held.topic
        assert query["hub.challenge"] != ""


@given(st.one_of(st.text(max_size=20), st.integers().map(str)))
def test_a_lease_is_bounded_and_renewed_no_oftener_than_each_minute(lease: str) -> None:
    held = confirmed(asked(wanted(), NOW), {"hub.lease_seconds": lease}, NOW)
    assert held.until is not None
    assert NOW <= held.until <= NOW + timedelta(seconds=LONGEST_LEASE)
    assert held.next_at >= NOW + timedelta(seconds=SOONEST)
    if not lease.isdigit():
        assert held.until == NOW + timedelta(seconds=LEASE)


def test_a_hub_that_never_verifies_is_asked_once_a_day_in_the_end() -> None:
    held, now, waits = wanted(), NOW, []
    for _ in range(40):
        held = asked(held, now)
        waits.append((held.next_at - now).total_seconds())
        now = held.next_at
    assert waits[:3] == [900, 1800, 3600]
    assert max(waits) == waits[-1] == 86_400


@given(st.binary(max_size=200), st.sampled_from(("sha1", "sha256", "sha384", "sha512")))
def test_what_the_secret_signed_is_signed(body: bytes, method: str) -> None:
    held = wanted()
    made = hmac.new(held.secret.encode(), body, getattr(hashlib, method)).hexdigest()
    assert is_signed(held, f"{method}={made}", body)
    assert not is_signed(held, f"{method}={made}", body + b"x")
    assert not is_signed(replace(held, secret="another"), f"{method}={made}", body)


@given(st.text(max_size=100), st.binary(max_size=20))
def test_nothing_else_is(signature: str, body: bytes) -> None:
    assert not is_signed(wanted(), signature, body)
    assert not is_signed(wanted(), f"sha256={signature}", body)


@given(st.text(max_size=60))
def test_an_announced_address_is_one_of_the_web_or_none(address: str) -> None:
    found = absolute(address, "https://x.example/feed")
    assert found is None or found.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/hub", "https://x.example/hub"),
        ("//hub.example", "https://hub.example"),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("https://hub.example/" + "x" * 2000, None),
        (None, None),
    ],
)
def test_addresses(address: str | None, found: str | None) -> None:
    assert absolute(address, "https://x.example/feed") == found


@pytest.mark.parametrize(
    ("hubs", "found"),
    [
        ('[{"type": "rssCloud", "url": "/no"}, {"type": "WebSub", "url": "/hub"}]', "/hub"),
        ('{"type": "WebSub"}', None),
        ('[1, {"type": "WebSub", "url": 5}]', None),
    ],
)
def test_a_json_feed_announces_its_hubs(hubs: str, found: str | None) -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [], "hubs": {hubs}}}'
    document = parse_feed(body.encode(), url="https://x.example/feed")
    assert document.hub == (found and f"https://x.example{found}")
