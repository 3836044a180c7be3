"""What a channel gets at its time.

stories with news since the last digest → not told yet: their brief
                                        → told: only what is new in them, if anything is
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from briefings.briefs import brief_story
from briefings.deliveries import Told
from briefings.model import Article, Brief, Story

BULLETS = 3
QUOTES = 1
"""What each story of a digest gets at most: a digest is skimmed."""
AGREED = 2
"""People who have to find a story not useful before it is left out: one may be mistaken."""
STALE = timedelta(days=3)
"""An entry that says it came out this long before the window is no news, whenever it arrived."""


def write_digest(
    stories: Sequence[Story],
    told: Iterable[Told],
    *,
    topic: str,
    since: datetime,
    until: datetime,
    size: int,
    brief: Callable[..., Brief] = brief_story,
) -> tuple[Brief, ...]:
    """Make the briefs of a digest: at most `size`, in the stories' order.

    `brief` makes one as `brief_story` does.
    """
    choosing = _choose(stories, told, topic=topic, since=since, until=until, size=size)
    made: Brief | None = None
    while True:
        try:
            wanted = choosing.send(made)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        made = brief(wanted.story, **wanted.given)


async def write_digest_by(
    brief: Callable[..., Awaitable[Brief]],
    stories: Sequence[Story],
    told: Iterable[Told],
    *,
    topic: str,
    since: datetime,
    until: datetime,
    size: int,
) -> tuple[Brief, ...]:
    """Make the briefs of a digest as `write_digest` does, each where `brief` has it made."""
    choosing = _choose(stories, told, topic=topic, since=since, until=until, size=size)
    made: Brief | None = None
    while True:
        try:
            wanted = choosing.send(made)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        made = await brief(wanted.story, **wanted.given)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A brief that has to be made: of which story, and what else `brief_story` takes."""

    story: Story
    given: dict[str, Any]


def _choose(
    stories: Sequence[Story],
    told: Iterable[Told],
    *,
    topic: str,
    since: datetime,
    until: datetime,
    size: int,
) -> Generator[_Wanted, Brief | None, tuple[Brief, ...]]:
    """Yield the briefs that are wanted, take each, and return those that a digest has."""
    known: defaultdict[int, list[Told]] = defaultdict(list)
    for one in told:
        known[one.story_id].append(one)
    briefs: list[Brief] = []
    for story in stories:
        if len(briefs) == size:
            break
        wanted = _wanted(story, known, topic=topic, since=since, until=until)
        made = (yield wanted) if wanted else None
        if made and (says_something(made) or not known.get(story.id)):
            last = max(known.get(story.id, ()), key=lambda one: one.at, default=None)
            if last:
                made = replace(made, told_at=last.at, told_in=last.delivery_key)
            briefs.append(made)
    return tuple(briefs)


def _wanted(
    story: Story,
    told: Mapping[int, Sequence[Told]],
    *,
    topic: str,
    since: datetime,
    until: datetime,
) -> _Wanted | None:
    before = told.get(story.id, ())
    seen = set(chain.from_iterable(one.article_ids for one in before))
    fresh = tuple(
        article
        for article in story.articles
        if article.id not in seen and is_news(article, since, until)
    )
    if not fresh:
        return None
    said = list(chain.from_iterable(one.bullets for one in before))
    return _Wanted(
        replace(story, articles=fresh) if before else story,
        {
            "bullets": BULLETS,
            "quotes": QUOTES,
            "topic": topic,
            "told": tuple(said),
            "before": tuple(one for one in story.articles if one.id in seen),
            "made_at": until,
        },
    )


def wanted_first(stories: Sequence[Story], useless: Mapping[int, int]) -> tuple[Story, ...]:
    """Return stories without those that two people found not useful, one person's last."""
    kept = (story for story in stories if useless.get(story.id, 0) < AGREED)
    return tuple(sorted(kept, key=lambda story: useless.get(story.id, 0)))


def says_something(update: Brief) -> bool:
    """Whether an update has a new point, or a figure that is another now."""
    return bool(update.bullets) or any(one.changed for one in update.differences)


def is_news(article: Article, since: datetime, until: datetime) -> bool:
    """Whether it arrived in the window and is not an old item that came again.

    A window includes its beginning and not its end, so that no entry falls between two digests.
    """
    if article.arrived is None or not since <= article.arrived < until:
        return False
    return article.published is None or article.published >= since - STALE
