"""The learned weights, and what is chosen by them."""

from briefings.model import Span
from briefings.quotes.candidates import NOBODY_TEMPLATES, TURN_TEMPLATES
from briefings.quotes.features import TEMPLATES, Sums
from briefings.quotes.places import Surroundings
from briefings.quotes.ranking import choose, learned, weights

TEXT = "Tom Baker listened. “We had no warning at all,” said Ana Silva."
SAID = Span(TEXT.index("“"), TEXT.index("”") + 1)


def test_every_weight_belongs_to_a_known_template() -> None:
    assert set(weights()) <= {*TEMPLATES, *TURN_TEMPLATES, *NOBODY_TEMPLATES}


def test_the_weights_stay_few_enough_to_be_read() -> None:
    assert sum(map(len, weights().values())) < 2_500


def test_chooses_whom_the_cue_names() -> None:
    choice = choose(Surroundings(TEXT, [SAID], "en").place(SAID, None), learned())
    assert choice is not None
    assert choice.candidate.mention.item.span.of(TEXT) == "Ana Silva"
    assert 0.0 <= choice.nobody <= choice.share <= choice.among <= 1.0


def test_without_weights_nothing_is_certain() -> None:
    choice = choose(Surroundings(TEXT, [SAID], "en").place(SAID, None), Sums({}))
    assert choice is not None
    assert choice.share < 0.5


def test_chooses_nobody_where_nobody_is_named() -> None:
    text = "“We had no warning at all.”"
    span = Span(0, len(text))
    assert choose(Surroundings(text, [span], "en").place(span, None), learned()) is None
