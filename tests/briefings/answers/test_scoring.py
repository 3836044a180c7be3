from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.passages import passages_of
from briefings.answers.question import understand
from briefings.answers.scoring import model, read_text

TEXT = (
    "The council bought the ferry in 2004. The museum lent its maps to the school. "
    "Rain fell on the island for a week."
)


def sure(asked: str, text: str = TEXT) -> float:
    return read_text(understand(asked), passages_of(text), model()).sure


def test_the_passage_with_the_questions_words_is_ranked_first() -> None:
    reading = read_text(understand("Who lent maps to the school?"), passages_of(TEXT), model())
    assert reading.ranked[0] == 1


def test_another_name_in_the_same_place_makes_an_answer_less_sure() -> None:
    text = "Queen Mathilda founded the abbey of Caen. King Louis visited Rouen in spring."
    assert sure("What did Queen Agnes found?", text) < sure("What did Queen Mathilda found?", text)


def test_a_question_of_other_things_is_never_sure() -> None:
    assert sure("Which striker scored at Wembley?") < model().enough


@given(st.text(max_size=200), st.text(max_size=300))
def test_how_sure_an_answer_is_is_a_share_and_every_passage_has_a_rank(
    asked: str, text: str
) -> None:
    passages = passages_of(text)
    question = understand(asked)
    if passages and question.words:
        reading = read_text(question, passages, model())
        assert 0.0 <= reading.sure <= 1.0
        assert sorted(reading.ranked) == list(range(len(passages)))
