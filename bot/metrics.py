"""What `/metrics` says, in Prometheus's text format: polls, entries, their lag, parse time."""

from collections.abc import Sequence
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from briefings.watching import PollOutcome

_LAGS = (60, 300, 900, 1800, 3600, 2 * 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600)
_PARSING = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20)


class Metrics:
    """Counts what the newsroom tells it. No label holds an address: strangers choose those."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._polls = Counter(
            "quickread_polls", "Polls of feeds, by what came.", ["outcome"],
            registry=self._registry,
        )  # fmt: skip
        for outcome in get_args(PollOutcome):
            self._polls.labels(outcome)  # shown as 0 before the first
        self._entries = Counter(
            "quickread_entries", "New entries that were stored.", registry=self._registry
        )
        self._lag = Histogram(
            "quickread_entry_lag_seconds", "From an entry's publication to its being stored.",
            buckets=_LAGS, registry=self._registry,
        )  # fmt: skip
        self._parsing = Histogram(
            "quickread_parse_seconds", "Reading one feed's document, waiting included.",
            buckets=_PARSING, registry=self._registry,
        )  # fmt: skip

    def polled(self, outcome: PollOutcome) -> None:
        """Count a poll."""
        self._polls.labels(outcome).inc()

    def parsed(self, seconds: float) -> None:
        """Count a document that was parsed."""
        self._parsing.observe(seconds)

    def stored(self, lags: Sequence[float | None]) -> None:
        """Count new entries, None for one whose publication is not known."""
        self._entries.inc(len(lags))
        for lag in lags:
            if lag is not None:
                self._lag.observe(max(0.0, lag))

    def text(self) -> str:
        """Return all of it."""
        return generate_latest(self._registry).decode()
