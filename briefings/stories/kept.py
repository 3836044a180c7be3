"""The live stories that a process keeps, for those who ask for them by a number of their own."""

from collections.abc import Mapping, Sequence

from briefings.stories.grouper import Grouper
from briefings.stories.vectors import Report

groupers: dict[int, Grouper] = {}
"""Live stories, by the number of who asked for them to be kept."""


def begin(number: int) -> None:
    """Keep live stories, none at first."""
    groupers[number] = Grouper()


def restore(number: int, known: Sequence[tuple[Report, str]]) -> None:
    """Take in reports whose stories are known."""
    for report, story in known:
        groupers[number].restore(report, story)


def place(number: int, renamed: Mapping[str, str], reports: Sequence[Report]) -> list[str] | None:
    """Return the names of the reports' stories, None where the live stories are not known."""
    grouper = groupers.get(number)
    if grouper is None:
        return None
    for name, new in renamed.items():
        grouper.rename(name, new)
    return [grouper.add(report).story for report in reports]


def forget(number: int) -> None:
    """Keep them no more."""
    groupers.pop(number, None)
