"""A short run of the fuzzer; `python -m tests.briefings.feeds.fuzz 10` is a longer one."""

import pytest

from tests.briefings.feeds.fuzz import once

DOCUMENTS = 150
"""Damaged documents in each part of the run."""


@pytest.mark.parametrize("start", [0, 10_000])
def test_no_damage_gets_past_the_readers(start: int) -> None:
    tried = [once(seed) for seed in range(start, start + DOCUMENTS)]
    assert set(tried) == {"feed", "page", "packed"}
