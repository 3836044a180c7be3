import pytest

from briefings.bullets.shorten import opens_alone, shorten


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "However, the harbour was closed for the winter by the town of Aldham.",
            "The harbour was closed for the winter by the town of Aldham.",
        ),
        (
            "But Maria Holt kept the keys of the harbour in her own house.",
            "Maria Holt kept the keys of the harbour in her own house.",
        ),
        (
            "OSLO (Reuters) — The harbour was closed for the winter by the town.",
            "The harbour was closed for the winter by the town.",
        ),
        (
            "(CNN)The harbour was closed for the winter by the town of Aldham.",
            "The harbour was closed for the winter by the town of Aldham.",
        ),
        (
            "Speaking in Oslo on May 5, 2021, Maria Holt promised a new harbour for the old town.",
            "Maria Holt promised a new harbour for the old town.",
        ),
        (
            "Maria Holt, who was born in Aldham, opened a new harbour for the old town.",
            "Maria Holt opened a new harbour for the old town.",
        ),
        (
            "The harbour (known as Long Hole) was closed for the winter by the town.",
            "The harbour was closed for the winter by the town.",
        ),
        (
            "The town of Aldham closed its harbour for the winter, leaving the boats on land.",
            "The town of Aldham closed its harbour for the winter.",
        ),
    ],
)
def test_what_a_reader_can_do_without_is_dropped(sentence: str, short: str) -> None:
    assert shorten(sentence) == short


@pytest.mark.parametrize(
    "sentence",
    [
        "Maria Holt, who never saw the sea, opened a new harbour for the old town.",
        "Maria Holt, who allegedly took money, opened a new harbour for the old town.",
        "The harbour of the town (about 300 boats) was closed for the winter.",
        "The harbour of the old town was closed for the whole winter, police said.",
        "The harbour of the old town was closed for the winter, according to the mayor.",
        "The harbour of the town will close for good, depending on whether the sea rises.",
        "The town said “the harbour (our pride) stays open for all of the winter”.",
        "Instead, the harbour was closed for the winter by the town of Aldham.",
    ],
)
def test_negations_hedges_conditions_quantities_sources_and_quotations_stay(sentence: str) -> None:
    assert shorten(sentence) == sentence


def test_another_languages_sentences_are_not_cut_by_english_rules() -> None:
    sentence = "O porto fechou no inverno inteiro, as casas da cidade ficaram vazias outra vez."
    assert shorten(sentence, "pt", longest=8) == sentence


def test_a_letter_without_a_capital_stays_as_it_is() -> None:
    sentence = "ßtrange letters opened the old signs of the town of Aldham."
    assert shorten(sentence) == sentence


@pytest.mark.parametrize("word", ["He", "They’re", "This", "But", "“It"])
def test_a_sentence_that_points_back_can_not_stand_alone(word: str) -> None:
    assert not opens_alone(f"{word} was there.")


def test_a_language_has_its_own_pointing_words() -> None:
    assert opens_alone("On Tuesday the harbour was closed.")
    assert not opens_alone("On jest w domu.", "pl")
