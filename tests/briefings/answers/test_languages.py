"""A small text in each language that the desk speaks, asked what it says and what it doesn't."""

import pytest

from briefings.answers import answer
from briefings.answers.talk import Talk, kind_of_talk
from briefings.model import Article

TEXTS = {
    "de": (
        "Die Brücke über die Elbe wurde am Montag in Dresden eröffnet. "
        "Bürgermeisterin Lena Vogt durchschnitt das Band. "
        "Der Bau kostete 40 Millionen Euro und dauerte drei Jahre. "
        "„Wir haben lange auf diesen Tag gewartet“, sagte Vogt. "
        "Die Fähre fährt nicht mehr, weil niemand sie noch braucht."
    ),
    "fr": (
        "Le pont sur la Loire a été ouvert lundi à Nantes. "
        "La maire Claire Dubois a coupé le ruban. "
        "Les travaux ont coûté 40 millions d’euros et ont duré trois ans. "
        "« Nous avons longtemps attendu ce jour », a déclaré Claire Dubois. "
        "Le bac ne circule plus parce que personne n’en a besoin."
    ),
    "es": (
        "El puente sobre el Ebro se abrió el lunes en Zaragoza. "
        "La alcaldesa Lucía Romero cortó la cinta. "
        "Las obras costaron 40 millones de euros y duraron tres años. "
        "«Hemos esperado mucho este día», dijo Romero. "
        "El transbordador ya no circula porque nadie lo necesita."
    ),
    "it": (
        "Il ponte sul Po è stato aperto lunedì a Torino. "
        "La sindaca Anna Ferri ha tagliato il nastro. "
        "I lavori sono costati 40 milioni di euro e sono durati tre anni. "
        "«Abbiamo aspettato a lungo questo giorno», ha detto Ferri. "
        "Il traghetto non circola più perché nessuno ne ha bisogno."
    ),
    "pt": (
        "A ponte sobre o Douro foi aberta na segunda-feira no Porto. "
        "A presidente da câmara Inês Lopes cortou a fita. "
        "As obras custaram 40 milhões de euros e duraram três anos. "
        "“Esperámos muito por este dia”, disse Lopes. "
        "A balsa já não circula porque ninguém precisa dela."
    ),
    "pl": (
        "Most na Wiśle otwarto w poniedziałek w Toruniu. "
        "Burmistrz Anna Lis przecięła wstęgę. "
        "Budowa kosztowała 40 milionów złotych i trwała trzy lata. "
        "„Długo czekaliśmy na ten dzień” – powiedziała Anna Lis. "
        "Prom już nie kursuje, ponieważ nikt go nie potrzebuje."
    ),
    "uk": (
        "Міст через Дніпро відкрили в понеділок у Черкасах. "
        "Мерка Олена Бойко перерізала стрічку. "
        "Будівництво коштувало 40 мільйонів гривень і тривало три роки. "
        "«Ми довго чекали на цей день», — сказала Олена Бойко. "
        "Пором більше не ходить, бо він нікому не потрібен."
    ),
    "ru": (
        "Мост через Волгу открыли в понедельник в Саратове. "
        "Мэр Елена Бойкова перерезала ленту. "
        "Строительство стоило 40 миллионов рублей и длилось три года. "
        "«Мы долго ждали этого дня», — сказала Елена Бойкова. "
        "Паром больше не ходит, потому что он никому не нужен."
    ),
}
ANSWERED = [
    ("de", "Wer durchschnitt das Band?", "Lena Vogt"),
    ("de", "Wie viel kostete der Bau?", "40 Millionen"),
    ("de", "Wann wurde die Brücke eröffnet?", "Montag"),
    ("de", "Warum fährt die Fähre nicht mehr?", "braucht"),
    ("de", "Was sagte Vogt?", "gewartet"),
    ("de", "Wo wurde die Brücke eröffnet?", "Dresden"),
    ("fr", "Qui a coupé le ruban ?", "Claire Dubois"),
    ("fr", "Combien ont coûté les travaux ?", "40 millions"),
    ("fr", "Quand le pont a-t-il été ouvert ?", "lundi"),
    ("fr", "Pourquoi le bac ne circule-t-il plus ?", "besoin"),
    ("fr", "Qu’a dit Claire Dubois ?", "attendu"),
    ("fr", "Où le pont a-t-il été ouvert ?", "Nantes"),
    ("es", "¿Quién cortó la cinta?", "Lucía Romero"),
    ("es", "¿Cuánto costaron las obras?", "40 millones"),
    ("es", "¿Cuándo se abrió el puente?", "lunes"),
    ("es", "¿Por qué ya no circula el transbordador?", "necesita"),
    ("es", "¿Qué dijo Romero?", "esperado"),
    ("es", "¿Dónde se abrió el puente?", "Zaragoza"),
    ("it", "Chi ha tagliato il nastro?", "Anna Ferri"),
    ("it", "Quanto sono costati i lavori?", "40 milioni"),
    ("it", "Quando è stato aperto il ponte?", "lunedì"),
    ("it", "Perché il traghetto non circola più?", "bisogno"),
    ("it", "Che cosa ha detto Ferri?", "aspettato"),
    ("it", "Dove è stato aperto il ponte?", "Torino"),
    ("pt", "Quem cortou a fita?", "Inês Lopes"),
    ("pt", "Quanto custaram as obras?", "40 milhões"),
    ("pt", "Quando foi aberta a ponte?", "segunda-feira"),
    ("pt", "Por que a balsa já não circula?", "precisa"),
    ("pt", "O que disse Lopes?", "Esperámos"),
    ("pt", "Onde foi aberta a ponte?", "Porto"),
    ("pl", "Kto przeciął wstęgę?", "Anna Lis"),
    ("pl", "Ile kosztowała budowa?", "40 milionów"),
    ("pl", "Kiedy otwarto most?", "poniedziałek"),
    ("pl", "Dlaczego prom już nie kursuje?", "potrzebuje"),
    ("pl", "Co powiedziała Anna Lis?", "czekaliśmy"),
    ("pl", "Gdzie otwarto most?", "Toruniu"),
    ("uk", "Хто перерізав стрічку?", "Олена Бойко"),
    ("uk", "Скільки коштувало будівництво?", "40 мільйонів"),
    ("uk", "Коли відкрили міст?", "понеділок"),
    ("uk", "Чому пором більше не ходить?", "потрібен"),
    ("uk", "Що сказала Олена Бойко?", "чекали"),
    ("uk", "Де відкрили міст?", "Черкасах"),
    ("ru", "Кто перерезал ленту?", "Елена Бойкова"),
    ("ru", "Сколько стоило строительство?", "40 миллионов"),
    ("ru", "Когда открыли мост?", "понедельник"),
    ("ru", "Почему паром больше не ходит?", "нужен"),
    ("ru", "Что сказала Елена Бойкова?", "ждали"),
    ("ru", "Где открыли мост?", "Саратове"),
]
LEFT = [
    ("de", "Wer gewann die Wahl in Bayern?"),
    ("de", "Wie viele Menschen starben beim Einsturz des Tunnels?"),
    ("de", "Was sagte Merkel über die Brücke?"),
    ("fr", "Qui a gagné les élections en Bretagne ?"),
    ("fr", "Combien de personnes sont mortes dans le tunnel ?"),
    ("fr", "Qu’a dit Macron du pont ?"),
    ("es", "¿Quién ganó las elecciones en Galicia?"),
    ("es", "¿Cuántas personas murieron en el túnel?"),
    ("es", "¿Qué dijo Sánchez del puente?"),
    ("it", "Chi ha vinto le elezioni in Sicilia?"),
    ("it", "Quante persone sono morte nel tunnel?"),
    ("it", "Che cosa ha detto Meloni del ponte?"),
    ("pt", "Quem ganhou as eleições nos Açores?"),
    ("pt", "Quantas pessoas morreram no túnel?"),
    ("pt", "O que disse Lula sobre a ponte?"),
    ("pl", "Kto wygrał wybory w Krakowie?"),
    ("pl", "Ile osób zginęło w tunelu?"),
    ("pl", "Co powiedział Tusk o moście?"),
    ("uk", "Хто переміг на виборах у Львові?"),
    ("uk", "Скільки людей загинуло в тунелі?"),
    ("uk", "Що сказав Зеленський про міст?"),
    ("ru", "Кто победил на выборах в Казани?"),
    ("ru", "Сколько людей погибло в туннеле?"),
    ("ru", "Что сказал Путин о мосте?"),
]
THANKS = ["danke", "merci", "gracias", "grazie", "obrigado", "dziękuję", "дякую", "спасибо"]


def article(language: str) -> Article:
    return Article(id=1, title="", text=TEXTS[language])


@pytest.mark.parametrize(("language", "asked", "own"), ANSWERED)
def test_what_the_text_says_is_answered(language: str, asked: str, own: str) -> None:
    said = answer(asked, [article(language)], closely=False)
    assert own in " ".join(piece.text for piece in said.evidence)


@pytest.mark.parametrize(("language", "asked"), LEFT)
def test_what_the_text_does_not_say_is_left(language: str, asked: str) -> None:
    said = answer(asked, [article(language)], closely=False)
    assert said.text is None
    assert all(answer(one, [article(language)], closely=False).text for one in said.suggestions)


@pytest.mark.parametrize("said", THANKS)
def test_thanks_are_no_question(said: str) -> None:
    assert kind_of_talk(said) is Talk.THANKS
