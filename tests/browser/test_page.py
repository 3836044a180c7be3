"""What a newcomer does on the page, in a real Chromium."""

import re

from playwright.async_api import Page, expect
from scripted_conversation import BRIEF, ScriptedConversation
from staging import send

HEADLINE = BRIEF.summary.split(" discuss")[0]


async def open_thread(page: Page) -> None:
    brief = page.locator("#log .entry", has_text=HEADLINE)
    await brief.hover()
    await brief.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#thread-composer")).to_be_focused()


async def test_from_first_load_to_a_brief_with_completion(
    page: Page, conversation: ScriptedConversation
) -> None:
    await expect(page.get_by_role("heading", name="#newsroom").first).to_be_visible()
    await page.keyboard.type("/br")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/brief")
    await page.keyboard.press("Tab")
    await expect(page.locator("#composer")).to_have_value("/brief ")
    await page.keyboard.type("ukraine")
    conversation.hold.clear()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Quickread is working")).to_be_visible()
    conversation.hold.set()
    await expect(page.locator("#log h3")).to_contain_text(HEADLINE)
    await expect(page.locator("#log blockquote")).to_contain_text("“It will definitely be")
    await expect(page.get_by_text("Quickread is working")).to_be_hidden()
    source = page.locator("#log blockquote a")
    await expect(source).to_have_attribute("rel", "noopener noreferrer")


async def test_a_question_is_answered_in_the_thread_under_the_brief(page: Page) -> None:
    await send(page, "/brief ukraine")
    await open_thread(page)
    await send(page, "How many countries?", field="#thread-composer")
    await expect(page.locator("#thread blockquote").last).to_contain_text("“26 nations.”")
    await expect(page.locator("#log .thread-link:visible")).to_have_text("2 replies")
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()


async def test_a_subscription_is_made(page: Page, conversation: ScriptedConversation) -> None:
    await send(page, "/digest subscribe ukraine daily 08:00")
    await expect(page.locator("#log")).to_contain_text("This channel gets a digest of ukraine")
    assert conversation.requests[0].argument == "subscribe ukraine daily 08:00"
    assert conversation.requests[0].user.zone


async def test_everything_works_by_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await page.keyboard.type("ukr")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("#ukraine")
    await expect(page.locator("#composer")).to_be_focused()
    await page.keyboard.type("/brief ukraine")
    await page.keyboard.press("Enter")
    thread = page.locator("#log .entry", has_text=HEADLINE).get_by_label("Reply in thread")
    await thread.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#thread-composer")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    await page.locator("#composer").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#composer")).to_have_value("/brief ukraine")


async def test_a_brief_is_previewed_as_slack_and_discord_show_it(page: Page) -> None:
    await send(page, "/brief ukraine")
    brief = page.locator("#log .entry", has_text=HEADLINE)
    await brief.hover()
    await brief.get_by_label("Preview elsewhere").click()
    await page.get_by_role("menuitem", name="As Slack").click()
    await expect(page.locator("#preview .slack h3")).to_contain_text(HEADLINE)
    await page.get_by_role("tab", name="Discord").click()
    await expect(page.locator("#preview .discord blockquote").first).to_contain_text("“It will")
    await page.get_by_role("tab", name="Terminal").click()
    await expect(page.locator("#preview .terminal")).to_contain_text("- France confirmed")


async def test_a_channel_is_added_and_what_is_said_elsewhere_is_marked(page: Page) -> None:
    await page.get_by_role("button", name="Add a channel").click()
    await page.keyboard.type("Climate Desk")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("#climate-desk")
    assert page.context.browser
    other = await page.context.browser.new_page()
    await other.goto(re.sub("#.*", "", page.url) + "#/c/newsroom")
    await send(other, "/brief ukraine")
    await expect(page.locator(".has-unread")).to_contain_text("newsroom")


async def test_the_feeds_tell_how_they_are_and_can_be_imported(
    page: Page, conversation: ScriptedConversation
) -> None:
    await page.get_by_role("link", name="Feeds").click()
    await expect(page.locator(".trouble")).to_contain_text("The server did not answer in time.")
    await page.get_by_role("searchbox").fill("planet")
    await expect(page.locator(".rows li:visible")).to_have_count(1)
    file = {"name": "mine.opml", "mimeType": "text/xml", "buffer": b"<opml/>"}
    await page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    await expect(page.locator("#log")).to_contain_text("2 feeds added.")
    assert conversation.requests[0].argument == "import <opml/>"


async def test_on_a_phone_channels_are_in_a_drawer_and_a_thread_fills_the_screen(
    page: Page,
) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#side")).not_to_be_in_viewport()
    await page.locator("#drawer").click()
    await page.get_by_role("link", name="ukraine").click()
    await expect(page.locator("#title")).to_have_text("#ukraine")
    await send(page, "/brief ukraine")
    await open_thread(page)
    box = await page.locator("#thread").bounding_box()
    assert box
    assert box["width"] == 390
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_dark_and_light_follow_the_machine_until_one_is_chosen(page: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(paper)
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(paper) != light
    await page.get_by_role("button", name="Switch between light and dark").click()
    assert await page.evaluate(paper) == light
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")


async def test_words_from_outside_stay_words(page: Page) -> None:
    await send(page, "<img src=x onerror=alert(1)><b>bold</b>")
    await expect(page.locator("#log .mine .words")).to_have_text(
        "<img src=x onerror=alert(1)><b>bold</b>"
    )
    assert await page.locator("#log .words img, #log .words b").count() == 0
