"""What the newsroom speaks of. All values are frozen; all times are aware and in UTC.

Offsets are characters (code points) into the text they belong to, end exclusive.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text, from `start` up to but not including `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no such span: {self.start}-{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return what stands here in `text`."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where it stands, and the number of its paragraph (from 0)."""

    text: str
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed somebody follows, with what is known of its health."""

    id: int
    url: str
    title: str
    site_url: str | None = None
    language: str | None = None
    added_at: datetime | None = None
    checked_at: datetime | None = None
    """When it was last asked, whatever came."""
    succeeded_at: datetime | None = None
    """When it was last read without an error."""
    next_poll_at: datetime | None = None
    failures: int = 0
    """How often it failed since it last succeeded."""
    problem: str | None = None
    """The last failure in plain words, None when the last poll went well."""
    interval: float = 1800.0
    """Seconds between polls."""
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    """A digest of the last document, to skip parsing what did not change."""
    seen_items: str = ""
    """A digest of each item of the last document, to read only what is new in the next."""
    poll_hint: float | None = None
    """Seconds that the last document asks to wait between polls."""
    quiet: str = ""
    """Hours and days, in UTC, at which the publisher asks not to be asked: "0 1 23 sunday"."""
    moved_to: str | None = None
    """Where permanent redirects lead, and how many polls in a row saw that."""
    moved_seen: int = 0
    failing_since: datetime | None = None
    """When the first of the present failures was."""
    stopped_at: datetime | None = None
    """When its server said that it is gone for good: it is not asked any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a feed delivered it: markup reduced to text, addresses absolute."""

    id: str
    """The publisher's id, or the link where there is none."""
    link: str | None
    title: str
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A parsed feed."""

    title: str
    site_url: str | None
    language: str | None
    entries: tuple[Entry, ...]
    poll_hint: float | None = None
    """Seconds the publisher asks to wait between polls."""
    quiet: str = ""
    """When the publisher asks not to be asked, as in `Feed.quiet`."""
    hub: str | None = None
    """The WebSub hub that tells of changes, and the address that it knows the feed by."""
    topic: str | None = None
    items: int = 0
    """How many items the document has, those included that were read before."""
    seen_items: str = ""
    """Digests of its items, as in `Feed.seen_items`."""


@dataclass(frozen=True, slots=True)
class Article:
    """A stored text: an entry, with its page's text where that was fetched.

    `text` is all there is to read, the publisher's own key points included; which part is what is
    told by `briefings.articles.layout.lay_out`. Spans of bullets and quotes are into `text`.
    """

    id: int
    title: str
    text: str
    url: str | None = None
    source: str = ""
    """Who published it: the feed's title or the site's name."""
    published: datetime | None = None
    arrived: datetime | None = None
    language: str | None = None
    feed_id: int | None = None
    story_id: int | None = None

    @property
    def when(self) -> datetime | None:
        """When it came out, as far as is known: no later than when it arrived."""
        if self.published and self.arrived:
            return min(self.published, self.arrived)
        return self.published or self.arrived


@dataclass(frozen=True, slots=True)
class Quote:
    """A direct quotation, letter for letter, quotation marks included.

    `speaker` is the fullest name the article gives the person, None where that is not certain;
    `mention` is where it names the speaker of this very quote, maybe by a pronoun; `cue` the verb.
    """

    text: str
    start: int
    end: int
    speaker: str | None = None
    mention: Span | None = None
    cue: str = ""
    role: str = ""
    role_follows: bool = False
    """What the article calls the speaker, before the name or after it ("…, the NATO chief")."""
    confidence: float = 1.0
    """How certain the speaker is, 0 to 1."""


class Origin(StrEnum):
    """Where a bullet's words come from."""

    SENTENCE = "sentence"
    KEY_POINT = "key point"


@dataclass(frozen=True, slots=True)
class Insertion:
    """A word put into a bullet that the source does not have there: a name for its pronoun.

    `start` and `end` are offsets into the bullet's text; `source` is where in the article's text
    the inserted name stands.
    """

    start: int
    end: int
    source: Span


@dataclass(frozen=True, slots=True)
class Bullet:
    """One point of a brief; its words stand, in order, in the text between its offsets."""

    text: str
    start: int
    end: int
    origin: Origin = Origin.SENTENCE
    insertions: tuple[Insertion, ...] = ()


@dataclass(frozen=True, slots=True)
class Digestion:
    """What one article comes to: bullets in reading order and its best quotes."""

    headline: str
    bullets: tuple[Bullet, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event, newest first."""

    id: int
    headline: str
    articles: tuple[Article, ...]
    reports: int = 1
    """How many independent sources tell it."""

    @property
    def updated(self) -> datetime | None:
        """When its newest article came out."""
        times = [article.when for article in self.articles if article.when]
        return max(times, default=None)


@dataclass(frozen=True, slots=True)
class CitedBullet:
    """A bullet with the article it was taken from."""

    bullet: Bullet
    article: Article


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A quote with the article it was taken from."""

    quote: Quote
    article: Article


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A figure as an article has it ("26 nations"), and the article."""

    text: str
    article: Article


@dataclass(frozen=True, slots=True)
class Difference:
    """The same thing counted in two ways: by two sources, or where `changed` before and now."""

    sides: tuple[CitedFigure, CitedFigure]
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """What a reader gets on one story or one topic."""

    topic: str
    headline: str
    bullets: tuple[CitedBullet, ...]
    quotes: tuple[CitedQuote, ...]
    sources: tuple[Article, ...]
    stories: tuple[Story, ...] = ()
    made_at: datetime | None = None
    is_update: bool = False
    """Whether this is what is new in a story of which it was told by a delivery, last `told_in`."""
    differences: tuple[Difference, ...] = ()
    """Figures on which sources differ, and figures that changed since the channel was told."""
    told_at: datetime | None = None
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a channel gets at its time: a brief a story, and how it came about."""

    topic: str
    briefs: tuple[Brief, ...]
    since: datetime
    until: datetime
    considered: int = 0
    """Articles looked at."""
    feeds_read: int = 0
    feeds_failed: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that answers, letter for letter, and the article it stands in."""

    text: str
    start: int
    end: int
    article: Article | None = None
    answer: Span | None = None
    """Where in the article's text the answer's own words stand."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say to a question; no `text` when they don't."""

    question: str
    text: str | None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    suggestions: tuple[str, ...] = field(default=())
    closest: Evidence | None = None
    """Where nothing answers: the passage that comes nearest, if it helps."""
    differs: bool = False
    """Whether its pieces of evidence give different figures, the newest first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a thread, standing by itself, and what was answered ("" for nothing).

    Where the question is empty, the answer is what opened the thread.
    """

    question: str
    answer: str = ""
