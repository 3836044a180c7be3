"""Where sources disagree on a figure, each is shown, the newest first."""

from datetime import UTC, datetime

from briefings.answers import answer
from briefings.answers.figures import compare
from briefings.model import Answer, Article

QUESTION = "How many nations will send soldiers to the force after a ceasefire?"


def article(number: int, text: str, day: int) -> Article:
    at = datetime(2026, 9, day, 9, tzinfo=UTC)
    return Article(number, f"Article {number}", text, f"https://n.test/{number}", "Wire", at)


MACRON = article(
    1,
    "Emmanuel Macron said on Thursday that 26 nations would send soldiers to a force after a "
    "ceasefire. Putin spoke on Friday.",
    4,
)
LATER = article(2, "Some 30 nations will send soldiers to the force, Starmer said.", 5)
SAME = article(3, "It was 26 nations that would send soldiers to the force, Merz said.", 6)
OTHER = article(4, "The force lost 12 tanks. A trial of 40 men began in Paris.", 6)


def ask(*articles: Article) -> Answer:
    return compare(answer(QUESTION, [articles[0]]), articles)


def test_the_newest_figure_comes_first_and_the_older_one_stays() -> None:
    said = ask(MACRON, OTHER, LATER)
    assert said.differs
    assert [piece.article for piece in said.evidence] == [LATER, MACRON]
    assert said.text == said.evidence[0].text
    for piece in said.evidence:
        assert piece.article
        assert piece.article.text[piece.start : piece.end] == piece.text


def test_those_who_say_the_same_or_something_else_do_not_disagree() -> None:
    said = ask(MACRON, SAME, OTHER)
    assert not said.differs
    assert {piece.article for piece in said.evidence} == {MACRON}


def test_what_is_not_answered_or_no_figure_is_left_as_it_is() -> None:
    nothing = Answer(QUESTION, None)
    assert compare(nothing, [MACRON, LATER]) == nothing
    when = answer("When did Putin speak?", [MACRON])
    assert when.text
    assert compare(when, [MACRON, LATER]) == when
