"""Discord messages keep Discord's limits, lose no word, and mention nobody."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings

from bot.adapters.discord.fallback import embedded, plain
from bot.adapters.discord.markdown import escape, markdown, safe_url
from bot.adapters.discord.render import DiscordPayload, marked_id, read_custom_id, render
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
from tests.bot.adapters.hostile import MESSAGES, letters, said

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))


def contents(payloads: tuple[DiscordPayload, ...]) -> list[str]:
    """Return every text of the payloads that Discord reads as markdown."""
    texts = [payload.content for payload in payloads if payload.content]
    for payload in payloads:
        texts += [part["content"] for part in walk(payload.components) if part["type"] == 10]
        texts += [embed["description"] for embed in payload.embeds]
    return texts


OUR_LINK = r"\]\(<https?://[^<>\s\\]+>\)| <https?://[^<>\s\\]+>"
OUR_TIME = r"<t:-?\d+:[tDf]>"


def shown(payloads: tuple[DiscordPayload, ...]) -> str:
    text = "\n".join(contents(payloads))
    return letters(re.sub(f"{OUR_LINK}|{OUR_TIME}", "", text))


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_every_letter_is_shown_in_order(message: Message) -> None:
    expected = said(message)
    if expected:
        assert shown(render(message)) == expected
        assert shown(embedded(message)) == expected
        assert shown(plain(message)) == expected


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_every_limit_is_kept(message: Message) -> None:
    for payload in render(message):
        parts = list(walk(payload.components))
        assert 2 <= len(parts) <= 40
        texts = [part["content"] for part in parts if part["type"] == 10]
        assert all(text.strip() for text in texts)
        assert sum(map(len, texts)) <= 4_000
        for row in (part for part in parts if part["type"] == 1):
            assert 1 <= len(row["components"]) <= 5
        for button in (part for part in parts if part["type"] == 2):
            assert 1 <= len(button["label"]) <= 80
            assert len(button["custom_id"]) <= 100
        assert payload.flags & 1 << 15
    for payload in embedded(message):
        assert all(1 <= len(embed["description"]) <= 4_096 for embed in payload.embeds)
        assert len(payload.embeds) == 1
        assert len(payload.components) <= 5
        assert payload.flags == 0
    for payload in plain(message):
        assert 1 <= len(payload.content) <= 2_000
        assert payload.content.strip()
        assert payload.flags == 1 << 2


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_nothing_can_mention_anybody(message: Message) -> None:
    for text in contents(render(message) + embedded(message) + plain(message)):
        rest = re.sub(f"{OUR_TIME}|{OUR_LINK}", "", text)
        assert not re.search(r"@(everyone|here)", rest, re.IGNORECASE)
        assert not re.search(r"(?<!\\)<(?!\u200b)", re.sub(r"`[^`\n]*`", "", rest))
        assert not re.search(r"<[@#:]|<t:|</\w+:", rest)


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_markup_is_only_what_we_wrote(message: Message) -> None:
    for text in contents(render(message) + embedded(message) + plain(message)):
        for row in text.split("\n"):
            rest = re.sub(r"\\[^a-zA-Z0-9\s]", "x", row)
            rest = re.sub(r"^(### |-# |- |> )", "", rest)
            rest = re.sub(f"{OUR_TIME}|{OUR_LINK}", "", rest)
            rest = re.sub(r"`[^`]*`", "", rest)
            assert not re.search(r"[~|#<>()\]@:`\\]|^\s*[-+]|^\s*\d+[.)]", rest), row
            assert "_" not in rest


def test_a_brief_has_the_shape_that_readers_expect() -> None:
    message = Message(
        (
            Heading(line("Talks in Geneva")),
            Bullets((line("First point."), line("Second point."))),
            Quotation("“We are ready.”", "Maria Novak", Link("Example News", "https://n.test/1")),
            Note(line("3 sources · ", Time(AT, TimeStyle.TIME))),
            Divider(),
            Actions((Button("More", "more", "7"),)),
        ),
        "Talks in Geneva",
    )
    (payload,) = render(message)
    (container,) = payload.components
    text, separator, row = container["components"]
    assert text["content"].splitlines() == [
        "### Talks in Geneva",
        "- First point.",
        "- Second point.",
        "> “We are ready.”",
        "> — Maria Novak, [Example News](<https://n.test/1>)",
        "-# 3 sources · <t:1772352000:t>",
    ]
    assert separator["type"] == 14
    button = read_custom_id(row["components"][0]["custom_id"])
    assert button == Button("", "more", "7")


def test_a_button_with_the_longest_value_is_kept() -> None:
    button = Button("Not useful", "not_useful", "x" * 80)
    (payload,) = render(Message((Actions((button,)),), "x"))
    (made,) = [part for part in walk(payload.components) if part["type"] == 2]
    assert read_custom_id(made["custom_id"]) == Button("", button.action, button.value)


def test_a_button_carries_its_delivery_and_its_place_where_there_is_room() -> None:
    marked = marked_id("qr:more:ukraine", 0x1F, 2)
    assert marked == "qr.1f.2:more:ukraine"
    assert read_custom_id(marked) == Button("", "more", "ukraine")
    crowded = marked_id("qr:more:" + "x" * 89, (1 << 31) - 1, 9)
    assert crowded == "qr.9:more:" + "x" * 89


def test_a_button_of_somebody_else_is_not_ours() -> None:
    assert read_custom_id("other:more:7") is None


def test_a_quote_that_fits_is_never_cut() -> None:
    quote = Quotation("“" + "word " * 700 + "end.”", "Somebody")
    payloads = render(Message((Paragraph(line("Filler. " * 1500)), quote), "x"))
    rows = [row for text in contents(payloads) for row in text.split("\n") if row.startswith("> “")]
    assert [row.removeprefix("> ") for row in rows] == [quote.text]


def test_two_quotes_stay_two() -> None:
    message = Message((Quotation("“One.”", "A"), Quotation("“Two.”")), "x")
    expected = ["> “One.”\n> — A\n\n> “Two.”"]
    assert contents(render(message)) == contents(plain(message)) == expected


def test_every_line_of_a_quote_is_quoted() -> None:
    (payload,) = plain(Message((Quotation("“One.\n\nTwo.”"),), "x"))
    assert payload.content == "> “One.\n> \n> Two.”"


def test_a_heading_moves_along_with_what_stands_under_it() -> None:
    part = (Heading(line("A heading")), Paragraph(line("word " * 400)))
    payloads = render(Message(part * 6, "x"))
    assert len(payloads) > 1
    assert all(text.startswith("### A heading\nword") for text in contents(payloads))


def test_words_from_outside_are_shown_as_they_are() -> None:
    assert escape("*b* _i_ # [x](y)") == r"\*b\* \_i\_ \# \[x\]\(y\)"
    assert escape("1. one\n2) two") == "1\\. one\n2\\\\) two".replace("\\\\", "\\")
    assert escape("@everyone") == "\\@\u200beveryone"


def test_a_link_cannot_be_crafted() -> None:
    assert safe_url("https://a.test/b)c>d e") == "https://a.test/b%29c%3Ed%20e"
    assert markdown(Link("a](https://evil.test)", "javascript:x")).startswith(r"a\]\(")
    assert markdown(Link("[1]", "https://a.test")) == r"\[[1](<https://a.test>)\]"
    assert markdown(Link("[Video] x", "https://a.test")) == "[［Video］ x](<https://a.test>)"
    assert markdown(Link("https://bank.test", "https://a.test")) == (
        r"https\://bank.test <https://a.test>"
    )


def test_code_with_backticks_or_backslashes_inside_is_shown_as_text() -> None:
    assert markdown(Text("a`b", code=True)) == r"a\`b"
    assert markdown(Text("a\\", code=True)) == "a\\\\"
    assert markdown(Text("/brief <topic>", code=True)) == "`/brief <\u200btopic>`"
