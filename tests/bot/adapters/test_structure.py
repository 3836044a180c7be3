"""How a message reads is the same on every platform."""

from datetime import UTC, datetime

import pytest

from bot.adapters.structure import complaint, credit, parts, written_time
from bot.messages import (
    Divider,
    Heading,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Time,
    TimeStyle,
    line,
    plain,
)
from briefings.errors import InputError

AT = datetime(2026, 3, 1, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("style", "zone", "words"),
    [
        (TimeStyle.TIME, "UTC", "22:05 UTC"),
        (TimeStyle.TIME, "Europe/Kyiv", "00:05 EET"),
        (TimeStyle.DATE, "Europe/Kyiv", "2 March 2026"),
        (TimeStyle.DATE_TIME, "America/New_York", "1 Mar 2026 17:05 EST"),
        (TimeStyle.TIME, "No/Such", "22:05 UTC"),
        (TimeStyle.TIME, "../../etc/passwd", "22:05 UTC"),
    ],
)
def test_a_moment_is_written_in_its_zone(style: TimeStyle, zone: str, words: str) -> None:
    assert written_time(Time(AT, style, zone)) == words


def test_a_heading_or_divider_opens_a_part() -> None:
    head, words, rule = Heading(line("a")), Paragraph(line("b")), Divider()
    message = Message((words, head, words, rule, head, words), "x")
    assert [list(part) for part in parts(message)] == [[words], [head, words], [rule, head, words]]


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        (Quotation("“x”", "Maria"), "— Maria"),
        (Quotation("“x”", "", Link("News", "https://n.test")), "— News"),
        (Quotation("“x”", "Maria", Link("News", "https://n.test")), "— Maria, News"),
        (Quotation("“x”", " ", Link(" ", "https://n.test")), ""),
    ],
)
def test_a_quote_says_who_and_where_as_far_as_that_is_known(
    quotation: Quotation, words: str
) -> None:
    assert plain(credit(quotation)) == words


def test_a_complaint_says_what_happened_and_what_to_do() -> None:
    message = complaint(InputError("No such zone.", hint="Try UTC."))
    assert message.blocks == (Paragraph(line("No such zone.")), Note(line("Try UTC.")))
    assert message.summary == "No such zone."
