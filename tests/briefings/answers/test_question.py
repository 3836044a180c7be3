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


@pytest.mark.parametrize(
    ("asked", "kind", "language"),
    [
        ("Wer hat die Wahl gewonnen?", Kind.PERSON, "de"),
        ("Wie viele Länder nahmen teil?", Kind.NUMBER, "de"),
        ("Pourquoi la Slovaquie est-elle opposée ?", Kind.REASON, "fr"),
        ("¿Cuándo empezó la huelga?", Kind.TIME, "es"),
        ("Dove si trova il ponte?", Kind.PLACE, "it"),
        ("Quem ganhou a eleição?", Kind.PERSON, "pt"),
        ("Ile osób zginęło?", Kind.NUMBER, "pl"),
        ("Чому страйкують учителі?", Kind.REASON, "uk"),
        ("Где прошла встреча?", Kind.PLACE, "ru"),
    ],
)
def test_questions_are_told_in_nine_languages(asked: str, kind: Kind, language: str) -> None:
    question = understand(asked)
    assert (question.kind, question.language) == (kind, language)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("What did Putin say about Western troops?", "Putin"),
        ("Was hat Merkel dazu gesagt?", "Merkel"),
        ("Що сказав Зеленський про війська?", "Зеленський"),
    ],
)
def test_who_is_to_have_said_something_is_kept_as_a_name(asked: str, name: str) -> None:
    question = understand(asked)
    assert question.kind is Kind.STATEMENT
    assert name in question.names


def test_names_and_numbers_of_a_question_are_kept_as_they_stand() -> None:
    question = understand("How many of the 26 nations did Emmanuel Macron name in Paris?")
    assert question.names == ("Emmanuel Macron", "Paris")
    assert question.numbers == ("26",)


@given(st.text(max_size=900))
def test_any_text_can_be_read_as_a_question(asked: str) -> None:
    question = understand(asked)
    assert all(word.text in question.text for word in question.words)
