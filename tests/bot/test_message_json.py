"""Messages survive the database."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message_json import from_json, to_json
from bot.messages import (
    Actions,
    Bullets,
    Button,
    Divider,
    Earlier,
    Heading,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
    Time,
    TimeStyle,
)

WORDS = st.text(max_size=20)
LINKS = st.builds(Link, WORDS, WORDS)
MOMENTS = st.integers(0, 2**31).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
TIMES = st.builds(Time, MOMENTS, st.sampled_from(TimeStyle), WORDS)
EARLIER = st.builds(Earlier, WORDS, WORDS, st.integers(0, 2**31))
TEXTS = st.builds(Text, WORDS, st.booleans(), st.booleans(), st.booleans())
LINES = st.lists(st.one_of(TEXTS, LINKS, EARLIER, TIMES), max_size=4).map(tuple)
BUTTONS = st.lists(st.builds(Button, WORDS, WORDS, WORDS), max_size=3).map(tuple)
BLOCKS = st.one_of(
    st.builds(Heading, LINES),
    st.builds(Paragraph, LINES),
    st.builds(Note, LINES),
    st.builds(Bullets, st.lists(LINES, max_size=3).map(tuple)),
    st.builds(Quotation, WORDS, WORDS, st.none() | LINKS),
    st.just(Divider()),
    st.builds(Actions, BUTTONS),
)
MESSAGES = st.builds(Message, st.lists(BLOCKS, max_size=6).map(tuple), WORDS)


@given(MESSAGES)
def test_a_message_reads_back_as_it_was(message: Message) -> None:
    assert from_json(json.loads(json.dumps(to_json(message)))) == message


@pytest.mark.parametrize(
    "given", [{}, {"blocks": [{}], "summary": ""}, {"blocks": [{"is": "Poem"}], "summary": ""},
              {"blocks": [{"is": "Note", "line": [{"is": "Song"}]}], "summary": ""},
              {"blocks": 7, "summary": ""}],
)  # fmt: skip
def test_what_is_no_message_is_refused(given: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(given)
