"""Headlines as a reader wants them: without the publisher's name behind a dash."""

import re

_BEHIND = re.compile(r"\s+(?:[|–—·]|-{1,2}|::)\s+([^|–—·]{2,40})$")
_BEFORE = re.compile(
    r"^(?:live|watch|video|breaking|exclusive|update[d]?|in pictures)\s*[:|–-]\s+", re.IGNORECASE
)
_SITE = re.compile(
    r"news|times|post|guardian|reuters|cnn|bbc|npr|herald|tribune|journal|daily|magazine|online|"
    r"press|gazette|telegraph|independent|mirror|express|radio|tv\b|\.com|\.org|\.net|today|weekly|"
    r"wire|politico|axios|bloomberg|verge|wired|sky|dw\b|yahoo|msn|insider|observer|review|network",
    re.IGNORECASE,
)


def clean_headline(title: str) -> str:
    """Return a title without " - BBC News", "LIVE:" and the like; real dashes stay."""
    line = " ".join(title.split())
    found = _BEHIND.search(line)
    if found and _is_site(found.group(1)) and len(line[: found.start()].split()) >= 3:
        line = line[: found.start()]
    shorter = _BEFORE.sub("", line)
    return shorter if len(shorter.split()) >= 3 else line


def _is_site(words: str) -> bool:
    return bool(_SITE.search(words)) and len(words.split()) <= 5 and words[:1].isupper()


def best_headline(titles: list[str]) -> str:
    """Return the title that says most in a line: neither a word nor a paragraph."""
    cleaned = [clean_headline(title) for title in titles if title.strip()]
    return max(cleaned, key=lambda line: -abs(len(line.split()) - 10), default="")
