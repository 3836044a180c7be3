"""Makes the guides' pictures: what Slack and Discord are given, drawn as their clients would.

The news in them is made up. Digest, form and Home tab are the product's own, made from a real store
by the real newsroom; only the drawing is ours.
"""

import asyncio
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path += [str(ROOT), str(HERE)]

from markupsafe import Markup  # noqa: E402
from playwright.async_api import Page  # noqa: E402
from staging import browser  # noqa: E402
from views import (  # noqa: E402
    CSS,
    channel,
    discord_form,
    slack_form,
    slack_home,
    thread_link,
)

from bot.adapters.discord.forms import settings_form  # noqa: E402
from bot.adapters.slack.forms import Place, digest_form  # noqa: E402
from bot.adapters.slack.home import home_view  # noqa: E402
from bot.adapters.slack.people import Rule  # noqa: E402
from bot.adapters.slack.render import render as slack_render  # noqa: E402
from bot.adapters.web.previews import draw  # noqa: E402
from bot.channels import Channel, DigestSettings  # noqa: E402
from bot.compose import digest_messages  # noqa: E402
from bot.conversation.panel import Panel  # noqa: E402
from bot.messages import Message  # noqa: E402
from bot.previews import previews  # noqa: E402
from briefings.feeds.fetch import Fetcher  # noqa: E402
from briefings.feeds.guard import Guard  # noqa: E402
from briefings.model import Entry  # noqa: E402
from briefings.newsroom import Newsroom  # noqa: E402
from briefings.store import Store, open_store  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PAGE_CSS = (ROOT / "bot/adapters/web/static/page.css").read_text(encoding="utf-8")
NOW = datetime(2026, 9, 4, 5, 0, tzinfo=UTC)
ZONE = "Europe/Kyiv"
IN_ZONE = """zone => {
  const style = { dateStyle: "medium", timeStyle: "short", timeZone: zone };
  for (const time of document.querySelectorAll("time"))
    time.textContent = new Intl.DateTimeFormat("en-GB", style).format(new Date(time.dateTime));
}"""
NEWS = Channel("slack", "T1", "C1")
FEEDS = {
    "Island Courier": (
        (
            "Ferry service to Naxos resumes after storm",
            "The ferry service to Naxos resumed on Thursday after a storm had closed the "
            "harbour for three days.\n\n"
            "Two further ferries will sail on Friday for 800 people who are still waiting on "
            "the mainland, the harbour office said.\n\n"
            "“The breakwater held, and nobody was hurt, which is more than we dared to hope "
            "on Monday night,” harbour master Eleni Markou said. She had closed the port when "
            "waves of four metres came over the quay.\n\n"
            "Repairs of the quay will cost about 250,000 euros and last until the end of "
            "October.",
        ),
        (
            "School roofs on Paros get solar panels",
            "Six schools on Paros will get solar panels before winter, the island's council "
            "decided on Thursday.\n\n"
            "The panels cost 420,000 euros and will cover most of what the schools use in a "
            "year.\n\n"
            "“For twenty years we have paid for electricity under the brightest sky of "
            "Europe, and that ends now,” council member Nikos Vellis said. The oldest school, "
            "in Naousa, comes first.",
        ),
    ),
    "Harbour News": (
        (
            "Storm over, ferry service to Naxos resumes",
            "The first ferry in three days reached Naxos on Thursday with 1,200 people on "
            "board.\n\n"
            "The operator will refund every ticket that could not be used during the storm, "
            "its director Petros Lagos said.",
        ),
        (
            "Lighthouse of Andros opens to visitors",
            "The lighthouse of Andros opens to visitors in October, after two years of "
            "repairs.\n\n"
            "Its lamp can be seen from 24 miles away, and the ministry of culture expects "
            "30,000 visitors a year.",
        ),
    ),
}


class Clock:
    """Stands still, so that the pictures stay what they are."""

    now = NOW

    def __call__(self) -> datetime:
        """Return the moment of the pictures."""
        return self.now


