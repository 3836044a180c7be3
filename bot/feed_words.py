"""What people are told of a feed besides its polls."""

from datetime import datetime
from urllib.parse import urlsplit

from briefings.pushing import HubState


def pushed_words(pushed: HubState | None, now: datetime) -> str:
    """Say in some words what a feed's hub does, nothing where it has none."""
    if pushed is None:
        return ""
    hub = urlsplit(pushed.hub).hostname or pushed.hub
    if pushed.until is not None and pushed.until > now:
        until = f"until {pushed.until:%-d %B}"
        if pushed.silent:
            return f"subscribed to the hub {hub} {until}, which kept news back: polled as before"
        return f"pushed by the hub {hub} {until}"
    if pushed.problem:
        return f"not pushed, the hub {hub} fails: {pushed.problem.rstrip('.')}"
    return f"waits for the hub {hub} to confirm"
