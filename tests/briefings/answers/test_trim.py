import pytest

from briefings.answers import answer
from briefings.answers.clauses import clauses
from briefings.model import Article, Span

LONG = (
    "The council, which had met in the old town hall since the spring, and whose members came "
    "from every party in the city, approved the new bridge over the river for 40 million euros, "
    "although several residents of the eastern bank, many of whom had written letters for years, "
    "complained that nobody had ever asked them about the noise, the dust, the traffic, the loss "
    "of trees, and the closing of the ferry."
)
SHORT = "The bridge opened in 2019. Mayor Lena Vogt cut the ribbon in Hamburg."


def test_a_long_sentence_is_cut_to_what_answers() -> None:
    asked = "The council approved the new bridge over the river for how many euros?"
    said = answer(asked, [_of(f"{LONG} {SHORT}")])
    assert said.text is not None
    assert "40 million euros" in said.text
    assert len(said.evidence[0].text.split()) < len(LONG.split())


def test_a_month_is_no_place() -> None:
    text = "In a speech on the 4th of September he named the countries of the pact."
    said = answer("Which countries are in the pact?", [_of(text)])
    assert all(piece.answer is None for piece in said.evidence)


@pytest.mark.parametrize(
    ("asked", "own"),
    [("When was the bridge opened?", "2019"), ("Who cut the ribbon in Hamburg?", "Lena Vogt")],
)
def test_the_answers_own_words_are_marked(asked: str, own: str) -> None:
    said = answer(asked, [_of(SHORT)])
    marked = [piece.answer.of(SHORT) for piece in said.evidence if piece.answer]
    assert any(own in words for words in marked)


def _of(text: str) -> Article:
    return Article(id=1, title="", text=text)


def test_a_date_is_not_cut_before_its_year() -> None:
    text = "The mayor, speaking on September 5, 2025, said that troops might come, or might not."
    shown = [span.of(text) for span in clauses(Span(0, len(text)), text, 12)]
    assert "speaking on September 5, 2025," in shown
    assert not any(words.startswith("2025") or words.endswith("September 5,") for words in shown)
