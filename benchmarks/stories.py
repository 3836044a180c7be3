"""How well and how fast reports are grouped: `python -m benchmarks.stories`."""

import json
import random
import re
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.data import needed, rows
from briefings.stories import Grouper, Report

LABELS = Path(__file__).parents[1] / "tests" / "briefings" / "stories" / "wire-labels.json"
MANY = 20_000
ORDERS = 20
"""Orders of arrival that are tried: the mean over them is the honest figure."""
PEER_NEAR = 0.25
"""The peer's threshold on articles: its best one for the order that they are given in."""
Item = dict[str, Any]
_HALF = timedelta(days=181)
_TAG = re.compile(r"<[^>]+>")


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
    precision, recall, score = b_cubed({i["id"]: i["story"] for i in items}, _grouped(items))
    print(f"stories/dev: precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")
    topics = sorted({item["topic"] for item in items})
    chance = random.Random(ORDERS)
    whole = [chance.sample(items, len(items)) for _ in range(ORDERS)]
    halves = []
    for _ in range(ORDERS):
        chosen = set(chance.sample(topics, len(topics) // 2))
        halves.append(
            [item for item in chance.sample(items, len(items)) if item["topic"] in chosen]
        )
    for name, orders in (("other orders", whole), ("half the topics", halves)):
        ours = [_score(order, _grouped(order)) for order in orders]
        peer = [_score(order, _tf_idf(_reports(order), PEER_NEAR)) for order in orders]
        print(f"  {ORDERS} {name}: F1 {_spread(ours)}; TF-IDF single pass {_spread(peer)}")


def _grouped(items: Sequence[Item]) -> dict[str, str]:
    grouper = Grouper()
    return {report.id: grouper.add(report).story for report in _reports(items)}


def _reports(items: Sequence[Item]) -> list[Report]:
    return [Report(item["id"], item["title"], text=item["text"]) for item in items]


def _score(items: Sequence[Item], said: Mapping[str, str]) -> float:
    return b_cubed({item["id"]: item["story"] for item in items}, said)[2]


def _spread(scores: Sequence[float]) -> str:
    return f"{fmean(scores):.3f} ({min(scores):.3f} to {max(scores):.3f})"


def _by_hand() -> None:
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["days"]
    for day, said in labels.items():
        entries = [r for r in _wire(day[:7]) if r.published and f"{r.published:%Y-%m-%d}" == day]
        told = {link: f"story {n}" for n, links in enumerate(said["stories"]) for link in links}
        true = {entry.id: told.get(entry.url or "", entry.id) for entry in entries}
        grouper = Grouper()
        ours = b_cubed(true, {entry.id: grouper.add(entry).story for entry in entries})
        alone = b_cubed(true, {entry.id: entry.id for entry in entries})
        near, peer = max(
            ((step / 100, b_cubed(true, _tf_idf(entries, step / 100))) for step in range(5, 80, 5)),
            key=lambda one: one[1][2],
        )
        print(f"wire {day}, by hand: {len(entries)} entries, F1 {ours[2]:.3f}")
        print(
            f"  precision {ours[0]:.3f}, recall {ours[1]:.3f}; TF-IDF single pass {peer[2]:.3f} at"
        )
        print(f"  its best threshold, {near}; each entry alone {alone[2]:.3f}")


def _tf_idf(entries: Sequence[Report], near: float) -> dict[str, str]:
    """Group by the cosine with each group's middle, in order: the plain way."""
    texts = [f"{entry.title} {entry.summary} {entry.text}" for entry in entries]
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    middles: list[Any] = []
    names: list[str] = []
    said = {}
    for entry, vector in zip(entries, vectors.toarray(), strict=True):
        found = [vector @ middle / max(float(middle @ middle) ** 0.5, 1e-9) for middle in middles]
        best = max(range(len(found)), key=found.__getitem__, default=None)
        if best is None or found[best] < near:
            middles.append(vector)
            names.append(entry.id)
            said[entry.id] = entry.id
        else:
            middles[best] = middles[best] + vector
            said[entry.id] = names[best]
    return said


def _wire(month: str) -> list[Report]:
    return [
        Report(
            id=f"{month}/{number}",
            title=row["title"] or "",
            summary=_TAG.sub(" ", row["summary"] or ""),
            published=datetime.fromisoformat(row["published"]),
            url=row["link"],
        )
        for number, row in enumerate(rows(needed(f"wire/{month}.jsonl")))
        if row["published"]
    ]


def _speed() -> None:
    half = list(chain.from_iterable(_wire(f"2022-{month:02}") for month in range(1, 7)))
    later = [
        replace(one, id=f"{one.id}/later", url=f"{one.url}/later", published=one.published + _HALF)
        for one in half
        if one.published
    ]
    grouper, start, sizes = Grouper(), time.process_time(), Counter[str]()
    live: list[int] = []
    for report in [*half, *later][:MANY]:
        sizes[grouper.add(report).story] += 1
        live.append(grouper.live)
    spent = time.process_time() - start
    print(f"wire, {len(live)} entries over {MANY // 2000} months: {spent:.1f} s on one core")
    print(f"  live at once {max(live)} at most, {live[-1]} at the end")
    print(f"  {len(sizes)} stories, the largest {[n for _, n in sizes.most_common(5)]}")


def _memory() -> None:
    half = list(chain.from_iterable(_wire(f"2022-{month:02}") for month in range(1, 7)))
    grouper = Grouper()
    tracemalloc.start()
    held = []
    for number, report in enumerate(half, 1):
        grouper.add(report)
        if number % 4000 == 0:
            held.append(f"{tracemalloc.get_traced_memory()[0] / 1e6:.0f} MB at {number}")
    print(f"  memory of the grouping: {', '.join(held)}")
    tracemalloc.stop()


if __name__ == "__main__":
    _quality()
    _by_hand()
    _speed()
    _memory()
