from briefings.answers import answer
from briefings.model import Article

TEXT = (
    "The minister met farmers in the north on Monday.\n\n"
    "“We will pay for every lost harvest before winter,” Agriculture Minister Anna Kowalska said. "
    "She left at noon.\n\n"
    "“The roads are a disgrace and nobody repairs them,” said farmer Piotr Nowak."
)
ARTICLE = Article(id=1, title="Minister meets farmers", text=TEXT)


def test_who_said_something_answers_with_their_own_words() -> None:
    said = answer("What did Anna Kowalska say about the harvest?", [ARTICLE])
    assert said.text == "“We will pay for every lost harvest before winter,”"
    assert said.evidence[0].answer is not None


def test_nobody_is_answered_with_the_words_of_somebody_else() -> None:
    said = answer("What did Anna Kowalska say about the roads?", [ARTICLE])
    assert said.text is None or "disgrace" not in said.text


def test_a_person_the_text_does_not_name_said_nothing() -> None:
    assert answer("What did Maria Lopez say about the harvest?", [ARTICLE]).text is None


def test_a_name_that_is_spelt_otherwise_is_the_same_person() -> None:
    said = answer("What did Kowalksa say about the harvest?", [ARTICLE])
    assert said.text == "“We will pay for every lost harvest before winter,”"
