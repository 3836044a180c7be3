"""How well and how fast reports are grouped: `python -m benchmarks.stories`."""

import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from statistics import fmean

from benchmarks.data import needed, rows
from briefings.stories import Grouper, Report


def b_cubed(true: Mapping[str, str], said: Mapping[str, str]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 (Bagga and Baldwin 1998)."""
    gold, ours = _groups(true), _groups(said)
    shared = {key: len(ours[said[key]] & gold[true[key]]) for key in true}
    precision = fmean(shared[key] / len(ours[said[key]]) for key in true)
    recall = fmean(shared[key] / len(gold[true[key]]) for key in true)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _groups(labels: Mapping[str, str]) -> defaultdict[str, set[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, label in labels.items():
        groups[label].add(key)
    return groups


def _quality() -> None:
    items = list(rows(needed("stories/dev.jsonl")))
    grouper = Grouper()
    said = {i["id"]: grouper.add(Report(i["id"], i["title"], text=i["text"])).story for i in items}
    precision, recall, score = b_cubed({i["id"]: i["story"] for i in items}, said)
    print(f"stories/dev: precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")


def _speed(month: str) -> None:
    reports = [
        Report(str(n), r["title"] or "", r["summary"] or "", "", _time(r["published"]), r["link"])
        for n, r in enumerate(rows(needed(f"wire/{month}.jsonl")))
    ]
    grouper, start = Grouper(), time.perf_counter()
    sizes = Counter(grouper.add(report).story for report in reports)
    spent = time.perf_counter() - start
    print(f"wire/{month}: {len(reports)} entries, {len(reports) / spent:.0f} a second")
    print(f"  {len(sizes)} stories, the largest {[n for _, n in sizes.most_common(5)]}")


def _memory(month: str) -> None:
    tracemalloc.start()
    _speed(month)
    print(f"  peak memory {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB (traced: slower)")
    tracemalloc.stop()


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


if __name__ == "__main__":
    _quality()
    _speed("2022-03")
    _memory("2022-03")
