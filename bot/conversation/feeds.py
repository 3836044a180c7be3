"""The commands `/feeds …`."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bot.channels import Reply, Request
from bot.compose import entries_a_week, list_message, text_message
from bot.conversation.ports import DeskNewsroom
from bot.feed_words import pushed_words
from bot.messages import Inline, Line, Link, Message, Text, Time, line
from briefings.clock import Clock
from briefings.errors import InputError, NotFound, QuickreadError
from briefings.following import Import, named
from briefings.model import Feed

_SHOWN = 40


class Feeds:
    """Adds, lists and removes a workspace's feeds."""

    def __init__(self, newsroom: DeskNewsroom, *, clock: Clock, zone: str) -> None:
        self._newsroom = newsroom
        self._clock = clock
        self._zone = zone

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """Return the commands by name."""
        return {
            "feeds add": self._add,
            "feeds list": self._list,
            "feeds remove": self._remove,
            "feeds import": self._import,
            "feeds export": self._export,
            "feed_mend": self._mend,
            "feed_drop": self._remove,
        }

    async def _add(self, request: Request) -> Reply:
        if not request.argument:
            raise InputError("Add which feed?", hint="For example: /feeds add bbc.com")
        before = {feed.id for feed in await self._newsroom.feeds(request.channel.scope)}
        feed = await self._newsroom.add_feed(request.argument, scope=request.channel.scope)
        if feed.id in before:
            name = Link(feed.title, feed.url)
            return Reply(text_message(name, " is read here already. I have just asked it again."))
        return Reply(
            text_message(
                "I read ", Link(feed.title, feed.url), " from now on.",
                note="Its newest entries are in already.",
            )
        )  # fmt: skip

    async def _list(self, request: Request) -> Reply:
        feeds = await self._newsroom.feeds(request.channel.scope)
        weekly = await self._newsroom.weekly_entries(feeds[:_SHOWN])
        zone = request.user.zone or self._zone
        now, pushed = self._clock(), self._newsroom.pushed
        rows = tuple(
            feed_line(feed, weekly.get(feed.id, 0), zone, pushed_words(pushed(feed), now))
            for feed in feeds[:_SHOWN]
        )
        more = f"And {len(feeds) - _SHOWN} more." if len(feeds) > _SHOWN else ""
        return Reply(
            list_message(
                f"{len(feeds)} feeds", rows, note=more,
                empty="No feeds are read here yet. Add one with /feeds add bbc.com",
            ),
            private=True,
        )  # fmt: skip

    async def _remove(self, request: Request) -> Reply:
        if not request.argument:
            raise InputError("Remove which feed?", hint="See /feeds list.")
        feed = await self._newsroom.remove_feed(request.argument, scope=request.channel.scope)
        return Reply(text_message("I no longer read ", Text(feed.title, bold=True), "."))

    async def _mend(self, request: Request) -> Reply:
        """Look for a feed that failed: at its address again, then on its site."""
        scope = request.channel.scope
        feed = named(request.argument, await self._newsroom.feeds(scope))
        found = await self._found_again(feed, scope)
        if found.id == feed.id:
            return Reply(text_message("I read ", Link(feed.title, feed.url), " again."))
        await self._newsroom.remove_feed(str(feed.id), scope=scope)
        return Reply(
            text_message(
                "I found ", Link(found.title, found.url), " on its site, and read that instead.",
                note=f"It was at {feed.url} before.",
            )
        )  # fmt: skip

    async def _found_again(self, feed: Feed, scope: str) -> Feed:
        """Return the feed that works now. Raises NotFound where none does."""
        parts = urlsplit(feed.url)
        root = f"{parts.scheme}://{parts.netloc}/"
        for address in dict.fromkeys((feed.url, feed.site_url or root, root)):
            try:
                return await self._newsroom.add_feed(address, scope=scope)
            except QuickreadError:
                continue
        raise NotFound(
            f"“{feed.title}” still can't be read, and I found no other feed on its site.",
            hint="If it has a new address, use /feeds add with that one.",
        )

    async def _import(self, request: Request) -> Reply:
        if not request.argument:
            raise InputError(
                "Import what?", hint="Give an OPML file, as other feed readers export it."
            )
        done = await self._newsroom.import_opml(request.argument, scope=request.channel.scope)
        return Reply(_imported(done))

    async def _export(self, request: Request) -> Reply:
        opml = await self._newsroom.export_opml(scope=request.channel.scope)
        return Reply(
            text_message("Here are the feeds that are read here."),
            private=True,
            attachment=("quickread-feeds.opml", opml),
        )


def _imported(done: Import) -> Message:
    """Say what came of a list, and what happens next."""
    added, failed = len(done.added), len(done.failed)
    if not (added or done.known or failed):
        return text_message("There is no feed in that list.")
    words = f"{added} feed{'s' * (added != 1)} added, {done.known} here already."
    notes = []
    if added:
        notes.append("I read the new ones within minutes; /feeds list says how they do.")
    if failed:
        some = ", ".join(address[:60] for address in done.failed[:5])
        more = f" and {failed - 5} more" if failed > 5 else ""
        notes.append(f"{failed} can't be used: {some}{more}.")
    return text_message(words, note=" ".join(notes))


def feed_line(feed: Feed, weekly: int, zone: str, pushed: str = "") -> Line:
    """Say in a line which feed this is and how it is; `pushed` is what its hub does."""
    if not feed.url.startswith("http"):
        return line(Text(feed.title), " · came with Quickread")
    parts: list[str | Inline] = [Link(feed.title, feed.url), " · "]
    if feed.problem:
        parts += [Text(feed.problem, italic=True), " · "]
    if feed.succeeded_at:
        parts += ["last read ", Time(feed.succeeded_at, zone=zone)]
    else:
        parts.append("not read yet")
    if feed.next_poll_at:
        parts += [", next ", Time(feed.next_poll_at, zone=zone)]
    elif feed.stopped_at:
        parts.append(", not asked any more")
    if feed.succeeded_at:
        parts += [" · ", entries_a_week(weekly)]
    if pushed:
        parts += [" · ", pushed]
    return line(*parts)
