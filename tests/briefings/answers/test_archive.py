"""Questions put to many articles: the right one answers, near in time, or none does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.archive import answer_from
from briefings.answers.corpus import Corpus
from briefings.answers.evidence import PIECES, WORDS
from briefings.answers.inquiry import read_inquiry
from briefings.model import Article

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DERBY = (
    "Golden Tempo won the Kentucky Derby on Saturday, beating the favourite by a length.\n\n"
    "The horse, trained by Cherie DeVaux, came from last place in the final turn.\n\n"
    "More than 150,000 people watched the race at Churchill Downs in Louisville."
)
FILLERS = (
    "The central bank left its interest rate where it was, and said that prices rise more slowly.",
    "Rain stopped play in the second test for most of the afternoon, and the captains agreed.",
    "A new museum of glass opened in Murano with three hundred works by local masters.",
    "The council voted to keep the library open on Sundays after a petition of its readers.",
    "Engineers found the cause of the outage: a cable that a digger had cut in the harbour.",
)


def article(number: int, title: str, text: str, days_ago: float = 1.0) -> Article:
    return Article(number, title, text, published=NOW - timedelta(days=days_ago))


def corpus(*more: Article) -> Corpus:
    fillers = [article(100 + n, text[:40], text) for n, text in enumerate(FILLERS * 4)]
    return Corpus([*more, *fillers])


def test_the_article_that_tells_it_answers_with_its_own_words() -> None:
    derby = article(1, "Golden Tempo wins the Kentucky Derby", DERBY)
    said = answer_from(corpus(derby), "Which horse won this year's Kentucky Derby?", asked=NOW)
    assert said.text is not None
    assert "Golden Tempo" in said.text
    assert said.evidence[0].article == derby
    assert 0.5 <= said.confidence <= 1


def test_what_no_article_tells_is_not_answered() -> None:
    derby = article(1, "Golden Tempo wins the Kentucky Derby", DERBY)
    said = answer_from(corpus(derby), "Which city hosts the next climate summit?", asked=NOW)
    assert said.text is None
    assert said.evidence == ()


def test_a_question_about_the_week_is_answered_from_its_week() -> None:
    text = "{} won the Kentucky Derby on Saturday, beating the favourite by a length."
    old = article(1, "Kentucky Derby", text.format("Silver Lining"), days_ago=370)
    new = article(2, "Kentucky Derby", text.format("Golden Tempo"), days_ago=2)
    asked = "Which horse won the Kentucky Derby this week?"
    said = answer_from(corpus(old, new), asked, asked=NOW)
    assert said.evidence[0].article == new


def test_the_words_that_answer_are_marked() -> None:
    derby = article(1, "Golden Tempo wins the Kentucky Derby", DERBY)
    asked = "How many people watched the Kentucky Derby at Churchill Downs in Louisville?"
    said = answer_from(corpus(derby), asked, asked=NOW)
    marked = [piece.answer.of(DERBY) for piece in said.evidence if piece.answer]
    assert any("150,000" in words for words in marked)


def test_markup_in_a_question_is_not_read() -> None:
    inquiry = read_inquiry('Who is <a href="https://theweek.com/tag/x">Elon Musk</a>&#39;s rival?')
    assert inquiry.text == "Who is Elon Musk 's rival?"
    assert "person" in inquiry.kinds


def test_no_articles_and_no_words_are_no_answer() -> None:
    assert answer_from(Corpus([]), "Who won?").text is None
    assert answer_from(corpus(), "?").text is None
    assert answer_from(corpus(), "").text is None


@given(st.text(max_size=300), st.lists(st.text(max_size=400), max_size=5))
def test_evidence_is_verbatim_and_short_whatever_is_asked(question: str, texts: list[str]) -> None:
    articles = [article(n, text[:30], text) for n, text in enumerate([*texts, DERBY])]
    said = answer_from(Corpus(articles), f"{question} Kentucky Derby won horse", asked=NOW)
    assert len(said.evidence) <= PIECES
    assert sum(len(piece.text.split()) for piece in said.evidence) <= WORDS
    for piece in said.evidence:
        assert piece.article
        assert piece.article.text[piece.start : piece.end] == piece.text
        assert piece.answer is None or piece.start <= piece.answer.start < piece.answer.end


def test_how_many_is_answered_by_what_is_counted_and_not_by_a_date() -> None:
    text = (
        "Speaking on March 9, 2026, the president of France said that 26 nations are ready to give "
        "security guarantees, in a statement that 3 ministers had prepared."
    )
    asked = "How many nations are ready to give security guarantees?"
    said = answer_from(corpus(article(1, "Security guarantees", text)), asked, asked=NOW)
    (piece,) = said.evidence
    assert piece.answer
    assert piece.answer.of(text) == "26"


def test_where_a_questions_words_are_known_to_be_rare_only_they_are_looked_for() -> None:
    told = corpus(article(1, "Golden Tempo wins the Kentucky Derby", DERBY))
    weights = dict.fromkeys(("derby", "won", "horse"), 1.0)
    narrow = Corpus(told.articles, weights)
    assert narrow.score(weights) == Corpus(told.articles, weights | {"every": 0.5}).score(weights)
    assert narrow.score(weights)
    assert not narrow.score(["kentuc"])