async def newsroom_of(store: Store, clock: Clock) -> Newsroom:
    """Return a newsroom that has read the made-up feeds, an hour ago."""
    newsroom = Newsroom(store, Fetcher(guard=Guard(()), clock=clock), clock=clock)
    clock.now = NOW - timedelta(hours=1)
    for name, stories in FEEDS.items():
        host = name.lower().replace(" ", "-")
        feed = await store.add_feed(f"https://{host}.example/feed", name, scope=NEWS.scope)
        entries = [
            Entry(str(number), f"https://{host}.example/{number}", title, text, published=clock())
            for number, (title, text) in enumerate(stories)
        ]
        await newsroom.group(await store.add_entries(feed.id, entries))
        next_poll = NOW + timedelta(minutes=30)
        await store.save_polls([replace(feed, succeeded_at=clock(), next_poll_at=next_poll)])
    clock.now = NOW
    return newsroom


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        store = await open_store(f"sqlite:///{folder}/guides.db", clock=clock)
        newsroom = await newsroom_of(store, clock)
        digest = await store.add_subscription(
            channel=NEWS.address, topic="everything", schedule="daily 08:00", zone=ZONE, size=3
        )
        await store.add_subscription(
            channel=NEWS.address, topic="ferry", schedule="weekdays 18:00", zone=ZONE
        )
        made = await newsroom.digest(digest, since=NOW - timedelta(hours=24), until=NOW)
        messages = digest_messages(made, zone=ZONE, next_at=NOW + timedelta(hours=24))
        panel = Panel(newsroom, store, clock=clock, zone=ZONE)
        pages = {
            "slack-digest": digest_page("slack", messages),
            "slack-form": await form_page(panel),
            "slack-home": await home_page(panel),
            "discord-digest": digest_page("discord", messages),
            "discord-form": discord_form_page(),
        }
        await newsroom.close()
        await store.close()
    async with browser() as opened:
        page = await opened.new_page(
            viewport={"width": 1240, "height": 300}, device_scale_factor=1.5, timezone_id=ZONE
        )
        for name, drawn in pages.items():
            await take(page, name, drawn)


def digest_page(platform: str, messages: tuple[Message, ...]) -> Markup:
    """Draw a digest, and its thread beside it."""
    head, *stories = [draw(platform, previews()[platform](message)) for message in messages]
    dark = platform == "discord"
    more = "In detail · 3 messages" if dark else "3 replies"
    left = channel("#news", head, thread_link(more), dark=dark)
    return left + channel("In detail" if dark else "Thread", *stories, dark=dark)


async def form_page(panel: Panel) -> Markup:
    """Draw Slack's form, with what the digest would say now."""
    settings = DigestSettings("ferry", "weekdays 08:00", ZONE, 5)
    shown = slack_render(await panel.preview(NEWS, settings))[0].blocks
    preview = [block for block in shown if block["type"] != "actions"]
    drawn = slack_form(digest_form(settings, Place(NEWS.id), preview))
    return Markup('<div class="pane">{}</div>').format(drawn)


async def home_page(panel: Panel) -> Markup:
    """Draw the Home tab as an administrator sees it."""
    view = home_view(await panel.digests(NEWS.scope), await panel.feeds(NEWS.scope), Rule())
    drawn = slack_home(view, {NEWS.id: "news"})
    return Markup('<div class="pane" style="width:760px">{}</div>').format(drawn)


def discord_form_page() -> Markup:
    """Draw Discord's form."""
    settings = DigestSettings("ferry", "weekdays 08:00", ZONE, 5)
    drawn = discord_form(settings_form(settings, "en-GB").to_dict())
    return Markup('<div class="pane dark" style="width:480px">{}</div>').format(drawn)


async def take(page: Page, name: str, drawn: Markup) -> None:
    """Take one picture."""
    await page.set_content(
        f'<style>{PAGE_CSS}</style><style>{CSS}</style><div class="stage">{drawn}</div>'
    )
    await page.evaluate(IN_ZONE, ZONE)
    await page.locator(".stage").screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
