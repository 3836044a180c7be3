"""News in eight languages besides English, read from their first word to the brief."""

from pathlib import Path

import pytest

from briefings.bullets.fitness import LONGEST, SHORTEST
from briefings.digestion import digest_article
from briefings.quotes import credit, find_quotes
from briefings.text.languages import guess_language

NEWS = Path(__file__).with_name("news")
ALONE = (
    "a-t-elle ajouté.", "», añadió.", "», ha aggiunto.", "”, acrescentou.", "” – dodała.",
    "», — додала вона.", "», — добавила она.",
)  # fmt: skip
"""How sentences end that leave open who speaks."""
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(NEWS.glob("*.txt"))}


@pytest.mark.parametrize(
    ("language", "shown", "said"),
    [
        (
            "de",
            "Bürgermeisterin Anna Müller",
            "„Wir haben so etwas seit dreißig Jahren nicht erlebt“",
        ),
        (
            "de",
            "Ministerpräsident Jens Brandt",
            "„Niemand wird mit seinem Schaden allein gelassen“",
        ),
        (
            "fr",
            "Marie Dupont, la maire de la ville",
            "« Nous n’avions pas vu une telle crue depuis trente ans »",
        ),
        ("fr", "Paul Girard", "« Personne ne sera laissé seul face aux dégâts »"),
        ("es", "María López, la alcaldesa", "«No habíamos visto una crecida así en treinta años»"),
        ("es", "Pablo Ruiz, ministro del Interior", "“Nadie se va a quedar solo ante los daños”"),
        ("it", "sindaca Maria Rossi", "«Non vedevamo una piena così da trent’anni»"),
        ("it", "Paolo Conti", "«Nessuno sarà lasciato solo davanti ai danni»"),
        ("pt", "prefeita Maria Souza", "“Não víamos uma cheia assim há trinta anos”"),
        ("pt", "Paulo Ramos", "“Ninguém vai ficar sozinho diante dos estragos”"),
        ("pl", "burmistrz Anna Nowak", "„Takiej wody nie widzieliśmy od trzydziestu lat”"),
        ("pl", "Premier Jan Kowalski", "„Nikt nie zostanie sam ze swoją stratą”"),
        ("uk", "мерка Олена Шевченко", "«Такої води ми не бачили тридцять років»"),
        ("uk", "Прем’єр-міністр Іван Петренко", "«Ніхто не залишиться сам зі своєю бідою»"),
        ("ru", "мэр Анна Иванова", "«Такой воды мы не видели тридцать лет»"),
        ("ru", "Губернатор Иван Петров", "«Никто не останется один со своей бедой»"),
    ],
)
def test_names_who_speaks_as_the_article_does(language: str, shown: str, said: str) -> None:
    quotes = find_quotes(TEXTS[language], language=language)
    assert {quote.text: credit(quote) for quote in quotes}[said] == shown


@pytest.mark.parametrize("language", TEXTS)
def test_briefs_the_news_in_whole_sentences_that_stand_alone(language: str) -> None:
    text = TEXTS[language]
    assert guess_language(text) == language
    digest = digest_article(text)
    assert digest.headline == text.split("\n", 1)[0]
    assert len(digest.bullets) == 5
    for bullet in digest.bullets:
        assert bullet.text == text[bullet.start : bullet.end]
        assert SHORTEST <= len(bullet.text.split()) <= LONGEST
        assert bullet.text.endswith(".")
        assert not bullet.text.endswith(ALONE)


@pytest.mark.parametrize("language", TEXTS)
def test_no_speaker_is_one_whom_the_article_does_not_name(language: str) -> None:
    text = TEXTS[language]
    for quote in find_quotes(text, language=language):
        assert (quote.speaker or "") in text
        assert quote.role in text
