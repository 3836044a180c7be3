"""What an answer looks like: letter for letter, with its source, its own words in bold."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer_message import answer_message
from bot.message_json import from_json, to_json
from bot.messages import Actions, Link, Message, Note, Paragraph, Text, Time, plain
from briefings.model import Answer, Article, Evidence, Span

TEXT = "Macron said that 26 nations would take part. Nobody else spoke."
AT = datetime(2026, 9, 4, 9, tzinfo=UTC)
ARTICLE = Article(1, "Force", TEXT, "https://n.test/1", "Wire", AT)
PIECE = Evidence(TEXT[:44], 0, 44, ARTICLE, Span(17, 27))


def said(message: Message) -> list[str]:
    return [plain(block.line) for block in message.blocks if isinstance(block, Paragraph | Note)]


def test_evidence_has_its_source_link_time_and_the_answer_in_bold() -> None:
    message = answer_message(Answer("How many?", PIECE.text, (PIECE,), 0.9), zone="UTC")
    words, source, sure = message.blocks
    assert isinstance(words, Paragraph)
    assert plain(words.line) == f"“{PIECE.text}”"
    assert [one.text for one in words.line if isinstance(one, Text) and one.bold] == ["26 nations"]
    assert isinstance(source, Note)
    assert source.line[0] == Link("Wire", "https://n.test/1")
    assert source.line[-1] == Time(AT)
    assert isinstance(sure, Note)
    assert "quite sure" in plain(sure.line)


def test_sources_that_differ_are_said_to() -> None:
    other = Article(2, "Force", "Some 30 nations.", "https://n.test/2", "Post", AT)
    pieces = (Evidence(other.text, 0, 16, other, Span(5, 7)), PIECE)
    message = answer_message(Answer("How many?", "30", pieces, 0.7, differs=True), zone="UTC")
    lines = said(message)
    assert "differ" in lines[0]
    assert [line.split()[0] for line in lines if "n 2026" in line or "2026-09" in line] == [
        "Post",
        "Wire",
    ]


def test_pieces_of_one_article_share_their_source() -> None:
    second = Evidence(TEXT[45:], 45, len(TEXT), ARTICLE)
    message = answer_message(Answer("Who?", "x", (PIECE, second), 0.3), zone="UTC")
    assert len([line for line in said(message) if line.startswith("Wire")]) == 1
    assert "may answer" in said(message)[-1]


def test_without_an_answer_the_closest_passage_and_what_is_told_of_are_shown() -> None:
    answer = Answer("How many tanks?", None, suggestions=("Who is Macron?",), closest=PIECE)
    lines = said(answer_message(answer, zone="UTC"))
    assert lines[0] == "The sources don't say."
    assert f"“{PIECE.text}”" in lines
    assert lines[-1] == "They do answer: Who is Macron?"


@pytest.mark.parametrize("watch", [True, False])
def test_it_is_offered_to_watch_for_an_answer(*, watch: bool) -> None:
    answer = Answer("Who  won? " + "x" * 100, None)
    message = answer_message(answer, zone="UTC", watch=watch)
    buttons = [
        one for block in message.blocks if isinstance(block, Actions) for one in block.buttons
    ]
    assert bool(buttons) is watch
    for button in buttons:
        assert button.action == "watch"
        assert button.value.startswith("Who won?")
        assert len(button.value) <= 80


@given(st.text(min_size=1, max_size=60), st.data())
def test_whatever_the_evidence_it_stays_letter_for_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    article = Article(1, "t", text)
    piece = Evidence(text, 0, len(text), article, Span(start, end))
    message = answer_message(Answer("q", text, (piece,), 0.5), zone="UTC")
    assert text in said(message)[0]
    assert from_json(to_json(message)) == message
