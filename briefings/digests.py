"""What a channel gets at its time.

stories with news since the last digest → not told yet: their brief
                                        → told: only what is new in them, if anything is
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

from briefings.briefs import brief_story
from briefings.deliveries import Told
from briefings.model import Article, Brief, Story

BULLETS = 3
QUOTES = 1
"""What each story of a digest gets at most: a digest is skimmed."""
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

    `brief` makes one as `brief_story` does; digests of the same moment share theirs.
    """
    known: defaultdict[int, list[Told]] = defaultdict(list)
    for one in told:
        known[one.story_id].append(one)
    briefs: list[Brief] = []
    for story in stories:
        if len(briefs) == size:
            break
        made = _brief(story, known, topic=topic, since=since, until=until, make=brief)
        if made:
            briefs.append(made)
    return tuple(briefs)


def _brief(
    story: Story,
    told: Mapping[int, Sequence[Told]],
    *,
    topic: str,
    since: datetime,
    until: datetime,
    make: Callable[..., Brief],
) -> Brief | None:
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
    brief = make(
        replace(story, articles=fresh) if before else story,
        bullets=BULLETS,
        quotes=QUOTES,
        topic=topic,
        told=tuple(said),
        made_at=until,
    )
    return brief if brief.bullets or not before else None


def is_news(article: Article, since: datetime, until: datetime) -> bool:
    """Whether it arrived in the window and is not an old item that came again.

    A window includes its beginning and not its end, so that no entry falls between two digests.
    """
    if article.arrived is None or not since <= article.arrived < until:
        return False
    return article.published is None or article.published >= since - STALE
