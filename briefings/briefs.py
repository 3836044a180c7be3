"""Stories to briefs: which article speaks for a story, and how bullets and quotes are shared out.

stories → share out bullets → read each story's articles → Brief, every item with its article
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice, zip_longest

from briefings.digestion import digest_article
from briefings.model import (
    Article,
    Brief,
    CitedBullet,
    CitedQuote,
    Digestion,
    Story,
)
from briefings.stories.figures import changed, differing
from briefings.stories.headlines import headline_of
from briefings.text.tokens import content_keys

FIGURES = 2
"""Figures that differ or changed that a brief gives at most."""
READ_PER_STORY = 3
"""Articles of one story that are read for a brief: more say the same again."""
_SAME = 0.6
"""Share of the shorter bullet's words, from which on two bullets say the same."""
_OPENING = 600
"""Characters of an article that say what it is on."""
_ENOUGH = 6000
"""Characters beyond which a longer article is not a better one."""


def brief_story(
    story: Story,
    *,
    bullets: int = 5,
    quotes: int = 3,
    topic: str = "",
    told: Sequence[str] = (),
    before: Sequence[Article] = (),
    made_at: datetime | None = None,
) -> Brief:
    """Make the brief of one story; what `told` says already is left out, if there is any.

    `before` are the articles that it was told from.
    """
    readings = _read(story, bullets=bullets, quotes=quotes, told=told)
    chosen = _unrepeated(
        CitedBullet(bullet, article)
        for article, digestion in readings
        for bullet in digestion.bullets
    )[:bullets]
    cited = [CitedQuote(quote, article) for article, said in readings for quote in said.quotes]
    return Brief(
        topic=topic,
        headline=headline_of([readings[0][0]]) if told and readings else story.headline,
        bullets=tuple(chosen),
        quotes=tuple(cited[:quotes]),
        sources=story.articles,
        stories=(story,),
        made_at=made_at,
        is_update=bool(told),
        differences=(*changed(before, story.articles), *differing(story.articles))[:FIGURES],
    )


def brief_topic(
    topic: str,
    stories: Sequence[Story],
    *,
    bullets: int = 5,
    quotes: int = 3,
    made_at: datetime | None = None,
) -> Brief:
    """Make one brief of several stories, best first: the first gets the most bullets."""
    share_of = shares(bullets, len(stories))
    voices_each = -(-quotes // max(1, len(share_of)))
    told = [
        brief_story(story, bullets=share, quotes=voices_each, topic=topic)
        for story, share in zip(stories, share_of, strict=False)
    ]
    voices = chain.from_iterable(zip_longest(*(brief.quotes for brief in told)))
    return Brief(
        topic=topic,
        headline=stories[0].headline,
        bullets=tuple(_unrepeated(chain.from_iterable(brief.bullets for brief in told))),
        quotes=tuple(islice((quote for quote in voices if quote), quotes)),
        sources=tuple(_unique(chain.from_iterable(brief.sources for brief in told))),
        stories=tuple(brief.stories[0] for brief in told),
        made_at=made_at,
        differences=told[0].differences if len(told) == 1 else (),  # of several: which one's?
    )


def shares(bullets: int, stories: int) -> tuple[int, ...]:
    """Share out bullets: one for each story as far as they go, what is left to the first ones."""
    told = min(bullets, stories)
    if told == 0:
        return ()
    each, left = divmod(bullets, told)
    return tuple(each + int(number < left) for number in range(told))


def _read(
    story: Story, *, bullets: int, quotes: int, told: Sequence[str]
) -> list[tuple[Article, Digestion]]:
    """Read the story's best articles, each for what those before it did not say."""
    known = list(told)
    readings: list[tuple[Article, Digestion]] = []
    titles = Counter(key for one in story.articles for key in set(content_keys(one.title)))
    shared = frozenset(key for key, often in titles.items() if often > 1)
    best = sorted(story.articles, key=lambda one: _weight(one, shared), reverse=True)
    best = best[:READ_PER_STORY]
    for article in best:
        left = bullets - sum(len(digestion.bullets) for _, digestion in readings)
        if left <= 0 and sum(len(digestion.quotes) for _, digestion in readings) >= quotes:
            break
        others = [other.text for other in story.articles if other is not article]
        digestion = digest_article(
            article.text,
            title=article.title,
            language=article.language,
            bullets=max(0, left),
            quotes=quotes,
            told=known,
            context=others[:READ_PER_STORY],
        )
        readings.append((article, digestion))
        known += [bullet.text for bullet in digestion.bullets]
    return readings


def _weight(article: Article, shared: frozenset[str]) -> tuple[float, float]:
    """Rank an article: long, near to what the story's titles share, and new."""
    when = article.when
    opening = frozenset(content_keys(f"{article.title} {article.text[:_OPENING]}"))
    near = len(shared & opening) / (len(shared) or 1)
    length = min(len(article.text), _ENOUGH) / _ENOUGH
    return round(near + length, 2), when.timestamp() if when else 0.0


def _unrepeated(bullets: Iterable[CitedBullet]) -> list[CitedBullet]:
    """Leave out what another bullet says in nearly the same words."""
    said: list[frozenset[str]] = []
    kept = []
    for cited in bullets:
        words = frozenset(content_keys(cited.bullet.text, cited.article.language))
        if not any(_is_same(words, other) for other in said):
            said.append(words)
            kept.append(cited)
    return kept


def _is_same(words: frozenset[str], others: frozenset[str]) -> bool:
    return words == others or len(words & others) >= _SAME * min(len(words), len(others)) > 0


def _unique(articles: Iterable[Article]) -> list[Article]:
    return list({article.id: article for article in articles}.values())
