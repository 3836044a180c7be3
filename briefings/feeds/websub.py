"""WebSub (W3C Recommendation, 23 January 2018): what is said to a hub, and what one is believed.

    announced → asked → the hub verifies → live → renewed before the lease ends
                  └ again, ever more rarely, until the hub verifies

Pure: a subscription and what came give the subscription as it is next. A hub is a stranger: it is
believed only what was asked of it, at an address and with a secret that nobody else knows.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

LEASE = 10 * 86_400
"""Seconds for which a subscription is asked for."""
LONGEST_LEASE = 30 * 86_400
WINDOW = timedelta(hours=6)
"""How long after it was asked a hub may verify."""
SOONEST = 60.0
"""Seconds before a renewal, however short the lease is."""
AGAIN = 900.0
AGAIN_LONGEST = 86_400.0
"""Seconds before a hub that did not verify is asked again, doubled each time, up to a day."""
DENIED = timedelta(days=7)
GOODBYES = 3
"""How often a hub is asked to end a subscription, before that is left to the lease."""
_ADDRESS = 2_000
_CHALLENGE = 2_000
_METHODS = {
    "sha1": hashlib.sha1,  # as a MAC still sound, and all that two large public hubs send
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}


@dataclass(frozen=True, slots=True)
class HubSubscription:
    """What is agreed with a hub about one feed, or asked of it."""

    feed_id: int
    hub: str
    topic: str
    """The address that the hub knows the feed by."""
    public_url: str
    """Where the world reached this server when it was asked."""
    name: str = field(repr=False)
    """The last part of the address that the hub calls, which nobody can guess."""
    secret: str = field(repr=False)
    next_at: datetime
    """When the hub is asked the next time."""
    wanted: bool = True
    """False: it is to end."""
    asked_at: datetime | None = None
    until: datetime | None = None
    """The end of the lease, None where there is none."""
    failures: int = 0
    """How often the hub was asked since it last verified."""
    silent: bool = False
    """Whether a poll found news that the hub had not told of: polling goes on as without it."""
    problem: str | None = None
    """The last failure in plain words."""

    def live(self, now: datetime) -> bool:
        """Whether what the hub sends is taken."""
        return self.wanted and self.until is not None and self.until > now


def begin(feed_id: int, hub: str, topic: str, public_url: str, now: datetime) -> HubSubscription:
    """Return a subscription that is to be asked for, with a new address and a new secret."""
    return HubSubscription(
        feed_id,
        hub,
        topic,
        public_url,
        name=secrets.token_urlsafe(32),
        secret=secrets.token_urlsafe(32),
        next_at=now,
    )


def callback(subscription: HubSubscription) -> str:
    """Return the address that the hub is to call."""
    return f"{subscription.public_url.rstrip('/')}/websub/{subscription.name}"


def form(subscription: HubSubscription) -> dict[str, str]:
    """Return what is sent to the hub (5.1)."""
    asked = {
        "hub.mode": "subscribe" if subscription.wanted else "unsubscribe",
        "hub.topic": subscription.topic,
        "hub.callback": callback(subscription),
    }
    if subscription.wanted:
        asked |= {"hub.lease_seconds": str(LEASE), "hub.secret": subscription.secret}
    return asked


def asked(subscription: HubSubscription, now: datetime) -> HubSubscription:
    """Note that the hub is asked now; it is asked again unless it verifies."""
    wait = min(AGAIN * 2 ** min(subscription.failures, 10), AGAIN_LONGEST)
    return replace(
        subscription,
        asked_at=now,
        failures=subscription.failures + 1,
        next_at=now + timedelta(seconds=wait),
    )


def leave(subscription: HubSubscription, now: datetime) -> HubSubscription:
    """Have the subscription end: nothing is taken from now on, and the hub is told."""
    return replace(
        subscription, wanted=False, until=None, asked_at=None, failures=0, next_at=now, problem=None
    )


def intended(subscription: HubSubscription, query: Mapping[str, str], now: datetime) -> str | None:
    """Return the challenge to give back where the hub asks for what was asked of it (5.3)."""
    mode = "subscribe" if subscription.wanted else "unsubscribe"
    challenge = query.get("hub.challenge", "")
    pending = subscription.asked_at is not None and now - subscription.asked_at <= WINDOW
    same = query.get("hub.mode") == mode and query.get("hub.topic") == subscription.topic
    return challenge if pending and same and 0 < len(challenge) <= _CHALLENGE else None


def confirmed(
    subscription: HubSubscription, query: Mapping[str, str], now: datetime
) -> HubSubscription:
    """Return the subscription as the hub grants it, to be renewed when three quarters are over."""
    given = query.get("hub.lease_seconds", "")
    seconds = int(given) if given.isascii() and given.isdigit() and len(given) < 12 else LEASE
    lease = float(min(seconds, LONGEST_LEASE))
    return replace(
        subscription,
        until=now + timedelta(seconds=lease),
        next_at=now + timedelta(seconds=max(lease * 0.75, SOONEST)),
        failures=0,
        problem=None,
    )


def is_denial(subscription: HubSubscription, query: Mapping[str, str]) -> bool:
    """Whether the hub says that it does not, or no more, grant the subscription (5.2)."""
    return query.get("hub.mode") == "denied" and query.get("hub.topic") == subscription.topic


def denied(subscription: HubSubscription, now: datetime) -> HubSubscription:
    """Return the subscription after a denial: to be asked for again much later."""
    return replace(
        subscription,
        until=None,
        asked_at=None,
        next_at=now + DENIED,
        problem="The hub does not tell this feed's news to us.",
    )


def is_signed(subscription: HubSubscription, signature: str, body: bytes) -> bool:
    """Whether `X-Hub-Signature` is this body's, made with the secret (7.1); in constant time."""
    name, _, given = signature.partition("=")
    method = _METHODS.get(name.strip().lower())
    if method is None:
        return False
    made = hmac.new(subscription.secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(made.encode(), given.strip().lower().encode())


def absolute(address: str | None, base: str) -> str | None:
    """Return an announced address made absolute, None for none of the web."""
    try:
        joined = urljoin(base, (address or "").strip()) if address else ""
        parts = urlsplit(joined)
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and bool(parts.hostname)
    return joined if known and len(joined) <= _ADDRESS else None
