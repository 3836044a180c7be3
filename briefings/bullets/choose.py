"""Which sentences become bullets.

sentences → features → score → one by one, each for what it adds (Carbonell and Goldstein 1998)
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.articles.layout import Layout, lay_out
from briefings.bullets.shorten import opens_alone, shorten
from briefings.model import Bullet, Origin, Span
from briefings.text.sentences import split
from briefings.text.tokens import content_keys, tokens

SHORTEST = 8
LONGEST = 28
"""Words of a bullet."""
_READ = 80
"""Sentences of an article that are looked at: what matters comes before."""
_SAME = 0.5
"""Share of a sentence's words that were said already, from which on it repeats."""
_QUOTED = re.compile(r"^[“\"‘«„][^”\"’»“]*[”\"’»“]?\W*$")
_NUMBER = re.compile(r"\d")
_SPEECH = re.compile(r"[“”\"«»„]|(?<!\w)['‘]\w")
_CAPTION = re.compile(
    r"(?:\((?:pictured|left|right|cent(?:re|er)|above|below|file)\b|\bpictured\b)|\s\.$"
)


@cache
def weights() -> Mapping[str, float]:
    """Return what each feature of a sentence counts, as training/bullets.py learned it."""
    data = files("briefings.bullets").joinpath("weights.json").read_text(encoding="utf-8")
    return {str(name): float(value) for name, value in json.loads(data).items()}


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    text: str
    stems: frozenset[str]
    score: float
    problem: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of a sentence, and why."""

    sentence: str
    score: float
    verdict: str
    bullet: str = ""

    def __str__(self) -> str:
        shown = self.bullet or self.sentence
        return f"{self.score:6.2f}  {self.verdict:<24}  {shown}"


def choose_bullets(
    text: str,
    *,
    layout: Layout | None = None,
    title: str = "",
    language: str | None = "en",
    most: int = 5,
    context: Sequence[str] = (),
    told: Sequence[str] = (),
    use_key_points: bool = True,
) -> tuple[Bullet, ...]:
    """Return at most `most` bullets in the text's order.

    The publisher's own key points come first where there are any. `context` are other articles of
    the story, `told` what the reader was told already.
    """
    layout = layout or lay_out(text, title)
    if use_key_points and layout.key_points and not told:
        points = layout.key_points[:most]
        return tuple(
            Bullet(point.of(text), point.start, point.end, Origin.KEY_POINT) for point in points
        )
    candidates = _candidates(text, layout, title, language, context)
    chosen = _pick(candidates, most, [frozenset(content_keys(one, language)) for one in told])
    return tuple(
        Bullet(one.text, one.span.start, one.span.end)
        for one in sorted(chosen, key=lambda one: one.span)
    )


def explain(
    text: str, *, title: str = "", language: str | None = "en", most: int = 5
) -> tuple[Reason, ...]:
    """Return, for each sentence of the body, what became of it and why."""
    candidates = _candidates(text, lay_out(text, title), title, language, ())
    chosen = _pick(candidates, most, [])
    return tuple(
        Reason(
            one.span.of(text),
            one.score,
            "chosen" if one in chosen else one.problem or "others said more",
            one.text if one in chosen else "",
        )
        for one in candidates
    )


def _candidates(
    text: str, layout: Layout, title: str, language: str | None, context: Sequence[str]
) -> list[_Candidate]:
    title = title or (layout.title.of(text) if layout.title else "")
    spans = [span for part in layout.paragraphs for span in split(text, part)][:_READ]
    stems = [frozenset(content_keys(span.of(text), language)) for span in spans]
    frequency = Counter(stem for one in stems for stem in one)
    heading = frozenset(content_keys(title, language))
    others = frozenset(stem for one in context for stem in content_keys(one[:2000], language))
    return [
        _candidate(text, span, words, number, frequency, heading, others, language)
        for number, (span, words) in enumerate(zip(spans, stems, strict=True))
    ]


def _candidate(
    text: str,
    span: Span,
    stems: frozenset[str],
    number: int,
    frequency: Counter[str],
    heading: frozenset[str],
    others: frozenset[str],
    language: str | None,
) -> _Candidate:
    sentence = span.of(text)
    short = shorten(sentence, language)
    words = list(tokens(short))
    size = math.sqrt(len(stems) + 3)
    weight = weights()
    score = (
        weight["position"] / (1 + weight["decay"] * number)
        + weight["first"] * (number == 0)
        + weight["centrality"] * sum(math.log(frequency[stem]) for stem in stems) / size
        + weight["title"] * len(stems & heading) / math.sqrt(len(heading) + 1)
        + weight["context"] * len(stems & others) / size
        + weight["names"] * min(sum(word[0].isupper() for word in words[1:]), 4)
        + weight["number"] * bool(_NUMBER.search(short))
        + weight["length"] * min(len(words), 22) / 22
        + weight["speech"] * bool(_SPEECH.search(sentence))
    )
    return _Candidate(span, short, stems, score, _problem(short, len(words), language))


def _problem(sentence: str, words: int, language: str | None) -> str:
    if words < SHORTEST:
        return "too short"
    if words > LONGEST:
        return "too long"
    if not opens_alone(sentence, language):
        return "needs what came before"
    if _QUOTED.match(sentence):
        return "a quotation alone"
    if sentence.count("“") != sentence.count("”") or sentence.count('"') % 2:
        return "cuts a quotation"
    if _CAPTION.search(sentence):
        return "a caption"
    if sentence.endswith("?"):
        return "a question"
    return ""


def _pick(
    candidates: Sequence[_Candidate], most: int, told: Sequence[frozenset[str]]
) -> list[_Candidate]:
    """Pick the best that say something new; others only from a text that has no fitting one."""
    chosen: list[_Candidate] = []
    for pool in _pools(candidates):
        for one in sorted(pool, key=lambda one: -one.score):
            if len(chosen) == most:
                return chosen
            said = [*told, *(other.stems for other in chosen)]
            if all(len(one.stems & other) < _SAME * (len(one.stems) or 1) for other in said):
                chosen.append(one)
        if pool:
            break
    return chosen


def _pools(candidates: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    yield [one for one in candidates if not one.problem]
    yield [one for one in candidates if one.problem in ("too long", "too short")]
    yield list(candidates)
