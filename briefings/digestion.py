"""One text to what is said of it: headline, bullets and key quotes."""

from collections.abc import Sequence

from briefings.articles.layout import lay_out
from briefings.bullets import choose_bullets
from briefings.model import Bullet, Digestion
from briefings.quotes import find_quotes, is_said, key_quotes
from briefings.stories import clean_headline
from briefings.text.languages import base_language, guess_language


def digest_article(
    text: str,
    *,
    title: str = "",
    language: str | None = None,
    bullets: int = 5,
    quotes: int = 3,
    told: Sequence[str] = (),
    context: Sequence[str] = (),
) -> Digestion:
    """Digest an article: every bullet and quote a span of `text`.

    `told` is what the reader knows already; `context` are other articles of the same story.
    """
    language = guess_language(text) or base_language(language) or "en"
    layout = lay_out(text, title)
    heading = title or (layout.title.of(text) if layout.title else "")
    spoken = find_quotes(text, language=language) if quotes else ()
    shown = key_quotes(spoken, text, title=heading, bullets=told, most=quotes)
    points: tuple[Bullet, ...] = ()
    if bullets > 0:
        points = choose_bullets(
            text,
            layout=layout,
            title=heading,
            language=language,
            most=bullets,
            context=context,
            told=told,
            quoted=[quote.text for quote in shown],
        )
    said = [bullet.text for bullet in points]
    if any(is_said(quote, said) for quote in shown):  # the publisher's own points may say it, too
        shown = key_quotes(spoken, text, title=heading, bullets=[*told, *said], most=quotes)
    return Digestion(clean_headline(heading), points, shown)
