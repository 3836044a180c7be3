import pytest

from briefings.answers.embeddings import encoder, nearness
from briefings.model import Span

TEXT = "The bank bought the old factory. The weather was mild in spring."
SPANS = (Span(0, 32), Span(33, len(TEXT)))

made = encoder()
needs_extra = pytest.mark.skipif(made is None, reason="the extra `embeddings` is not installed")


@needs_extra
def test_a_passage_that_says_the_same_in_other_words_is_nearer() -> None:
    assert made is not None
    sale, weather = nearness("Who purchased the plant?", TEXT, SPANS, made)
    assert sale["near_telling"] > weather["near_telling"]
    assert sale["ahead_near_telling"] > 0 > weather["ahead_near_telling"]


@needs_extra
def test_a_stretch_without_words_is_near_to_nothing() -> None:
    assert made is not None
    empty, _ = nearness("Who?", TEXT, (Span(0, 0), SPANS[1]), made)
    assert empty["near_mean"] == 0.0
