from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.lexicon import lexicon
from briefings.answers.matching import index, match
from briefings.answers.passages import passages_of
from briefings.answers.polarity import Features, Polarity
from briefings.answers.question import understand
from briefings.answers.words import words


def polarity(asked: str, text: str, number: int = 0) -> Features:
    question, words_of = understand(asked, "en"), lexicon("en")
    inside = index(passages_of(text, language="en"), "en")
    found = match(question, inside, words_of)
    return Polarity(words(asked, "en"), inside, found, words_of).of(number)


def test_another_word_of_the_same_sense_says_what_is_lacking() -> None:
    found = polarity("Who will purchase the mill?", "Two growers bought the mill in May.")
    assert found["said_otherwise"] == 1
    assert found["said_opposite"] == 0


def test_a_word_of_the_opposite_sense_says_the_opposite() -> None:
    found = polarity(
        "What title did the emperors reject?", "The emperors accepted the title of Khan."
    )
    assert found["said_opposite"] == 1
    assert found["opposed"] == 1


def test_an_opposite_that_stands_in_another_sentence_opposes_there_only() -> None:
    text = "Prices will increase in May. The ministry gave no other date."
    asked = "When will prices decrease?"
    assert polarity(asked, text, 0)["opposed"] == 1
    assert polarity(asked, text, 1)["opposed"] == 0
    assert polarity(asked, text, 1)["opposed_text"] == 1


def test_a_negating_prefix_counts_where_the_text_has_the_word_without_it() -> None:
    said = "The formal talks in Geneva ended in June."
    assert polarity("Where did the informal talks end?", said)["negated_words"] == 1
    assert polarity("Where did the formal talks end?", said)["negated_words"] == 0
    assert polarity("Which university held talks?", said)["negated_words"] == 0


def test_what_a_question_denies_has_to_be_denied_in_the_passage() -> None:
    said = "The court refused to hear the complaint of the growers."
    assert polarity("Whose complaint was refused?", said)["denies"] == 0
    assert polarity("Whose complaint was ignored?", said)["denies"] == 1


def test_all_and_only_ask_for_more_than_some() -> None:
    said = "The growers and the mills signed the contract."
    assert polarity("Who always signed the contract?", said)["absolute"] == 1
    assert polarity("Who signed the contract?", said)["absolute"] == 0


@given(st.text(max_size=120), st.text(max_size=200))
def test_every_passage_has_the_same_features(asked: str, text: str) -> None:
    question, passages = understand(asked), passages_of(text)
    if passages and question.words:
        inside, words_of = index(passages, question.language), lexicon(question.language)
        whole = words(question.text, question.language)
        weighed = Polarity(whole, inside, match(question, inside, words_of), words_of)
        found = [weighed.of(number) for number in range(len(passages))]
        assert len({frozenset(one) for one in found}) == 1
        assert all(value >= 0 for one in found for value in one.values())
