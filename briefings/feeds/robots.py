"""What a site lets robots read (RFC 9309), by protego; for pages, not for feeds, which are meant
to be polled.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from protego import Protego

from briefings.clock import Clock
from briefings.errors import AddressError, FetchError, TooLarge
from briefings.feeds.fetch import Fetch

AGENT = "Quickread"
KEPT = timedelta(days=1)
KEPT_FAILED = timedelta(minutes=30)
SITES = 2_000
_LIMIT = 500_000
"""Bytes of a robots.txt that are read (RFC 9309 2.5)."""


class Robots:
    """Asks each site once a day. The last `SITES` sites are remembered."""

    def __init__(self, fetch: Fetch, *, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: OrderedDict[str, tuple[datetime, Protego | None]] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Whether the site lets this page be read.

        No robots.txt allows everything; a server that fails or can't be reached allows nothing for
        now (RFC 9309 2.3.1).
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        kept = self._rules.get(site)
        if kept is None or kept[0] <= self._clock():
            kept = self._rules[site] = await self._ask(site)
            if len(self._rules) > SITES:
                self._rules.popitem(last=False)
        rules = kept[1]
        return rules is not None and bool(rules.can_fetch(url, AGENT))

    async def _ask(self, site: str) -> tuple[datetime, Protego | None]:
        now = self._clock()
        try:
            fetched = await self._fetch.fetch(urljoin(site, "/robots.txt"))
        except (TooLarge, AddressError):
            return now + KEPT, Protego.parse("")
        except FetchError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return now + KEPT, Protego.parse("")
            return now + KEPT_FAILED, None
        return now + KEPT, Protego.parse(fetched.body[:_LIMIT].decode("utf-8", "replace"))
