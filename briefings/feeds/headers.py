"""What a server's headers say of time: how long an answer stays, when to come back."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_STAY = 6 * 3600.0
"""Seconds: longer than that is meant for pictures, and set for everything by mistake."""
LONGEST_WAIT = 7 * 86_400.0
"""Seconds for which a server may send somebody away."""
_LINK = re.compile(r'<([^<>\s]{1,2000})>\s*((?:;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^\s;,"]+)\s*)*)')
_REL = re.compile(r'rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)


def stays(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds for which an answer stays as it is, None where nothing is said.

    `Cache-Control: max-age` wins over `Expires` (RFC 9111 5.3); `Age` is taken off.
    """
    control = headers.get("Cache-Control", "").lower()
    names = {part.partition("=")[0].strip() for part in control.split(",")}
    if names & {"no-cache", "no-store"}:
        return None
    found = re.search(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})', control)
    if found:
        age = headers.get("Age", "").strip()
        seconds = float(found.group(1)) - (float(age) if _is_count(age) else 0.0)
    else:
        until, since = _date(headers.get("Expires")), _date(headers.get("Date"))
        if until is None:
            return None
        seconds = (until - (since or now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_STAY)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read Retry-After, in seconds, in either of its forms (RFC 9110 10.2.3)."""
    if not value:
        return None
    if _is_count(value.strip()):
        return min(float(value), LONGEST_WAIT)
    until = _date(value)
    return None if until is None else min(max(0.0, (until - now).total_seconds()), LONGEST_WAIT)


def links(value: str) -> dict[str, str]:
    """Return the first target of each relation in a Link header (RFC 8288)."""
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(value[:10_000]):
        relation = _REL.search(parameters)
        for name in ((relation.group(1) or relation.group(2)) if relation else "").lower().split():
            found.setdefault(name, target)
    return found


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12


def _date(value: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(value or "")
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
