"""A short run of the fuzzer; `python -m tests.briefings.feeds.fuzz 10` is a longer one."""

import pytest

from briefings.articles.page import NotAnArticle, read_page
from tests.briefings.feeds.fuzz import once

DOCUMENTS = 150
"""Damaged documents in each part of the run."""


@pytest.mark.parametrize("start", [0, 10_000])
def test_no_damage_gets_past_the_readers(start: int) -> None:
    tried = [once(seed) for seed in range(start, start + DOCUMENTS)]
    assert set(tried) == {"feed", "page", "packed"}


@pytest.mark.parametrize("page", ["<svg>html", "<video>html", "<svg><p>x</svg>"])
def test_a_page_whose_root_is_no_html_is_no_article(page: str) -> None:
    with pytest.raises(NotAnArticle):
        read_page(page.encode(), "https://a.example/x")
