"""A corrected figure or quote is found, with before and after; other edits are none."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.stories.corrections import MOST, Kind, corrections

OLD = (
    "The ferry ran aground on Sunday. The coast guard said that 12 people were killed. "
    "“We had no warning of the storm at all,” said the captain, Nikos Petrou. It was 3 miles out."
)


def test_a_corrected_figure_is_given_with_before_and_after() -> None:
    (found,) = corrections(OLD, OLD.replace("12 people", "19 people"))
    assert (found.kind, found.before, found.after) == (Kind.FIGURE, "12", "19")
    assert found.sentence_after == "The coast guard said that 19 people were killed."


def test_a_corrected_quote_is_given_whole() -> None:
    (found,) = corrections(OLD, OLD.replace("had no warning", "had hardly a warning"))
    assert found.kind is Kind.QUOTE
    assert found.before == "“We had no warning of the storm at all,”"
    assert found.after == "“We had hardly a warning of the storm at all,”"


def test_other_quotation_marks_make_no_other_quote() -> None:
    assert corrections(OLD, OLD.replace("“", '"').replace("”", '"')) == ()


def test_what_is_added_or_left_out_is_no_correction() -> None:
    assert corrections(OLD, f"{OLD} Another 40 people were rescued by fishermen.") == ()
    assert corrections(f"{OLD} Another 40 people were rescued by fishermen.", OLD) == ()


def test_when_a_text_was_written_is_no_correction() -> None:
    assert corrections("Updated 5 minutes ago by staff.", "Updated 9 minutes ago by staff.") == ()


def test_a_text_written_anew_is_no_correction() -> None:
    old = " ".join(
        f"In town {chr(65 + n)} the office counted {n} votes on that day." for n in range(20)
    )
    new = " ".join(
        f"In town {chr(65 + n)} the office counted {n + 50} votes on that day." for n in range(20)
    )
    assert corrections(old, new) == ()


@given(st.text(max_size=300), st.text(max_size=300))
def test_before_stands_in_the_old_text_and_after_in_the_new(old: str, new: str) -> None:
    found = corrections(old, new)
    assert len(found) <= MOST
    assert all(one.before in old and one.after in new for one in found)


@given(st.text(max_size=300))
def test_a_text_is_no_correction_of_itself(text: str) -> None:
    assert corrections(text, text) == ()
