"""Slack messages keep Slack's limits, lose no word, and mention nobody."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given, settings

from bot.adapters.slack.mrkdwn import escape, mrkdwn, safe_url
from bot.adapters.slack.render import SlackPayload, render
from bot.messages import (
    Actions,
    Bullets,
    Button,
    Divider,
    Heading,
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
from tests.bot.adapters.hostile import MESSAGES, letters, said, strings

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def shown(payloads: tuple[SlackPayload, ...]) -> str:
    """Return the letters that readers see, in order; not times and buttons."""
    return letters("".join(_shown(block) for payload in payloads for block in payload.blocks))


def _shown(element: dict[str, Any]) -> str:
    match element["type"]:
        case "header":
            return str(element["text"]["text"])
        case "text" | "link":
            return str(element["text"])
        case "mrkdwn":
            text = re.sub(r"<!date\^[^>]*>", "", element["text"])
            text = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", text)
            return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        case "actions" | "divider" | "date":
            return ""
        case _:
            return "".join(map(_shown, element["elements"]))


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_every_letter_is_shown_in_order(message: Message) -> None:
    assert shown(render(message)) == said(message)


@given(MESSAGES)
@example(Message((Actions((Button("@here " * 60, "more"),)), Quotation("@here " * 900)), "x"))
@example(Message((Heading((Link("\x1b", "https://a.test"),)), Heading(line("@here " * 25))), "x"))
@settings(max_examples=60, deadline=None)
def test_every_limit_is_kept(message: Message) -> None:
    for payload in render(message):
        assert len(payload.blocks) <= 50
        assert len(json.dumps(payload.blocks, ensure_ascii=False)) <= 13_000
        assert 0 < len(payload.text) <= 4_000
        for text in strings(payload.blocks):
            assert text
            assert len(text) <= 3_000
        for block in payload.blocks:
            if block["type"] == "header":
                assert len(block["text"]["text"]) <= 150
            if block["type"] == "actions":
                assert len(block["elements"]) <= 25
                ids = [button["action_id"] for button in block["elements"]]
                assert len(set(ids)) == len(ids)
                assert all(len(button["text"]["text"]) <= 75 for button in block["elements"])
            for element in block.get("elements", ()):
                assert element.get("elements", True), "an empty rich text is refused"


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_nothing_can_mention_anybody(message: Message) -> None:
    for payload in render(message):
        for text in (*strings(payload.blocks), payload.text):
            without_dates = re.sub(r"<!date\^\d+\^[^|<>]*\|[^<>]*>", "", text)
            assert not re.search(r"<[!@#]|@(here|channel|everyone|group)", without_dates)
        kinds = set(_types(payload.blocks))
        assert not kinds & {"user", "usergroup", "channel", "broadcast", "emoji", "team"}


def _types(value: Any) -> list[str]:
    if isinstance(value, list):
        return [kind for inner in value for kind in _types(inner)]
    if isinstance(value, dict):
        own = [value["type"]] if isinstance(value.get("type"), str) else []
        return own + [kind for inner in value.values() for kind in _types(inner)]
    return []


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_markup_in_small_print_is_only_what_we_wrote(message: Message) -> None:
    for payload in render(message):
        for block in payload.blocks:
            if block["type"] == "context":
                text = block["elements"][0]["text"]
                ours = r"<!date\^\d+\^[^|<>]*\|[^<>]*>|<https?://[^|<>\s]+\|[^|<>]+>"
                rest = re.sub(ours, "", text)
                assert "<" not in rest
                assert ">" not in rest
                assert not re.search("&(?!amp;|lt;|gt;)", text)


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_links_lead_only_to_the_web(message: Message) -> None:
    for payload in render(message):
        for url in _urls(payload.blocks):
            assert re.fullmatch(r"https?://[!-~]+", url)
            assert not re.search(r"[<>|\"\\]", url)


def _urls(value: Any) -> list[str]:
    if isinstance(value, list):
        return [url for inner in value for url in _urls(inner)]
    if isinstance(value, dict):
        own = [value["url"]] if "url" in value else []
        return own + [url for inner in value.values() for url in _urls(inner)]
    return []


def test_a_brief_has_the_shape_that_readers_expect() -> None:
    message = Message(
        (
            Heading(line("Talks in Geneva")),
            Bullets((line("First point."), line("Second point."))),
            Quotation("“We are ready.”", "Maria Novak", Link("Example News", "https://n.test/1")),
            Note(line("3 sources · ", Time(AT, TimeStyle.TIME))),
            Divider(),
            Actions((Button("More", "more", "7"), Button("Ask", "ask", "7"))),
        ),
        "Talks in Geneva",
    )
    (payload,) = render(message)
    kinds = [block["type"] for block in payload.blocks]
    assert kinds == ["header", "rich_text", "rich_text", "context", "divider", "actions"]
    assert payload.text == "Talks in Geneva"
    bullets, quote = (block["elements"][0] for block in payload.blocks[1:3])
    assert bullets["type"] == "rich_text_list"
    assert len(bullets["elements"]) == 2
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"][0]["text"] == "“We are ready.”"
    assert quote["elements"][-1]["url"] == "https://n.test/1"
    assert payload.blocks[5]["elements"][0]["value"] == "7"


def test_a_quote_stays_letter_for_letter() -> None:
    words = "“AT&T's *profit* rose_by_ <5% :-) `now`”"
    (payload,) = render(Message((Quotation(words),), "x"))
    assert payload.blocks[0]["elements"][0]["elements"][0]["text"] == words


def test_a_quote_that_fits_is_never_cut() -> None:
    quote = Quotation("“" + "word " * 500 + "end.”", "Somebody")
    payloads = render(Message((Paragraph(line("Filler. " * 1500)), quote), "x"))
    quotes = [text for payload in payloads for text in strings(payload.blocks) if text[0] == "“"]
    assert quotes == [quote.text]


def test_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    text = "Here is one more sentence of it. " * 200
    payloads = render(Message((Paragraph(line(text)),), "x"))
    pieces = [text for payload in payloads for text in strings(payload.blocks) if " " in text]
    assert len(pieces) > 1
    assert all(piece.endswith("of it.") for piece in pieces)


def test_a_heading_moves_along_with_what_stands_under_it() -> None:
    part = (Heading(line("A heading")), Paragraph(line("word " * 500)))
    payloads = render(Message(part * 6, "x"))
    assert len(payloads) > 1
    assert all(payload.blocks[0]["type"] == "header" for payload in payloads)
    assert all(payload.blocks[-1]["type"] == "rich_text" for payload in payloads)


def test_parts_are_counted_in_the_notification_text() -> None:
    payloads = render(Message((Paragraph(line("word " * 6000)),), "Today’s digest"))
    assert payloads[0].text == f"Today’s digest (1 of {len(payloads)})"


def test_an_empty_message_still_says_its_summary() -> None:
    (payload,) = render(Message((), "Nothing new"))
    assert payload.text == "Nothing new"


def test_times_are_shown_in_the_readers_zone_with_a_fallback() -> None:
    assert mrkdwn(Time(AT, TimeStyle.TIME, "Europe/Kyiv")) == "<!date^1772352000^{time}|10:00 EET>"


def test_the_three_reserved_characters_are_escaped() -> None:
    assert escape("a & b < c > d") == "a &amp; b &lt; c &gt; d"


def test_emphasis_marks_from_outside_are_neutralised() -> None:
    assert escape("*b*").replace("\u200b", "") == "*b*"
    assert "\u200b*\u200b" in escape("*b*")


def test_an_address_cannot_end_its_link_early() -> None:
    assert safe_url("https://a.test/b|c>d e") == "https://a.test/b%7Cc%3Ed%20e"
    assert safe_url("javascript:alert(1)") == ""
    assert mrkdwn(Link("a|b>", "https://x.test")) == "<https://x.test|a¦b&gt;>"


def test_emphasis_of_our_own_is_kept() -> None:
    (payload,) = render(Message((Paragraph((Text("a", bold=True), Text("b", code=True))),), "x"))
    elements = payload.blocks[0]["elements"][0]["elements"]
    assert [element["style"] for element in elements] == [{"bold": True}, {"code": True}]
