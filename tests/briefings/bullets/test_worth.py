import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.bullets.worth import PLACES, features, keys, weigh, weights

STORY = [
    "The council of Marlow approved a new bridge over the river.",
    "A ferry carried people to the other bank.",
    "The council of Marlow met twice.",
    "Boats passed.",
]


def test_a_word_of_many_sentences_is_worth_more_than_one_of_a_late_sentence() -> None:
    worth = weigh(STORY, "en").words
    assert worth["counci"] > worth["boats"]


def test_what_the_title_or_other_articles_say_is_worth_more() -> None:
    plain = weigh(STORY, "en").words["ferry"]
    assert weigh(STORY, "en", title="Ferry to close").words["ferry"] > plain
    assert weigh(STORY, "en", others=["The ferry sank."]).words["ferry"] > plain


def test_words_that_no_sentence_has_are_worth_nothing() -> None:
    assert weigh(STORY, "en").of({"zebra"}, {("zebra", "bridge")}) == 0


def test_every_learned_feature_has_a_weight_and_every_weight_a_feature() -> None:
    words, pairs = features([*STORY, *["Anna Reed said 300 of them."] * 30], "en")
    by_hand = {"bias", "title", "others"} | {f"place {n}" for n in range(len(PLACES))}
    for kind, found in (("word", words), ("pair", pairs)):
        named = {name for row in found.values() for name in row}
        assert named <= set(weights()[kind]) <= named | by_hand | {"both names"}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(["en", "de", "uk", None]))
def test_each_word_and_pair_of_any_text_has_a_chance(
    sentences: list[str], language: str | None
) -> None:
    worth = weigh(sentences, language)
    assert set(worth.words) == {key for one in sentences for key in keys(one)}
    assert all(0 < one < 1 for one in (*worth.words.values(), *worth.pairs.values()))


@pytest.mark.parametrize("text", ["", "…", " . "])
def test_a_text_without_words_has_no_worth(text: str) -> None:
    assert weigh([text], "en").of(keys(text), []) == 0


def chance(kind: str, row: Mapping[str, float]) -> float:
    weight = weights()[kind]
    return 1 / (1 + math.exp(-weight["bias"] - sum(weight[one] * row[one] for one in row)))


def test_what_is_learned_from_is_what_is_weighed() -> None:
    worth = weigh(STORY, "en")
    words, pairs = features(STORY, "en")
    assert {one: chance("word", words[one]) for one in words} == pytest.approx(worth.words)
    assert {one: chance("pair", pairs[one]) for one in pairs} == pytest.approx(worth.pairs)


def test_a_sentence_can_count_as_nearer_to_the_top() -> None:
    assert (
        weigh(STORY, "en", places=[0, 1, 2, 0]).words["boats"] != weigh(STORY, "en").words["boats"]
    )
