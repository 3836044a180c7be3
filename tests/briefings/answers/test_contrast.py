from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.contrast import Contrast, Features
from briefings.answers.lexicon import lexicon
from briefings.answers.matching import index, match
from briefings.answers.passages import passages_of
from briefings.answers.question import understand
from briefings.answers.words import words


def contrast(asked: str, text: str, number: int = 0) -> Features:
    question = understand(asked, "en")
    inside = index(passages_of(text, language="en"), "en")
    words_of = lexicon("en")
    whole = words(question.text, "en")
    return Contrast(whole, inside, match(question, inside, words_of), words_of).of(number)


def test_a_name_that_the_text_does_not_give_is_lacking() -> None:
    found = contrast("Where did Agnes found the abbey?", "Mathilda founded the abbey of Caen.")
    assert found["lacks_name"] == 1
    assert found["lacks_name_text"] > 0


def test_a_name_in_the_next_sentence_is_hardly_lacking() -> None:
    text = "Mathilda of Flanders was a queen. She founded the abbey of Caen."
    found = contrast("Where did Mathilda found the abbey?", text, 1)
    assert found["lacks_name"] == 1
    assert found["lacks_name_near"] < 0.1


def test_another_number_and_another_superlative_are_lacking() -> None:
    found = contrast("Who won the first race in 1905?", "Wells won the second race in 1904.")
    assert found["lacks_number"] == 1
    assert found["lacks_superlative"] == 1


def test_a_negation_has_to_stand_in_both() -> None:
    said = "The court did not uphold the complaint."
    assert contrast("What did the court not uphold?", said)["negated_alike"] == 1
    assert contrast("What did the court uphold?", said)["negated_passage"] == 1
    assert contrast("What can the court not hear?", "The court hears appeals.")["negated_question"]


def test_a_negation_has_to_be_of_the_same_words() -> None:
    said = "The ferry no longer runs, since everybody in town takes the new bridge."
    assert contrast("Why does the ferry no longer run?", said)["negated_question"] == 0
    assert contrast("Who in town does not take the bridge?", said)["negated_question"] == 1


def test_a_word_with_a_negating_prefix_is_an_opposite() -> None:
    said = "Some classes have complicated definitions."
    assert contrast("What has uncomplicated definitions?", said)["opposite_words"] == 1
    assert contrast("What has complicated definitions?", said)["opposite_words"] == 0


def test_another_preposition_before_a_name_tells_of_another_part_in_it() -> None:
    said = "France ceded the territory to Britain."
    assert contrast("Who ceded the territory to Britain?", said)["other_preposition_names"] == 0
    assert contrast("Who ceded the territory to France?", said)["other_preposition_names"] == 1


def test_a_condition_that_the_passage_does_not_set_is_lacking() -> None:
    said = "The mill opened after the war."
    assert contrast("What opened after the war?", said)["lacks_limits"] == 0
    assert contrast("What opened before the war?", said)["lacks_limits"] == 1


@given(st.text(max_size=120), st.text(max_size=200))
def test_every_passage_has_the_same_finite_features(asked: str, text: str) -> None:
    question = understand(asked)
    passages = passages_of(text)
    if passages and question.words:
        inside, words_of = index(passages, question.language), lexicon(question.language)
        whole = words(question.text, question.language)
        weighed = Contrast(whole, inside, match(question, inside, words_of), words_of)
        names = {frozenset(weighed.of(number)) for number in range(len(passages))}
        assert len(names) == 1
        assert all(abs(value) < 1e6 for value in weighed.of(0).values())
