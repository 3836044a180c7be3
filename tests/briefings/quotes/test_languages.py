"""Who speaks in each language's news, with its own marks, verbs of saying and titles."""

import pytest

from briefings.quotes import find_quotes

MARIE = "« Personne ne nous a prévenus, explique Marie Dupont, et nous avons tout perdu. »"
ANNA = "«Нас никто не предупредил, — рассказала Анна Иванова. — Мы потеряли всё»."


@pytest.mark.parametrize(
    ("language", "speaker", "role", "text"),
    [
        ("de", "Anna Müller", "Bürgermeisterin",
         "„Wir öffnen die Brücke im Mai“, sagte Bürgermeisterin Anna Müller am Montag."),
        ("de", "Olaf Scholz", "Bundeskanzler",
         "Bundeskanzler Olaf Scholz warnte. „Wir dürfen keine Zeit verlieren“, sagte er."),
        ("de", "Anna Müller", "",
         "Anna Müller sagte der Zeitung: „Wir haben von der Flut nichts gewusst.“"),
        ("de", "Anna Müller", "",
         "»Wir haben von der Flut nichts gewusst«, erklärte Anna Müller."),
        ("de", "Anna Müller", "", "„Niemand hat uns angerufen“, so Anna Müller."),
        ("de", "Anna Müller", "",
         "Laut Anna Müller ist die Brücke „bis Ende Mai für alle Fahrzeuge gesperrt“."),
        ("fr", "Marie Dupont", "",
         "« Nous ouvrirons le pont en mai », a déclaré Marie Dupont."),
        ("fr", "Emmanuel Macron", "président",
         "Le président Emmanuel Macron est arrivé. « Nous serons tous là », a-t-il déclaré."),
        ("fr", "Marie Dupont", "",
         "Marie Dupont a affirmé : « Personne ne nous a prévenus de la crue. »"),
        ("fr", "Marie Dupont", "", MARIE),
        ("fr", "Marie Dupont", "",
         "Selon Marie Dupont, « le pont restera fermé jusqu’à la fin du mois de mai »."),
        ("es", "María López", "alcaldesa",
         "«Vamos a abrir el puente en mayo», dijo la alcaldesa María López."),
        ("es", "Pedro Sánchez", "presidente",
         "El presidente Pedro Sánchez aseguró: «No vamos a permitir que esto se repita»."),
        ("es", "María López", "",
         "“Nadie nos avisó de la inundación”, ha explicado María López este lunes."),
        ("es", "María López", "", "Según María López, “el puente seguirá cerrado hasta mayo”."),
        ("it", "Mario Rossi", "sindaco",
         "«Apriremo il ponte a maggio», ha detto il sindaco Mario Rossi."),
        ("it", "Giorgia Meloni", "premier",
         "La premier Giorgia Meloni ha dichiarato: «Non faremo passi indietro sulla riforma»."),
        ("it", "Mario Rossi", "", "Secondo Mario Rossi, «il ponte resterà chiuso fino a maggio»."),
        ("pt", "João Silva", "prefeito",
         "“Vamos abrir a ponte em maio”, disse o prefeito João Silva."),
        ("pt", "João Silva", "", "João Silva afirmou: “Ninguém nos avisou da enchente.”"),
        ("pt", "João Silva", "", "Segundo João Silva, “a ponte ficará fechada até maio”."),
        ("pl", "Jan Kowalski", "", "„Otworzymy most w maju” – powiedział Jan Kowalski."),
        ("pl", "Donald Tusk", "Premier",
         "Premier Donald Tusk oświadczył: „Nie pozwolimy na powtórkę tej sytuacji”."),
        ("uk", "Іван Петренко", "", "«Ми відкриємо міст у травні», — сказав Іван Петренко."),
        ("uk", "Володимир Зеленський", "Президент",
         "Президент Володимир Зеленський заявив: «Ми не дозволимо цьому повторитися»."),
        ("uk", "Олена Шевченко", "",
         "«Ніхто нас не попередив про повінь», — наголосила Олена Шевченко."),
        ("ru", "Иван Петров", "", "«Мы откроем мост в мае», — сказал Иван Петров."),
        ("ru", "Анна Иванова", "",
         "Анна Иванова заявила: «Нас никто не предупредил о наводнении»."),
        ("ru", "Анна Иванова", "", ANNA),
    ],
)  # fmt: skip
def test_names_the_speaker(language: str, speaker: str, role: str, text: str) -> None:
    (quote,) = find_quotes(text, language=language)
    assert (quote.speaker, quote.role) == (speaker, role)


def test_gives_an_interrupted_turn_to_one_speaker() -> None:
    text = "„Wir haben“, sagte Anna Müller, „von der Flut nichts gewusst.“"
    assert [quote.speaker for quote in find_quotes(text, language="de")] == ["Anna Müller"] * 2


@pytest.mark.parametrize("text", ["市長は「橋は五月に開通する予定です」と述べた。"])
def test_finds_quotations_where_no_names_are_found(text: str) -> None:
    (quote,) = find_quotes(text, language="ja")
    assert quote.speaker is None


def test_reads_marks_that_point_inwards_only_where_the_text_does() -> None:
    text = "Anna Müller sagte: «Wir haben nichts gewusst.» Dann ging sie. »Nie wieder"
    (quote,) = find_quotes(text, language="de")
    assert quote.text == "«Wir haben nichts gewusst.»"
