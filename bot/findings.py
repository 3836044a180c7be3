"""What `quickread doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` is what to do where it is a problem."""

    what: str
    state: str
    is_problem: bool = False
    advice: str = ""
