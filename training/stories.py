# ruff: noqa: T201 - a script that prints what it counted
"""Count in how many news texts each word's stem stands: the background of the stories' weights.

    python training/stories.py TEXTS.jsonl [MORE.jsonl …] > briefings/stories/frequencies.txt

Each file holds {"text"} or {"title", "summary"} a line, in English. A line of the result is a stem,
the texts that have it, and "name" where it is mostly written with a capital.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefings.stories.vectors import key_of, words_of

_READ = 2000
"""Characters of a text that are counted: what happened comes first."""
_RARE = 12
"""Words in fewer texts are left out: they are all rare."""
_COMMON = 0.35
"""A word that stands in lower case this often beside its capitals is no name."""
_TAG = re.compile(r"<[^>]+>")


def text_of(row: dict[str, Any]) -> str:
    """Return what a row says, without markup."""
    return row.get("text") or _TAG.sub(" ", f"{row.get('title') or ''}. {row.get('summary') or ''}")


def english(path: Path) -> Iterator[str]:
    """Yield the English texts of a file."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if (row.get("language") or "en").startswith("en"):
                yield text_of(row)[:_READ]


def main() -> None:
    """Count and print."""
    having: Counter[str] = Counter()
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    texts = 0
    for name in sys.argv[1:]:
        for text in english(Path(name)):
            texts += 1
            pairs = {(key, word[0].isupper()) for word in words_of(text) if (key := key_of(word))}
            having.update({key for key, _ in pairs})
            small.update(key for key, upper in pairs if not upper)
            capital.update(key for key, upper in pairs if upper)
    print(f"# {texts} texts")
    for stem, count in sorted(having.items()):
        if count >= _RARE:
            name = small[stem] < _COMMON * max(1, capital[stem])
            print(stem, count, *(["name"] if name else []))


if __name__ == "__main__":
    main()
