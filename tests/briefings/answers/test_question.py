import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.question import Kind, understand


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Who won the election?", Kind.PERSON),
        ("How many countries took part?", Kind.NUMBER),
        ("When was this?", Kind.TIME),
        ("In which city did they meet?", Kind.PLACE),
        ("Why does Slovakia object?", Kind.REASON),
        ("What did Putin say about Western troops?", Kind.STATEMENT),
        ("Did Italy agree?", Kind.YES_NO),
        ("How do the pumps work?", Kind.MANNER),
        ("What is a coalition?", Kind.THING),
    ],
)
def test_the_kind_of_answer_wanted_is_told_by_the_question(asked: str, kind: Kind) -> None:
    assert understand(asked).kind is kind


def test_names_and_numbers_of_a_question_are_kept_as_they_stand() -> None:
    question = understand("How many of the 26 nations did Emmanuel Macron name in Paris?")
    assert question.names == ("Emmanuel Macron", "Paris")
    assert question.numbers == ("26",)


@given(st.text(max_size=900))
def test_any_text_can_be_read_as_a_question(asked: str) -> None:
    question = understand(asked)
    assert all(word.text in question.text for word in question.words)
