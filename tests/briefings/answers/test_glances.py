"""Questions too short to be weighed: when and where it was, and "and Italy?"."""

import pytest

from briefings.answers import answer
from briefings.answers.followup import only_name
from briefings.model import Article

TEXT = """The ferry to Naxos sails again. Its owners had waited three years for that.

On Thursday, 4 September 2025, the harbour in Piraeus was opened by Eleni Markou.

In Germany prices rose by two euros. Nikos Vellis of the island's council called the price of
tickets fair on Monday."""
FERRY = Article(1, "Ferry to Naxos sails again", TEXT, "", "Courier", language="en")


def own_words(question: str, line: str = "") -> str | None:
    said = answer(question, [FERRY], line=line, offering=False)
    own = said.evidence[0].answer if said.evidence else None
    return own.of(TEXT) if own else None


@pytest.mark.parametrize("question", ["When was this?", "when?", "When did it happen?"])
def test_a_time_alone_is_asked_of_the_beginning(question: str) -> None:
    assert own_words(question) == "Thursday, 4 September 2025"


@pytest.mark.parametrize("question", ["Where was this?", "where?"])
def test_so_is_a_place(question: str) -> None:
    assert own_words(question) == "Piraeus"


def test_a_text_without_a_date_has_none() -> None:
    text = "The ferry sails again. Its owners had waited three years for that."
    bare = Article(1, "Ferry", text, "", "Courier", language="en")
    assert answer("When was this?", [bare]).text is None


def test_a_name_alone_is_answered_by_what_is_told_of_it_nearest_to_the_last_question() -> None:
    assert own_words("How many sailors drowned Vellis?") is None
    assert own_words("How many sailors drowned Vellis?", "and Vellis?") == "Vellis"
    assert own_words("How many sailors drowned Poland?", "and Poland?") is None


def test_when_alone_is_asked_of_what_was_spoken_of() -> None:
    assert own_words("when Vellis call tickets fair?", "when?") == "Monday"
    assert own_words("when Zorba call tickets fair?", "when?") is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("and Italy?", "Italy"),
        ("What about Robert Fico?", "Robert Fico"),
        ("Estonia?", "Estonia"),
        ("und Italien?", "Italien"),
        ("and why?", ""),
        ("What about the money?", ""),
        ("Why does Italy object?", ""),
        ("", ""),
    ],
)
def test_what_is_only_a_name(question: str, name: str) -> None:
    assert only_name(question) == name
