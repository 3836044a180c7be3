"""The terminal shows every word and obeys nobody but us."""

import re
from datetime import UTC, datetime

from hypothesis import given, settings

from bot.adapters.console.render import render
from bot.messages import Bullets, Heading, Link, Message, Note, Paragraph, Quotation, Time, line
from tests.bot.adapters.hostile import MESSAGES, UNTIMED, letters, said

BRIEF = Message(
    (
        Heading(line("Talks in Geneva")),
        Bullets((line("First point, which is rather long."), line("Second."))),
        Quotation("“We are ready.”", "Maria Novak", Link("News", "https://n.test/1")),
        Note(line("At ", Time(datetime(2026, 3, 1, 8, tzinfo=UTC), zone="Europe/Kyiv"))),
    ),
    "Talks in Geneva",
)
COMMANDS = r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\"


@given(MESSAGES)
@settings(max_examples=60, deadline=None)
def test_no_control_character_from_outside_gets_through(message: Message) -> None:
    for text in (render(message), re.sub(COMMANDS, "", render(message, width=60))):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


@given(UNTIMED)
@settings(max_examples=60, deadline=None)
def test_every_letter_is_shown_in_order_in_a_terminal(message: Message) -> None:
    assert letters(re.sub(COMMANDS, "", render(message, width=72))) == said(message)


def test_in_a_pipe_it_is_plain() -> None:
    assert render(BRIEF) == (
        "Talks in Geneva\n"
        "- First point, which is rather long.\n"
        "- Second.\n"
        "> “We are ready.”\n"
        "  — Maria Novak, News (https://n.test/1)\n"
        "At 1 Mar 2026 10:00 EET\n"
    )


def test_in_a_terminal_it_is_wrapped_and_coloured() -> None:
    text = render(BRIEF, width=24)
    assert "\x1b[1;36mTalks in Geneva" in text
    assert all(len(row) <= 24 for row in re.sub(COMMANDS, "", text).splitlines())


def test_links_can_be_opened_from_the_terminal() -> None:
    assert ";https://n.test/1\x1b\\" in render(BRIEF, width=60)


def test_an_address_that_is_not_of_the_web_is_not_linked() -> None:
    text = render(Message((Paragraph((Link("x", "file:///etc/passwd"),)),), "x"), width=40)
    assert "passwd" not in text
