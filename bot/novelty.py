"""What a brief says of what is new besides bullets: changed figures, and when it was told."""

from collections.abc import Iterator

from bot.messages import Earlier, Line, Note, Time, TimeStyle, line
from briefings.model import Brief, CitedFigure, Difference


def novelty_notes(brief: Brief, zone: str) -> Iterator[Note]:
    """Yield a line for each figure that differs or changed, and for when the story was told."""
    for one in brief.differences:
        yield Note(_difference(one))
    if brief.is_update and brief.told_at:
        told = Time(brief.told_at, TimeStyle.DATE_TIME, zone)
        story = brief.stories[0].id if brief.stories else 0
        earlier = Earlier("this was told", brief.told_in, story)
        yield Note(line("What is new since ", earlier, " on ", told, "."))


def _difference(difference: Difference) -> Line:
    first, second = difference.sides
    if difference.changed:
        return line(f"Changed: {first.text} before, now {_cited(second)}.")
    return line(f"Sources differ: {_cited(first)}, {_cited(second)}.")


def _cited(figure: CitedFigure) -> str:
    return f"{figure.text} ({figure.article.source})" if figure.article.source else figure.text
