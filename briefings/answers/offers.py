"""Questions to ask instead, where the sources don't answer one: each of them they do answer."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from briefings.answers.lexicon import lexicon
from briefings.answers.passages import Cited
from briefings.answers.question import Question
from briefings.answers.statements import speakers
from briefings.answers.talk import phrases_in
from briefings.answers.words import Word

_TRIED = 3
"""Names that are tried of those whom nobody quotes."""
_NAME_WORDS = 4
_POSSESSIVE = re.compile(r"['’]s$")


def offers(
    question: Question, passages: Sequence[Cited], answers: Callable[[str], bool]
) -> Iterator[str]:
    """Yield questions that `answers` says the passages do answer.

    They ask what somebody said whom the texts quote, then who somebody is whom they name.
    """
    language = question.language or "en"
    asked = question.text.casefold()
    articles = {id(one.article): one.article for one in passages}
    quoted = speakers(articles.values(), language)
    named = [name for name in _names(passages, language) if " " in name and name not in quoted]
    for kind, names in (("ask said", quoted), ("ask who", named[:_TRIED])):
        for form in phrases_in(language, kind):
            lines = (form.format(name) for name in names)
            yield from (line for line in lines if line.casefold() != asked and answers(line))


def _names(passages: Sequence[Cited], language: str) -> list[str]:
    """Return the names the passages give, the commonest first."""
    counts: Counter[str] = Counter()
    for one in passages:
        row: list[str] = []
        inside = one.passage.words
        for place, word in enumerate(inside):
            if _is_name(word, place, inside, language):
                row.append(_POSSESSIVE.sub("", word.text))
            elif row:
                counts[" ".join(row[:_NAME_WORDS])] += 1
                row = []
        if row:
            counts[" ".join(row[:_NAME_WORDS])] += 1
    return [name for name, _ in counts.most_common()]


def _is_name(word: Word, place: int, inside: Sequence[Word], language: str) -> bool:
    """Whether a word seems part of a name; at a sentence's start only where the name goes on."""
    if not word.is_capital or word.is_common or lexicon(language).is_of("time", word.lower):
        return False
    return place > 0 or (len(inside) > 1 and inside[1].is_capital)
