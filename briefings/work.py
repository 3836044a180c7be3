"""A process for work: it is told of functions, one after the other, and says what they return.

call from standard input → its function → what it returns, or raises → standard output

It has only what its functions need: what keeps such processes (`processes`) is not loaded here.
"""

import contextlib
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, ParamSpec, Protocol, TypeVar

from briefings.errors import Overworked, QuickreadError
from briefings.packing import pack_result, unpack_call

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 20.0
"""How long one call may take."""
MEMORY = 2_000_000_000
"""Bytes of address space that a process may have."""
HEAD = struct.Struct("!I")
"""How long what follows is."""


class Run(Protocol):
    """Runs a function without holding up the event loop, as `asyncio.to_thread` does."""

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **given: P.kwargs) -> T:
        """Return what the function returns. Raises what it raises."""


def serve() -> None:
    """Be a process for work: answer calls from standard input until it ends."""
    _limit()
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    target.write(HEAD.pack(0))
    target.flush()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        _end_after(SECONDS * 2)
        (function, args, given), articles = unpack_call(source.read(*HEAD.unpack(head)))
        answer = pack_result(_outcome(function, args, given), articles)
        _end_after(0)
        target.write(HEAD.pack(len(answer)))
        target.write(answer)
        target.flush()


def _outcome(
    function: Callable[..., Any], args: tuple[Any, ...], given: dict[str, Any]
) -> tuple[bool, Any]:
    try:
        return True, function(*args, **given)
    except QuickreadError as error:
        error.__cause__ = error.__context__ = None
        return False, error
    except MemoryError:
        return False, Overworked("Reading that took too much memory.")
    except Exception:  # noqa: BLE001  # told to whoever asked, and logged there
        return False, traceback.format_exc(limit=-6)


def _limit() -> None:
    """Bound the memory, and let the event loop's process go first."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(OSError):
        os.nice(5)


def _end_after(seconds: float) -> None:
    """Have the system end this process then, though nobody is left to do it; 0 for never."""
    if sys.platform != "win32":
        signal.alarm(int(seconds))
