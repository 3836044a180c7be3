"""A question that leans on the last one, made to stand by itself.

"and Italy?"  → the last question, about Italy
"why?"        → the last question's words, asked why
"he", "there" → who or what the thread spoke of last

What can't be led back stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from briefings.answers.names import Name, Sort, names_in
from briefings.answers.question import Kind, Question, asked_language, understand
from briefings.answers.sorts import fits, listed
from briefings.answers.talk import phrases, phrases_in
from briefings.model import Turn

_FEW = 3
"""Words that are only another thing to ask the same of."""
_SHORT = 7
"""Words of a question that only changes the last one."""
_END = " ?!.…？"
_OUT = " ?!.,;:¿¡"
_ARTICLE = re.compile(
    r"(?:[dl]['’]|(?:the|der|die|das|den|dem|la|le|les|el|los|las|il|lo|gli|i|o|a|os|as)\s+)",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"qu['’]")
_JOINED = re.compile(r"(.+?)(?:-t)?-(\w+)$")
"""A pronoun that is joined to its verb: "a-t-il"."""


def stand_alone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question with what it leaves to the thread; `turns` are oldest first."""
    text = " ".join(question.split())
    if not turns or not text:
        return text
    last_text = turns[-1].question
    languages = {asked_language(one): None for one in (last_text, text) if one}
    filled = _fill(text, turns, tuple(languages))
    if not last_text:
        return filled
    last = understand(last_text, next(iter(languages)))
    rest = _after_lead(text, languages)
    changed = _change(rest, last) if rest else None
    if changed:
        return changed
    if filled != text:
        return filled
    asked = understand(text, last.language)
    if not asked.stems and len(text.split()) <= _FEW and asked.kind is not Kind.THING:
        return _asked_anew(text, last)
    things = {word for language in languages for word in phrases_in(language, "thing")}
    leans = things.intersection(word.strip(_OUT).casefold() for word in text.split()[1:])
    if leans and not _capitals(text[:1].lower() + text[1:]):
        return _asked_anew(text, last)
    return text


def only_name(question: str) -> str:
    """Return the name that is all that a question says, "" for any other: "and Italy?"."""
    text = " ".join(question.split())
    rest = _after_lead(text, (asked_language(text),)) or text
    bare = _ARTICLE.sub("", rest.strip(_OUT), count=1)
    return bare if len(bare.split()) <= _FEW and _capitals(bare) == [bare] else ""


def _after_lead(text: str, languages: Iterable[str]) -> str | None:
    """Return what comes after "and" or "what about", None where nothing of the kind opens it."""
    text = text.lstrip(_OUT)
    lower = text.casefold()
    known = {lead for language in (*languages, "en") for lead in phrases_in(language, "lead")}
    leads = sorted(known, key=len, reverse=True)
    lead = next((one for one in leads if lower.startswith(f"{one} ")), None)
    rest = text[len(lead) :].strip() if lead else None
    return rest if rest and len(rest.split()) <= _SHORT else None


def _change(rest: str, last: Question) -> str | None:
    """Ask the last question about something else."""
    asked = understand(rest, last.language)
    bare = _ARTICLE.sub("", rest.strip(_OUT), 1) if _ARTICLE.match(rest) else rest.strip(_OUT)
    if asked.kind not in (Kind.THING, last.kind):
        return None if asked.stems else _asked_anew(rest, last)
    names = _capitals(bare)
    if not names:
        return None if len(bare.split()) > _FEW else f"{last.text.rstrip(_END)} {bare}?"
    known = _capitals(last.text, last.language)
    old = _same_sort(names[-1], known)
    if old is None and last.language != "en" and len(known) == 1:
        old = known[0]  # the lists of places are English
    if old is None:
        return f"{last.text.rstrip(_END)} {bare}?"
    return last.text.replace(old, names[-1], 1)


