"""Briefs and digests as messages: what is said, in which order; not how it looks."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.buttons import brief_buttons
from bot.messages import (
    Block,
    Bullets,
    Divider,
    Heading,
    Inline,
    Line,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
    Time,
    TimeStyle,
    line,
)
from bot.novelty import novelty_notes
from briefings.errors import QuickreadError
from briefings.feeds.links import host_of
from briefings.model import (
    Article,
    Brief,
    CitedBullet,
    CitedQuote,
    Digest,
    Origin,
)
from briefings.quotes import credit
from briefings.subscriptions import Subscription

SOURCES = 5
"""Sources that a brief lists; further ones are counted."""
MARKS = "\"“”«»„「」『』‘’`'"


def brief_message(brief: Brief, *, zone: str, buttons: bool = False) -> Message:
    """Say a brief: headline, bullets with their sources, quotes, sources."""
    numbers = _numbers(brief)
    title = _title(brief)
    blocks: list[Block] = [Heading(line(_mark(brief), title))]
    if brief.bullets:
        blocks.append(Bullets(tuple(_bullet(cited, numbers) for cited in brief.bullets)))
    blocks += [_quotation(cited) for cited in brief.quotes]
    blocks += novelty_notes(brief, zone)
    blocks.append(Note(_sources(brief, zone)))
    blocks += [Note((Text(words, italic=True),)) for words in _provenance(brief)]
    if buttons and brief.stories:
        blocks.append(brief_buttons(brief))
    return Message(tuple(blocks), summary=f"{title}: {_first_words(brief)}")


def alert_message(brief: Brief, *, zone: str) -> Message:
    """Say that a story has just broken: its brief, marked."""
    message = brief_message(brief, zone=zone, buttons=True)
    heading = Heading(line(Text("Breaking: ", bold=True), brief.headline))
    return Message((heading, *message.blocks[1:]), summary=f"Breaking: {message.summary}")


def digest_messages(
    digest: Digest, *, zone: str, due_at: datetime | None = None, next_at: datetime | None = None
) -> tuple[Message, ...]:
    """Say a digest: one compact message, then one for each story, to stand in its thread.

    `due_at` is when a late one should have come.
    """
    if not digest.briefs:
        return (nothing_new(digest, zone=zone),)
    title = _stories_on(digest.topic, len(digest.briefs))
    head: list[Block] = [
        Heading(line(title)),
        Bullets(tuple(_headline(brief) for brief in digest.briefs)),
        Note(_coverage(digest, zone, due_at=due_at, next_at=next_at)),
    ]
    parent = Message(tuple(head), summary=f"{title}. {digest.briefs[0].headline}")
    return (parent, *(brief_message(brief, zone=zone, buttons=True) for brief in digest.briefs))


def nothing_new(digest: Digest, *, zone: str) -> Message:
    """Say in one line that there is no news."""
    nothing = f"Nothing new on {digest.topic}" if _is_subject(digest.topic) else "Nothing new"
    words = line(f"{nothing} since ", _at(digest.since, zone), ".")
    return Message((Note(words),), summary=f"{nothing}.")


def error_message(error: QuickreadError) -> Message:
    """Say what went wrong and what to do."""
    blocks: list[Block] = [Paragraph(line(error.message))]
    if error.hint:
        blocks.append(Note(line(error.hint)))
    return Message(tuple(blocks), summary=error.message)


def paused_message(subscription: Subscription, problem: str) -> Message:
    """Say to whoever subscribed that a digest can't be posted any more."""
    return text_message(
        "Your digest of ", Text(subscription.topic, bold=True),
        f" ({subscription.schedule} {subscription.zone}) is paused: I can't post it any more.",
        note=f"{problem} When that is mended, /digest resume {subscription.id} in its channel "
        "lets it go on.",
    )  # fmt: skip


def text_message(*parts: str | Inline, note: str = "") -> Message:
    """Say a line, and small print under it."""
    words = line(*parts)
    blocks: list[Block] = [Paragraph(words)]
    if note:
        blocks.append(Note(line(note)))
    said = "".join(part if isinstance(part, str) else _words(part) for part in parts)
    return Message(tuple(blocks), summary=said)


def list_message(title: str, items: Sequence[Line], *, empty: str, note: str = "") -> Message:
    """Say a list under a title, or that it is empty."""
    if not items:
        return text_message(empty, note=note)
    blocks: list[Block] = [Heading(line(title)), Bullets(tuple(items))]
    if note:
        blocks += [Divider(), Note(line(note))]
    return Message(tuple(blocks), summary=f"{title}: {len(items)}")


