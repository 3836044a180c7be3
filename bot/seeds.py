"""The first run's input: a list of feeds and an article, so that there is something to brief.

Each file is loaded once: what a user removes later does not come back with a restart.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import structlog

from briefings.articles.layout import lay_out
from briefings.errors import ConfigError
from briefings.model import Article, Entry, Feed

log = structlog.get_logger(__name__)

EVERYBODY = "*"
"""The scope whose feeds every workspace sees."""
SEED_FEED = "seed:articles"
"""The address of the feed that seed articles belong to; it is never polled."""


class SeedStore(Protocol):
    """Keeps articles, and which files were loaded."""

    async def add_feed(self, url: str, title: str, *, scope: str) -> Feed:
        """Follow a feed, new or known."""

    async def add_entries(self, feed_id: int, entries: Sequence[Entry]) -> tuple[Article, ...]:
        """Store entries and return those that are new."""

    async def setting(self, key: str) -> Any:
        """Return a kept value, None where there is none."""

    async def set_setting(self, key: str, value: Any) -> None:
        """Keep a value."""


class SeedNewsroom(Protocol):
    """Follows feeds and groups articles."""

    async def import_opml(self, text: str, *, scope: str) -> object:
        """Follow every feed of an OPML file."""

    async def group(self, articles: Sequence[Article]) -> None:
        """Put articles into their stories."""


def seeds_folder(given: Path | None) -> Path:
    """Return the folder of the seeds: the one given, the checkout's, or the installed one."""
    if given is not None:
        if not given.is_dir():
            raise ConfigError(
                f"QUICKREAD_SEEDS names {given}, which is no folder.",
                hint="Correct it in .env, or leave it out.",
            )
        return given
    here = Path(__file__).parent
    checkout = here.parent / "seeds"
    return checkout if checkout.is_dir() else here / "_seeds"


async def load_seeds(folder: Path, store: SeedStore, newsroom: SeedNewsroom) -> None:
    """Load every file of the folder that was not loaded before."""
    files = await asyncio.to_thread(_read, folder)
    for name, text in files.items():
        key = f"seed:{name}"
        if await store.setting(key):
            continue
        log.info("loading a seed", file=name)
        if name.endswith(".opml"):
            await newsroom.import_opml(text, scope=EVERYBODY)
        else:
            await _load_article(name, text, store, newsroom)
        await store.set_setting(key, value=True)


def _read(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.suffix in (".opml", ".txt")
    }


async def _load_article(name: str, text: str, store: SeedStore, newsroom: SeedNewsroom) -> None:
    layout = lay_out(text)
    title = layout.title.of(text) if layout.title else Path(name).stem.replace("-", " ")
    feed = await store.add_feed(SEED_FEED, "Seed articles", scope=EVERYBODY)
    entry = Entry(id=f"seed:{name}", link=None, title=title, content=text)
    await newsroom.group(await store.add_entries(feed.id, [entry]))