def _asked_anew(text: str, last: Question) -> str:
    """Put another question word to the last question's words: "why?", "and when?"."""
    if last.kind is Kind.STATEMENT:  # "when was this?" is when they said so
        return f"{text.strip(_OUT).split()[0]} {last.text.rstrip(_END).partition(' ')[2]}?"
    said = {word.casefold() for word in text.strip(_OUT).split()}
    words = [word.text for word in last.words if word.lower not in said]
    names = [name for name in _capitals(last.text, last.language) if name.split()[0] not in words]
    return f"{text.strip(_OUT)} {' '.join([*names, *words])}?"


def _capitals(text: str, language: str | None = "en") -> list[str]:
    """Return the names of a question, in order, without a word that only opens it."""
    return [
        text[name.start : name.end]
        for name in sorted(names_in(text, language or "en"), key=lambda one: one.start)
        if name.sort is Sort.NAME
        and name.words not in phrases("asking") | phrases("adjective")
        and not (name.start == 0 and _ELIDED.match(name.words))
    ]


def _same_sort(new: str, names: Sequence[str]) -> str | None:
    """Return the name of the last question that the new one stands for, the first of its sort."""
    return next((name for name in names if _is_place(name) is _is_place(new)), None)


def _is_place(name: str) -> bool:
    return name.casefold() in listed("country") | listed("state") | listed("continent")


def _fill(text: str, turns: Sequence[Turn], languages: Sequence[str]) -> str:
    """Put names for the pronouns of a question."""
    kinds = {
        kind: {word for language in languages for word in phrases_in(language, kind)}
        for kind in ("person", "place")
    }
    words = text.split(" ")
    for number, word in enumerate(words):
        bare = word.strip(_OUT)
        joined = _JOINED.match(bare)
        pronoun = joined[2] if joined else bare
        kind = next((kind for kind, all_ in kinds.items() if pronoun.casefold() in all_), None)
        if not kind or not (number or joined) or _only_exists(words, number, kind):
            continue
        name = next(_spoken_of(turns, kind, languages[0]), None)
        if name:
            name = f"in {name}" if kind == "place" and languages[0] == "en" else name
            words[number] = word.replace(bare, f"{joined[1]} {name}" if joined else name)
    return " ".join(words)


def _only_exists(words: Sequence[str], number: int, kind: str) -> bool:
    """Whether a word for a place only says that there is something: "is there a ceasefire?"."""
    beside = [word.strip(_OUT).casefold() for word in (words[number - 1], *words[number + 1 :][:1])]
    forms = phrases("being")
    return kind == "place" and number + 1 < len(words) and not forms.isdisjoint(beside)


def _spoken_of(turns: Sequence[Turn], kind: str, language: str) -> Iterator[str]:
    """Yield the names of a thread that a pronoun may mean, the ones spoken of last first."""
    for turn in reversed(turns):
        answered = (turn.answer[name.start : name.end] for name in _in_answer(turn))
        is_place = understand(turn.question, language).kind is Kind.PLACE
        if is_place and kind == "place":
            yield from _places(turn)
        for name in _capitals(turn.question, language):
            if _is_place(name) is (kind == "place") or (is_place and kind == "place"):
                yield name
        for name in answered:
            if _is_place(name) is (kind == "place"):
                yield name


def _places(turn: Turn) -> Iterator[str]:
    """Yield where an answer says that something is, beside what was asked about."""
    asked = turn.question.casefold()
    for name in _in_answer(turn):
        if name.words not in asked and fits(name, ("place",), turn.answer):
            yield turn.answer[name.start : name.end]


def _in_answer(turn: Turn) -> list[Name]:
    """Return an answer's names: those of two words first, which are hardly ever mere openings.

    A headline begins with whom it is about.
    """
    no_name = phrases("adjective")
    names = [
        name
        for name in names_in(turn.answer)
        if name.sort is Sort.NAME and name.words not in no_name
    ]
    opens = bool(turn.question)
    return sorted(
        names, key=lambda name: (" " not in name.words, opens and name.start == 0, name.start)
    )