def entries_a_week(count: int) -> str:
    """Say how much a feed brings."""
    if count == 0:
        return "nothing new this week"
    return _count(count, "entry", "entries") + " this week"


def _title(brief: Brief) -> str:
    """Return a story's headline; of several stories, what they are on: none speaks for all."""
    several = len(brief.stories) > 1
    return _stories_on(brief.topic, len(brief.stories)) if several else brief.headline


def _stories_on(topic: str, count: int) -> str:
    subject = topic if _is_subject(topic) else "News"
    return f"{subject[:1].upper()}{subject[1:]}: {_count(count, 'story', 'stories')}"


def _is_subject(topic: str) -> bool:
    """Whether a topic says what the news is on: "everything" does not."""
    return topic.strip().casefold() not in ("", "everything")


def _mark(brief: Brief) -> Text:
    return Text("Update: " if brief.is_update else "", bold=True)


def _numbers(brief: Brief) -> dict[int, int]:
    """Number the sources as the list under the brief does."""
    return {article.id: number for number, article in enumerate(_cited_first(brief), 1)}


def _cited_first(brief: Brief) -> tuple[Article, ...]:
    cited = [one.article for one in brief.bullets] + [one.article for one in brief.quotes]
    return tuple({article.id: article for article in (*cited, *brief.sources)}.values())


def _bullet(cited: CitedBullet, numbers: dict[int, int]) -> Line:
    if len(numbers) < 2:
        return line(cited.bullet.text)
    return line(cited.bullet.text, " ", _reference(cited.article, numbers[cited.article.id]))


def _reference(article: Article, number: int) -> Inline:
    url = _web_address(article)
    return Link(f"[{number}]", url) if url else Text(f"[{number}]")


def _quotation(cited: CitedQuote) -> Quotation:
    quote = cited.quote
    opened, closed = quote.text[:1] in MARKS, quote.text[-1:] in MARKS
    words = f"{'' if opened else '… '}{quote.text}{'' if closed else ' …'}"
    return Quotation(words, credit(quote), source_link(cited.article))


def source_link(article: Article) -> Link | None:
    """Return a link to an article, by who published it; None where it is nowhere on the web."""
    url = _web_address(article)
    return Link(source_name(article), url) if url else None


def _web_address(article: Article) -> str | None:
    """Return where to read it, if that is on the web: a feed may give any kind of address."""
    url = article.url or ""
    return url if url.lower().startswith(("http://", "https://")) else None


def source_name(article: Article) -> str:
    """Return who published an article, in a word or two."""
    return article.source or host_of(article.url) or "a text"


def _sources(brief: Brief, zone: str) -> Line:
    listed = _cited_first(brief)
    parts: list[str | Inline] = ["Sources: " if len(listed) > 1 else "Source: "]
    for number, article in enumerate(listed[:SOURCES], 1):
        parts += [" · "] if number > 1 else []
        parts += [f"[{number}] "] if len(listed) > 1 else []
        parts.append(source_link(article) or Text(source_name(article)))
        if article.when:
            parts += [" ", _at(article.when, zone)]
    if len(listed) > SOURCES:
        parts.append(f" and {len(listed) - SOURCES} more")
    return line(*parts)


def _provenance(brief: Brief) -> Iterator[str]:
    if any(cited.bullet.origin is Origin.KEY_POINT for cited in brief.bullets):
        yield "Bullets are the publisher's own key points."


def _headline(brief: Brief) -> Line:
    reports = max((story.reports for story in brief.stories), default=1)
    told = f" ({_count(reports, 'source', 'sources')})" if reports > 1 else ""
    url = next(filter(None, map(_web_address, brief.sources)), None)
    headline = Link(brief.headline, url) if url else Text(brief.headline)
    return line(_mark(brief), headline, told)


def _coverage(
    digest: Digest, zone: str, *, due_at: datetime | None, next_at: datetime | None
) -> Line:
    parts: list[str | Inline] = ["Since ", _at(digest.since, zone)]
    parts.append(f" · {_count(digest.feeds_read, 'feed', 'feeds')} read")
    if digest.feeds_failed:
        parts.append(f", {digest.feeds_failed} failed")
    if due_at:
        parts += [" · late: it was due ", _at(due_at, zone)]
    if next_at:
        parts += [" · next ", _at(next_at, zone)]
    return line(*parts)


def _at(moment: datetime, zone: str) -> Time:
    return Time(moment, TimeStyle.DATE_TIME, zone)


def _first_words(brief: Brief) -> str:
    return brief.bullets[0].bullet.text if brief.bullets else "no more is known yet."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _words(inline: Inline) -> str:
    return inline.at.isoformat(timespec="minutes") if isinstance(inline, Time) else inline.text
