"""What may be meant by what is being typed: topics, digests and feeds, for a platform's choices.

Asked at every key that somebody presses, so what is costly to know is kept for a minute.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.channels import Channel, Choice, DigestSettings, only_here
from bot.conversation.digests import named
from bot.conversation.ports import DeskNewsroom, DeskStore
from briefings.clock import Clock

FRESH = timedelta(minutes=1)
MOST = 25
LONGEST = 100
"""Characters of a choice's name and value: what Discord takes."""
_MOST_KEPT = 1_000
_Known = tuple[str, str]
_OPERATORS = re.compile(r'["“”„]|(?<!\S)-+')


class Suggestions:
    """Suggests what may be meant, best first."""

    def __init__(
        self, newsroom: DeskNewsroom, store: DeskStore, *, clock: Clock, zone: str = "UTC"
    ) -> None:
        self._newsroom = newsroom
        self._store = store
        self._clock = clock
        self._zone = zone
        self._topics: dict[str, tuple[datetime, tuple[_Known, ...]]] = {}

    async def topics(
        self, channel: Channel, typed: str, *, sees: Callable[[str], bool] = only_here
    ) -> list[Choice]:
        """Return topics of digests, this channel's and those it `sees`, then live stories.

        What was typed comes first: any words are a topic.
        """
        known = [
            topic
            for where, topic in await self._known_topics(channel.scope)
            if where in ("", channel.id) or sees(where)
        ]
        own = [typed.strip()] if typed.strip() else []
        found = [topic for topic in known if _holds(topic, typed)]
        return [Choice(topic, topic) for topic in _different(own + found)][:MOST]

    async def digests(self, channel: Channel, typed: str) -> list[Choice]:
        """Return the channel's digests."""
        choices = [
            Choice(_short(f"{one.id}: {one.topic} · {one.schedule}"), str(one.id))
            for one in await self._store.subscriptions(channel.address)
        ]
        return [choice for choice in choices if _holds(choice.name, typed)][:MOST]

    async def feeds(self, channel: Channel, typed: str) -> list[Choice]:
        """Return the feeds that the workspace reads."""
        choices = [
            Choice(_short(f"{feed.title} · {feed.url}"), str(feed.id))
            for feed in await self._newsroom.feeds(channel.scope)
        ]
        return [choice for choice in choices if _holds(choice.name, typed)][:MOST]

    async def settings(self, channel: Channel, name: str) -> DigestSettings:
        """Return a digest by number or topic; without a name, what a new one begins with.

        Raises NotFound.
        """
        if not name:
            return DigestSettings(zone=self._zone)
        one = named(name, await self._store.subscriptions(channel.address))
        return DigestSettings(one.topic, one.schedule, one.zone, one.size, one.id)

    async def _known_topics(self, scope: str) -> tuple[_Known, ...]:
        """Return topics with the id of the channel that follows them, "" for what is live."""
        now = self._clock()
        kept = self._topics.get(scope)
        if kept and now - kept[0] < FRESH:
            return kept[1]
        followed = [
            (Channel.parse(one.channel).id, _as_topic(one.topic))
            for one in await self._store.subscriptions()
            if one.scope == scope
        ]
        live = [("", _as_topic(words)) for words in await self._newsroom.headlines(scope)]
        topics = tuple(dict.fromkeys((*followed, *live)))
        self._topics.pop(scope, None)
        self._topics[scope] = now, topics
        while len(self._topics) > _MOST_KEPT:
            del self._topics[next(iter(self._topics))]
        return topics


def _as_topic(words: str) -> str:
    """Return a headline as a topic that finds it: no quotes and minuses, which would mean more."""
    return _short(" ".join(_OPERATORS.sub(" ", words).split()), "")


def _short(words: str, mark: str = "…") -> str:
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST - len(mark)].rpartition(" ")[0] + mark


def _holds(words: str, typed: str) -> bool:
    """Whether every word typed begins a word here."""
    starts = words.casefold().split()
    return all(any(start.startswith(part) for start in starts) for part in typed.casefold().split())


def _different(words: Iterable[str]) -> list[str]:
    return list({one.casefold(): one for one in reversed([*words]) if one}.values())[::-1]
