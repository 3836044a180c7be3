"""A question that leans on the last one, made to stand by itself.

"and Italy?"  → the last question, about Italy
"why?"        → the last question's words, asked why
"he", "there" → who or what the thread spoke of last

What can't be led back stays as it is.
"""

from collections.abc import Iterator, Sequence

from briefings.answers.names import Name, Sort, names_in
from briefings.answers.question import Kind, Question, understand
from briefings.answers.sorts import listed
from briefings.answers.talk import phrases, phrases_in
from briefings.model import Turn
from briefings.text.languages import guess_language

_FEW = 3
"""Words that are only another thing to ask the same of."""
_SHORT = 7
"""Words of a question that only changes the last one."""
_END = " ?!.…？"
_OUT = " ?!.,;:"


def stand_alone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question with what it leaves to the thread; `turns` are oldest first."""
    text = " ".join(question.split())
    if not turns or not text:
        return text
    language = guess_language(f"{turns[-1].question} {text}") or "en"
    if not turns[-1].question:
        return _fill(text, turns, language)
    last = understand(turns[-1].question, language)
    rest = _after_lead(text, language)
    if rest is not None:
        changed = _change(rest, last)
        if changed:
            return changed
    asked = understand(text, language)
    if not asked.stems and len(text.split()) <= _FEW and asked.kind is not Kind.THING:
        return _asked_anew(text, last)
    return _fill(text, turns, language)


def _after_lead(text: str, language: str) -> str | None:
    """Return what comes after "and" or "what about", None where nothing of the kind opens it."""
    lower = text.casefold()
    leads = sorted(phrases_in(language, "lead") | phrases_in("en", "lead"), key=len, reverse=True)
    lead = next((one for one in leads if lower.startswith(f"{one} ")), None)
    rest = text[len(lead) :].strip() if lead else None
    return rest if rest and len(rest.split()) <= _SHORT else None


def _change(rest: str, last: Question) -> str | None:
    """Ask the last question about something else."""
    asked = understand(rest, last.language)
    bare = rest.strip(_OUT)
    if asked.kind not in (Kind.THING, last.kind):
        return None if asked.stems else _asked_anew(rest, last)
    names = _capitals(bare)
    if not names:
        return None if len(bare.split()) > _FEW else f"{last.text.rstrip(_END)} {bare}?"
    old = _same_sort(names[-1], _capitals(last.text, last.language))
    if old is None:
        return f"{last.text.rstrip(_END)} {bare}?"
    return last.text.replace(old, names[-1], 1)


def _asked_anew(text: str, last: Question) -> str:
    """Put another question word to the last question's words: "why?", "and when?"."""
    words = [word.text for word in last.words]
    names = [name for name in _capitals(last.text, last.language) if name.split()[0] not in words]
    return f"{text.strip(_OUT)} {' '.join([*names, *words])}?"


def _capitals(text: str, language: str | None = "en") -> list[str]:
    """Return the names of a question, in order, without a word that only opens it."""
    return [
        text[name.start : name.end]
        for name in sorted(names_in(text, language or "en"), key=lambda one: one.start)
        if name.sort is Sort.NAME and name.words not in phrases("asking")
    ]


def _same_sort(new: str, names: Sequence[str]) -> str | None:
    """Return the name of the last question that the new one stands for, the first of its sort."""
    return next((name for name in names if _is_place(name) is _is_place(new)), None)


def _is_place(name: str) -> bool:
    return name.casefold() in listed("country") | listed("state") | listed("continent")


def _fill(text: str, turns: Sequence[Turn], language: str) -> str:
    """Put names for the pronouns of a question."""
    kinds = {kind: phrases_in(language, kind) for kind in ("person", "place")}
    words = text.split(" ")
    for number, word in enumerate(words):
        bare = word.strip(_OUT)
        kind = next((kind for kind, all_ in kinds.items() if bare.casefold() in all_), None)
        name = next(_spoken_of(turns, kind, language), None) if kind and number else None
        if name:
            words[number] = word.replace(bare, name)
    filled = " ".join(words)
    leans = phrases_in(language, "thing").intersection(
        word.strip(_OUT).casefold() for word in words[1:]
    )
    if leans and turns[-1].question and not _capitals(filled[:1].lower() + filled[1:]):
        return _asked_anew(filled, understand(turns[-1].question, language))
    return filled


def _spoken_of(turns: Sequence[Turn], kind: str, language: str) -> Iterator[str]:
    """Yield the names of a thread that a pronoun may mean, the ones spoken of last first."""
    for turn in reversed(turns):
        answered = (turn.answer[name.start : name.end] for name in _in_answer(turn.answer))
        for name in (*_capitals(turn.question, language), *answered):
            if _is_place(name) is (kind == "place"):
                yield name


def _in_answer(answer: str) -> list[Name]:
    """Return an answer's names: those of two words first, which are hardly ever mere openings."""
    names = [name for name in names_in(answer) if name.sort is Sort.NAME]
    return sorted(names, key=lambda name: (" " not in name.words, name.start == 0, name.start))
