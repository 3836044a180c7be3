"""What `/metrics` says, as Prometheus reads it."""

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics


def values(metrics: Metrics) -> dict[str, float]:
    return {
        sample.name + "".join(sample.labels.get(name, "") for name in ("outcome",)): sample.value
        for family in text_string_to_metric_families(metrics.text())
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_created"))
    }


def test_what_happens_is_counted() -> None:
    metrics = Metrics()
    metrics.polled("changed")
    metrics.polled("failed")
    metrics.polled("failed")
    metrics.parsed(0.02)
    metrics.stored([60.0, None, -5.0])
    assert values(metrics) == {
        "quickread_polls_totalchanged": 1,
        "quickread_polls_totalunchanged": 0,
        "quickread_polls_totalfailed": 2,
        "quickread_polls_totalgone": 0,
        "quickread_polls_totalpushed": 0,
        "quickread_entries_total": 3,
        "quickread_entry_lag_seconds_count": 2,
        "quickread_entry_lag_seconds_sum": 60,
        "quickread_parse_seconds_count": 1,
        "quickread_parse_seconds_sum": 0.02,
    }


def test_two_processes_parts_don_t_share_their_counts() -> None:
    one, other = Metrics(), Metrics()
    one.polled("gone")
    assert values(other)["quickread_polls_totalgone"] == 0
