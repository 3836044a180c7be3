"""Draws briefs as Slack and Discord show them, to be looked at: ten of the wire, and the seed's.

    python tests/browser/briefs.py FOLDER [MONTH]

Makes one picture a brief in FOLDER, both platforms side by side, from the payloads that would be
posted. The wire's entries (MONTH is 2022-03 unless told) are grouped as they come, and the stories
that most sources tell are briefed; two briefs are of a topic and hold several stories.
"""

import asyncio
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path += [str(ROOT), str(HERE)]

from playwright.async_api import Page  # noqa: E402
from staging import browser  # noqa: E402

from benchmarks.data import needed, rows  # noqa: E402
from bot.adapters.web.previews import draw  # noqa: E402
from bot.compose import brief_message  # noqa: E402
from bot.previews import previews  # noqa: E402
from briefings.articles.layout import lay_out  # noqa: E402
from briefings.briefs import brief_story, brief_topic  # noqa: E402
from briefings.model import Article, Brief, Story  # noqa: E402
from briefings.stories import Grouper, Report, headline_of  # noqa: E402

STORIES = 8
TOPICS = ("ukraine", "covid")
CSS = (ROOT / "bot/adapters/web/static/page.css").read_text(encoding="utf-8")
PLATFORMS = ("slack", "discord")
LATEST = 3000
"""Entries of the month that are grouped."""


def wire_stories(entries: Iterable[dict[str, Any]]) -> list[Story]:
    """Group the entries as they come; the stories that most sources tell are first."""
    grouper, told = Grouper(), defaultdict[str, list[Article]](list)
    for number, row in enumerate(entries, 1):
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", row["summary"] or "")).split())
        at = datetime.fromisoformat(row["published"])
        host = (urlsplit(row["feed"]).hostname or "").removeprefix("www.")
        report = Report(str(number), row["title"], text, "", at, row["link"], row["feed"])
        article = Article(number, row["title"], text, row["link"], host, at, at, "en")
        told[grouper.add(report).story].append(article)
    stories = [
        Story(
            number,
            headline_of(articles),
            tuple(sorted(articles, key=lambda one: one.id, reverse=True)),
            len({article.source for article in articles}),
        )
        for number, articles in enumerate(told.values(), 1)
    ]
    return sorted(stories, key=lambda one: -one.reports)


def all_briefs(stories: list[Story]) -> dict[str, Brief]:
    """Return what is drawn, by the pictures' names."""
    text = (ROOT / "seeds/ukraine-security-guarantees.txt").read_text(encoding="utf-8")
    title = lay_out(text).title
    seed = Article(1, title.of(text) if title else "", text, "https://example.org/", "Seed")
    briefs = {"seed": brief_story(Story(1, seed.title, (seed,)))}
    for number, story in enumerate(stories[:STORIES], 1):
        briefs[f"story-{number}"] = brief_story(story)
    for topic in TOPICS:
        about = [one for one in stories if topic in one.headline.casefold()][:5]
        if about:
            briefs[f"topic-{topic}"] = brief_topic(topic, about)
    return briefs


def page_of(brief: Brief) -> str:
    """Return a page with the brief on both platforms."""
    message = brief_message(brief, zone="Europe/Kyiv", buttons=True)
    drawn = "".join(
        f'<div style="flex:1;min-width:0"><h4>{escape(name)}</h4>'
        f"{draw(name, previews()[name](message))}</div>"
        for name in PLATFORMS
    )
    return f'<style>{CSS}</style><div style="display:flex;gap:24px;padding:16px">{drawn}</div>'


async def draw_all(briefs: Mapping[str, Brief], folder: Path) -> None:
    """Take a picture of every brief."""
    async with browser() as opened:
        page: Page = await opened.new_page(viewport={"width": 1240, "height": 400})
        for name, brief in briefs.items():
            await page.set_content(page_of(brief))
            await page.screenshot(path=folder / f"{name}.png", full_page=True)
            print(folder / f"{name}.png")  # noqa: T201


def main() -> None:
    """Draw every brief."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, month = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "2022-03"
    folder.mkdir(parents=True, exist_ok=True)
    entries = list(rows(needed(f"wire/{month}.jsonl")))[-LATEST:]
    asyncio.run(draw_all(all_briefs(wire_stories(entries)), folder))


if __name__ == "__main__":
    main()
