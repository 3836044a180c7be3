"""Where sentences begin and end."""

import pytest

from briefings.text.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "The zoo of Aldham (and its skyride!) opened on Monday.",
        "He played in “Help!” and in two more films that year.",
        "Is that so? asked the mayor of Aldham.",
        "— Идем! — сказал он.",
    ],
)
def test_a_question_or_an_exclamation_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert [one.text for one in sentences(text)] == [text]


def test_a_question_ends_before_a_capital_letter() -> None:
    assert len(sentences("Is that so? The mayor of Aldham asked it.")) == 2
