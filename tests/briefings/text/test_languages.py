import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text.languages import base_language, guess_language, stem
from briefings.text.tokens import content_stems, tokens


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge was closed because of the storm that came over the town."),
        ("de", "Die Brücke wurde wegen des Sturms gesperrt, der über die Stadt kam."),
        ("fr", "Le pont est fermé à cause de la tempête qui est passée sur la ville."),
        ("es", "El puente está cerrado por la tormenta que pasó sobre la ciudad."),
        ("it", "Il ponte è chiuso per la tempesta che è passata sopra la città."),
        ("pt", "A ponte não está aberta por causa de uma tempestade que passou pela cidade."),
        ("pl", "Most jest zamknięty, bo nad miastem przeszła burza i nie ma już prądu."),
        ("uk", "Міст закрили через бурю, яка пройшла над містом, і це не все, що сталося."),
        ("ru", "Мост закрыли из-за бури, которая прошла над городом, и это еще не все."),
    ],
)
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize("text", ["", "12 34", "東京で大きな地震がありました。", "Zzyzx qwrt plmk"])
def test_what_tells_no_language_gets_none(text: str) -> None:
    assert guess_language(text) is None


def test_a_region_does_not_matter() -> None:
    assert base_language("en-GB") == base_language("EN_us") == "en"
    assert base_language(None) is None


def test_forms_of_a_word_share_a_stem_and_stop_words_have_none() -> None:
    assert content_stems("The bridges of the town", "en") == content_stems("a bridge, towns", "en")
    assert stem("zug", "xx") == "zug"


def test_a_number_is_one_word_with_its_points_and_commas() -> None:
    assert list(tokens("1,500.25 people don’t")) == ["1,500.25", "people", "don’t"]


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    guess_language(text)
    content_stems(text, "en")
