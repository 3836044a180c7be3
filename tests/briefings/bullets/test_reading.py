from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.articles.layout import lay_out
from briefings.bullets.reading import READ, Passage, passages


def read(text: str, language: str | None = "en") -> list[Passage]:
    return passages(text, lay_out(text).paragraphs, language)


def test_a_stop_left_where_a_line_broke_does_not_part_a_sentence() -> None:
    [one] = read("A man who . claims to own the old harbour of Aldham was heard in court.")
    assert one.text == "A man who claims to own the old harbour of Aldham was heard in court."


def test_a_caption_without_a_stop_is_parted_from_the_sentence_behind_it() -> None:
    text = (
        "Maria Holt opens the new harbour of Aldham with a pair of golden scissors The town "
        "had waited for this day since the storm of 1990, the mayor of Aldham said."
    )
    first, second = read(text)
    assert first.text.endswith("golden scissors")
    assert second.text.startswith("The town had waited")


def test_a_line_that_breaks_off_amid_a_phrase_is_not_complete() -> None:
    [one] = read("A mother and her calf were spotted off the coast of .")
    assert not one.complete


def test_a_caption_that_is_a_whole_sentence_is_complete() -> None:
    [one] = read("The new harbour of Aldham has room for three hundred boats .")
    assert one.complete
    assert one.text == "The new harbour of Aldham has room for three hundred boats."


def test_a_stop_behind_a_common_word_ends_a_sentence() -> None:
    text = "The boy was kicked and struck with a stick on the cap. Hart said that he slept badly."
    assert [one.text[:8] for one in read(text)] == ["The boy ", "Hart sai"]


def test_marks_of_lists_and_invitations_to_read_on_are_left_out() -> None:
    [one] = read("• The town of Aldham has closed its old harbour for good Continue reading...")
    assert one.text == "The town of Aldham has closed its old harbour for good"
    assert one.complete


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["The town ", "slept. ", " . ", "\n", "on ", "3 ", "É"])))
def test_passages_lie_in_order_inside_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = read(text)
    assert len(found) <= READ
    assert [one.number for one in found] == list(range(len(found)))
    assert all(one.span.end <= later.span.start for one, later in pairwise(found))


def test_what_a_page_says_of_itself_is_no_sentence_of_the_article() -> None:
    text = (
        "12:33 pm ET January 26, 2026 Share this update Aldham enjoys the first snow.\n\n"
        "Scroll down for video The harbour of Aldham has room for three hundred boats."
    )
    [one] = read(text)
    assert one.text == "The harbour of Aldham has room for three hundred boats."


def test_a_possessive_without_its_noun_does_not_end_a_sentence() -> None:
    [one] = read("Maria Holt played in more than 30 films on the sea, including Zeffirelli’s")
    assert not one.complete
