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
            "But the talks between the two towns of the valley bring little progress.",
            "The talks between the two towns of the valley bring little progress.",
        ),
        (
            "Yet no ship has left the harbour of the island since the storm.",
            "No ship has left the harbour of the island since the storm.",
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
            "Final farewell: Maria Holt closed the harbour for the winter on her last day.",
            "Maria Holt closed the harbour for the winter on her last day.",
        ),
        (
            "Tom Baker, second left, and Maria Holt, right, paid for the new harbour of the town.",
            "Tom Baker and Maria Holt paid for the new harbour of the town.",
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
        "Police chief: The harbour was closed for the winter by the town of Aldham.",
        "Maria Holt: The harbour will be closed for the winter by the town of Aldham.",
        "Harbour master warned: The harbour was closed for the winter by the town.",
        "Instead, the harbour was closed for the winter by the town of Aldham.",
    ],
)
def test_negations_hedges_conditions_quantities_sources_and_quotations_stay(sentence: str) -> None:
    assert shorten(sentence) == sentence


def test_another_languages_sentences_are_not_cut_by_english_rules() -> None:
    sentence = "O porto fechou no inverno inteiro, as casas da cidade ficaram vazias outra vez."
    assert shorten(sentence, "pt", longest=8) == sentence


def test_an_aside_before_the_source_goes_and_the_source_stays() -> None:
    sentence = (
        "The town of Aldham will soon see a large change to the harbour and its boats, an effort "
        "that has been shaped by the storms of the last decade, according to the harbour master."
    )
    assert shorten(sentence) == (
        "The town of Aldham will soon see a large change to the harbour and its boats, according "
        "to the harbour master."
    )


@pytest.mark.parametrize(
    ("language", "sentence", "short"),
    [
        ("fr", "Par ailleurs, le pont restera fermé.", "Le pont restera fermé."),
        ("ru", "Кроме того, мост закрыт до конца месяца.", "Мост закрыт до конца месяца."),
        ("de", "Jens Brandt (SPD) fordert schnelle Hilfe für die Stadt am Fluss.",
         "Jens Brandt fordert schnelle Hilfe für die Stadt am Fluss."),
        ("de", "Der Fahrer (mutmaßlich betrunken) fuhr in der Nacht gegen das Tor der Stadt.",
         "Der Fahrer (mutmaßlich betrunken) fuhr in der Nacht gegen das Tor der Stadt."),
    ],
)  # fmt: skip
def test_other_languages_lose_what_joins_and_names_in_brackets_but_no_hedge(
    language: str, sentence: str, short: str
) -> None:
    assert shorten(sentence, language) == short


def test_no_list_loses_its_last_item() -> None:
    sentence = (
        "For days the people of the town of Aldham had been waiting for a long line of boats, old "
        "ferries and towed barges to start moving up the river toward them."
    )
    assert "towed barges" in shorten(sentence)


def test_no_list_of_what_was_done_is_broken_off() -> None:
    accused = (
        "A man of the town of Aldham is accused of breaking into the house of the mayor in the "
        "night, taking his silver and stealing the boat of the harbour master."
    )
    captured = (
        "The mayor of the town of Aldham opened a museum on the life of Tom Hale, a sailor who "
        "was captured, shipped to the south and put to work on a farm for years."
    )
    assert "stealing the boat" in shorten(accused)
    assert "Hale shipped" not in shorten(captured)


def test_a_letter_without_a_capital_stays_as_it_is() -> None:
    sentence = "ßtrange letters opened the old signs of the town of Aldham."
    assert shorten(sentence) == sentence


@pytest.mark.parametrize("word", ["He", "They’re", "This", "But", "“It"])
def test_a_sentence_that_points_back_can_not_stand_alone(word: str) -> None:
    assert not opens_alone(f"{word} was there.")


def test_a_language_has_its_own_pointing_words() -> None:
    assert opens_alone("On Tuesday the harbour was closed.")
    assert not opens_alone("On jest w domu.", "pl")
