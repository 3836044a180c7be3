"""Work that takes a processor's time, done in processes of its own, so that the event loop is free.

    call → its function's line → the next free process → what it returns, or raises
                                  └─ too long, or dead: replaced, and the call fails

Functions take turns: a burst of one kind of work does not hold up another kind. Work also meets
hostile input here: it has neither the memory nor the tokens of the process that asks for it.
"""

import asyncio
import contextlib
import os
import pickle
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import structlog

from briefings.errors import Overworked, QuickreadError
from briefings.packing import pack_call, unpack
from briefings.turns import Call, Turns
from briefings.work import HEAD, SECONDS

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

START_SECONDS = 60.0
WAITING = 2_000
"""Calls that wait at most."""
CALLS = 20_000
"""Calls after which a process makes room for a fresh one."""
_BUFFER = 4 * 1024 * 1024
_PAUSE = 1.0
"""Seconds before another process is started where one could not be."""


class Processes:
    """Runs functions in `count` processes.

    Arguments and results are copied, so functions have to be a module's own; articles of a result
    that were in the call are the caller's own. `warm_up` is what a process does first, before it
    is needed. A call whose caller was cancelled is left out, or its process ended.
    """

    def __init__(
        self, count: int, *, seconds: float = SECONDS, warm_up: Callable[[], object] | None = None
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._warm_up = warm_up
        self._calls = Turns()
        self._tasks: list[asyncio.Task[None]] = []
        self._closed = False

    def start(self) -> None:
        """Start the processes, if they are not started."""
        if not self._tasks and not self._closed:
            self._tasks = [asyncio.create_task(self._keep_one()) for _ in range(self._count)]

    async def run(self, function: Callable[P, T], /, *args: P.args, **given: P.kwargs) -> T:
        """Return what the function returns.

        Raises what it raises of our errors, and Overworked where it takes too long, fails in
        another way, or too many calls wait.
        """
        if self._closed or len(self._calls) >= WAITING:
            raise Overworked("There is too much to do just now.", hint="Please try again later.")
        self.start()
        call = _call(function, *args, **given)
        self._calls.put(call)
        done: asyncio.Future[T] = call.done
        return await done

    async def close(self) -> None:
        """End every process; calls that wait or are under way fail."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for call in self._calls.rest():
            _fail(call, "I am being stopped.")

    async def _keep_one(self) -> None:
        """Keep one process at work, and start another when it is worn out."""
        while True:
            try:
                process = await _started()
            except OSError:
                log.exception("no process for work could be started")
                await asyncio.sleep(_PAUSE)
                continue
            try:
                await process.ready()
                await self._work(process)
            except (OSError, EOFError):  # a TimeoutError is an OSError
                log.error("a process for work ended before it began")  # noqa: TRY400
                await asyncio.sleep(_PAUSE)
            finally:
                await process.end()

    async def _work(self, process: "_Process") -> None:
        """Have the process do one call after another until it is worn out or broken."""
        if self._warm_up and not await self._answer(process, _call(self._warm_up)):
            await asyncio.sleep(_PAUSE)
            return
        for _ in range(CALLS):
            call = await self._calls.take()
            if not call.done.done() and not await self._answer(process, call):
                return

    async def _answer(self, process: "_Process", call: Call) -> bool:
        """Have one call answered; return whether the process may be used again."""
        asked = asyncio.create_task(process.ask(call))
        call.done.add_done_callback(lambda _: asked.cancel())
        try:
            async with asyncio.timeout(self._seconds):
                good, value = await asked
        except TimeoutError:
            log.warning("work took too long", function=call.name)
            _fail(call, "Reading that took too much time.")
            return False
        except (OSError, EOFError, pickle.UnpicklingError):
            log.warning("a process died at its work", function=call.name)
            _fail(call, "Reading that took too much memory.")
            return False
        except asyncio.CancelledError:
            if call.done.cancelled():  # half-way: its answer would be taken for the next one's
                return False
            asked.cancel()
            _fail(call, "I am being stopped.")
            raise
        _settle(call, value, good=good)
        return True


async def _started() -> "_Process":
    """Start a process; where that is cancelled half-way, end it all the same."""
    starting = asyncio.create_task(_Process.start())
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with contextlib.suppress(OSError):
            await (await starting).end()
        raise


def _call(function: Callable[..., Any], /, *args: Any, **given: Any) -> Call:
    packed, articles = pack_call((function, args, given))
    name = getattr(function, "__qualname__", "")
    return Call(name, packed, articles, asyncio.get_running_loop().create_future())


def _settle(call: Call, value: Any, *, good: bool) -> None:
    if call.done.done():
        return
    if good:
        call.done.set_result(value)
    elif isinstance(value, QuickreadError):
        call.done.set_exception(value)
    else:
        log.error("work failed", function=call.name, trace=value)
        _fail(call, "Something went wrong on my side, and it is in the log.")


def _fail(call: Call, message: str) -> None:
    if not call.done.done():
        call.done.set_exception(Overworked(message, hint="Please try again later."))


class _Process:
    """One process, and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> "_Process":
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", "from briefings.work import serve; serve()",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={
                    "PATH": os.defpath,
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                    "PYTHONUTF8": "1",
                    "OMP_NUM_THREADS": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                },
                start_new_session=True,
                limit=_BUFFER,
            )
        )  # fmt: skip

    async def ready(self) -> None:
        """Wait until it takes calls. Raises OSError or EOFError when it can't."""
        if self._process.stdout is None:
            raise EOFError
        async with asyncio.timeout(START_SECONDS):
            await self._process.stdout.readexactly(HEAD.size)

    async def ask(self, call: Call) -> tuple[bool, Any]:
        """Send a call and wait for what comes of it. Raises OSError or EOFError when it dies."""
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise EOFError
        into.write(HEAD.pack(len(call.packed)))
        into.write(call.packed)
        await into.drain()
        (size,) = HEAD.unpack(await out.readexactly(HEAD.size))
        good, value = unpack(await out.readexactly(size), call.articles)
        return good, value

    async def end(self) -> None:
        """End the process, whatever it does, and wait until its pipes are closed.

        That takes a moment, and is done to the end though the caller is cancelled meanwhile.
        """
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        ending = asyncio.create_task(self._process.communicate())
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            await ending
            raise
