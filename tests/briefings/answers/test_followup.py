"""Questions that lean on the last one, led back to the thread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.followup import stand_alone
from briefings.model import Turn

PUTIN = Turn("What did Putin say about Western troops?", "Putin called them legitimate targets.")


@pytest.mark.parametrize(
    ("said", "last", "meant"),
    [
        ("What did he say about Macron?", PUTIN, "What did Putin say about Macron?"),
        ("and Macron?", PUTIN, "What did Macron say about Western troops?"),
        ("And Italy?", Turn("What will France contribute?"), "What will Italy contribute?"),
        (
            "What about Germany?",
            Turn("How many soldiers will France send?"),
            "How many soldiers will Germany send?",
        ),
        ("and when?", Turn("Where did the summit take place?"), "when did the summit take place?"),
        ("why?", Turn("Does Slovakia object?"), "why Slovakia object?"),
        ("when was this?", PUTIN, "when did Putin say about Western troops?"),
        ("Why?", PUTIN, "Why did Putin say about Western troops?"),
        ("warum?", Turn("Was sagte Putin?"), "warum sagte Putin?"),
        ("How many live there?", Turn("Where is Kyiv?"), "How many live in Kyiv?"),
        (
            "What did he say there?",
            Turn("Where is Putin?", "Putin is at a forum in Vladivostok."),
            "What did Putin say in Vladivostok?",
        ),
        ("Is there a ceasefire?", Turn("Where is Kyiv?"), "Is there a ceasefire?"),
        ("Are there any plans?", Turn("Where is Kyiv?"), "Are there any plans?"),
        (
            "Which countries?",
            Turn("How many countries are in the pact?"),
            "Which countries are in the pact?",
        ),
        ("Was he in Beijing?", Turn("", "Putin rejects Western troops"), "Was Putin in Beijing?"),
        ("Und Italien?", Turn("Was sagte Frankreich dazu?"), "Was sagte Italien dazu?"),
        ("Was sagte er über Macron?", Turn("Was sagte Putin?"), "Was sagte Putin über Macron?"),
        ("et l'Italie ?", Turn("Que dit la France ?"), "Que dit la Italie ?"),
        ("Qu'a-t-il dit ?", Turn("Où est Poutine ?"), "Qu'a Poutine dit ?"),
        ("¿y Italia?", Turn("¿Qué dijo Francia?"), "¿Qué dijo Italia?"),
        ("¿Qué dijo él de Macron?", Turn("¿Qué dijo Putin?"), "¿Qué dijo Putin de Macron?"),
        ("e l'Italia?", Turn("Che cosa ha detto la Francia?"), "Che cosa ha detto la Italia?"),
        ("Cosa ha detto lui?", Turn("Dove è andato Putin?"), "Cosa ha detto Putin?"),
        (
            "e a Itália?",
            Turn("O que disse a França sobre as tropas?"),
            "O que disse a Itália sobre as tropas?",
        ),
        ("O que ele disse?", Turn("Onde está Putin?"), "O que Putin disse?"),
        ("a Włochy?", Turn("Co powiedziała Francja?"), "Co powiedziała Włochy?"),
        ("Co on powiedział?", Turn("Gdzie jest Putin?"), "Co Putin powiedział?"),
        ("а Италия?", Turn("Что сказала Франция?"), "Что сказала Италия?"),
        ("Что он сказал?", Turn("Где был Путин?"), "Что Путин сказал?"),
        ("а Італія?", Turn("Що сказала Франція?"), "Що сказала Італія?"),
        ("Що він сказав?", Turn("Де був Путін?"), "Що Путін сказав?"),
    ],
)
def test_what_is_left_to_the_thread_is_put_in(said: str, last: Turn, meant: str) -> None:
    assert stand_alone(said, [last]) == meant


def test_the_name_spoken_of_last_is_meant() -> None:
    turns = [PUTIN, Turn("What did Macron say?", "Macron named 26 nations.")]
    assert stand_alone("Where was he?", turns) == "Where was Macron?"


def test_what_stands_by_itself_stays_as_it_is() -> None:
    whole = "How many nations did Macron name on Thursday?"
    assert stand_alone(whole, [PUTIN]) == whole
    assert stand_alone("and Italy?", []) == "and Italy?"
    assert stand_alone("Where was she?", [Turn("")]) == "Where was she?"


@given(st.text(max_size=200), st.lists(st.builds(Turn, st.text(max_size=80), st.text(max_size=80))))
def test_whatever_is_said_is_led_back_to_one_line(said: str, turns: list[Turn]) -> None:
    line = stand_alone(said, turns)
    assert isinstance(line, str)
    longest = len(said) + sum(len(turn.question) + len(turn.answer) for turn in turns)
    assert len(line) <= 20 + longest * (1 + len(said.split()))
