from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.articles.layout import lay_out

SEED = Path(__file__).parents[3] / "seeds" / "ukraine-security-guarantees.txt"
LINES = st.lists(
    st.sampled_from(
        ["Quick Read", "• A point is made.", "A head", "", "Read more", "Creator:", "It rained."]
    )
    | st.text(max_size=60),
    max_size=14,
)


@pytest.fixture
def seed() -> str:
    return SEED.read_text(encoding="utf-8")


def test_the_seed_article_opens_with_its_title(seed: str) -> None:
    layout = lay_out(seed)
    assert layout.title
    assert layout.title.of(seed).startswith("Zelenskiy and Macron Discuss Security Guarantees")


def test_the_seed_article_has_five_key_points_without_their_marks(seed: str) -> None:
    points = [span.of(seed) for span in lay_out(seed).key_points]
    assert len(points) == 5
    assert points[0].startswith("Ukrainian President Zelenskiy announced")
    assert points[-1].endswith("offered air support for Ukraine.")


def test_the_seed_article_has_four_section_heads(seed: str) -> None:
    assert [span.of(seed) for span in lay_out(seed).heads] == [
        "Macron’s 26-Nation Coalition for Ukraine",
        "Putin’s Response: A Warning Against Western Troops",
        "Global Reactions and U.S. Position",
        "Broader Implications for Ukraine’s Future",
    ]


def test_the_seed_articles_body_has_neither_furniture_nor_points(seed: str) -> None:
    body = lay_out(seed).body(seed)
    for other in ("Creator:", "LATEST NEWS", "Zelenskiy & Macron", "Quick Read", "•"):
        assert other not in body
    assert body.startswith("In a pivotal development")
    assert body.endswith("continues to pose significant threats.")


def test_a_title_is_only_what_the_text_begins_with() -> None:
    text = "Rain is coming\n\nIt will rain in the north all week, forecasters say."
    assert lay_out(text, "Snow is coming").title is None
    found = lay_out(text, "RAIN IS COMING!").title
    assert found is not None
    assert found.of(text) == "Rain is coming"


@given(LINES)
def test_parts_never_overlap_and_lie_in_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    layout = lay_out(text)
    parts = [*layout.key_points, *layout.heads, *layout.furniture, *layout.paragraphs]
    parts = sorted([*parts, *([layout.title] if layout.title else [])])
    assert all(part.end <= len(text) and len(part) > 0 for part in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
