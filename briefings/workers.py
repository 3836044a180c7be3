"""Strangers' documents, read in processes of their own.

    document → a free process → what is in it
                     └─ too long, or dead: killed, and another one started when it is needed

Parsers meet hostile input here: it can take neither the event loop's time nor the memory of the
process that holds the tokens. A worker's environment has none of its parent's settings.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, Protocol

from briefings.articles.page import Page, read_page
from briefings.errors import BrokenFeed, QuickreadError
from briefings.feeds.fetch import Fetched
from briefings.feeds.parse import parse_feed
from briefings.model import FeedDocument

SECONDS = 20.0
"""How long reading one document may take."""
MEMORY = 2_000_000_000
"""Bytes of address space that a worker may have."""
DOCUMENTS = 5_000
"""Documents after which a worker makes room for a fresh one."""
_HEAD = struct.Struct("!I")
_LIMIT = 200_000_000


class Reader(Protocol):
    """Reads documents without holding up the event loop."""

    async def feed(self, fetched: Fetched, seen: str = "") -> FeedDocument:
        """Read a feed, without the items seen before. Raises NotAFeed, BrokenFeed."""

    async def page(self, fetched: Fetched) -> Page:
        """Read an article's page. Raises NotAnArticle."""


class Threads:
    """Reads documents in threads: for single commands, where no process has to be guarded."""

    async def feed(self, fetched: Fetched, seen: str = "") -> FeedDocument:
        """Read a feed. Raises NotAFeed, BrokenFeed."""
        return await asyncio.to_thread(_feed, fetched, seen)

    async def page(self, fetched: Fetched) -> Page:
        """Read an article's page. Raises NotAnArticle."""
        return await asyncio.to_thread(_page, fetched)


class Workers:
    """Reads documents in at most `count` processes, which start when they are needed."""

    def __init__(self, count: int | None = None, *, seconds: float = SECONDS) -> None:
        self._free: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(count or min(4, os.cpu_count() or 1))
        self._seconds = seconds

    async def feed(self, fetched: Fetched, seen: str = "") -> FeedDocument:
        """Read a feed. Raises NotAFeed, BrokenFeed."""
        document: FeedDocument = await self.run(_feed, fetched, seen)
        return document

    async def page(self, fetched: Fetched) -> Page:
        """Read an article's page. Raises NotAnArticle."""
        page: Page = await self.run(_page, fetched)
        return page

    async def run(self, work: Callable[..., Any], *given: Any) -> Any:
        """Do a module's function in a worker. Raises what it raises, BrokenFeed for a runaway."""
        async with self._places:
            worker = self._free.pop() if self._free else await self._start()
            try:
                async with asyncio.timeout(self._seconds):
                    good, value = await worker.ask((work, given))
            except (TimeoutError, OSError, EOFError, pickle.UnpicklingError):
                self._end(worker)
                raise BrokenFeed(
                    "Reading that document took too much time or memory.",
                    hint="It will be tried again later.",
                ) from None
            except BaseException:  # cancelled half-way: its answer would be taken for the next one
                self._end(worker)
                raise
            if worker.answered >= DOCUMENTS:
                self._end(worker)
            else:
                self._free.append(worker)
        if not good:
            raise value
        return value

    async def close(self) -> None:
        """End every worker."""
        for worker in tuple(self._all):
            self._end(worker)
        self._free.clear()
        await asyncio.gather(*self._ending)

    async def _start(self) -> "_Worker":
        worker = await _Worker.start()
        self._all.add(worker)
        return worker

    def _end(self, worker: "_Worker") -> None:
        self._all.discard(worker)
        ending = asyncio.create_task(worker.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


class _Worker:
    """One process, and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.answered = 0

    @classmethod
    async def start(cls) -> "_Worker":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from briefings.workers import serve; serve()",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        return cls(process)

    async def ask(self, question: Any) -> tuple[bool, Any]:
        """Send work and wait for what comes of it."""
        into, out = self.process.stdin, self.process.stdout
        if into is None or out is None:
            raise EOFError
        packed = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
        into.write(_HEAD.pack(len(packed)))
        into.write(packed)
        await into.drain()
        (size,) = _HEAD.unpack(await out.readexactly(_HEAD.size))
        if size > _LIMIT:
            raise EOFError
        # what comes is from our own program
        good, value = pickle.loads(await out.readexactly(size))  # noqa: S301
        self.answered += 1
        return good, value

    async def end(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        with contextlib.suppress(OSError):
            await self.process.communicate()


def serve() -> None:
    """Be a worker: read work from standard input until it ends."""
    _limit()
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    while len(head := source.read(_HEAD.size)) == _HEAD.size:
        work, given = pickle.loads(source.read(_HEAD.unpack(head)[0]))  # noqa: S301
        _watch(seconds=int(SECONDS) * 2)
        answer = pickle.dumps(_done(work, given), pickle.HIGHEST_PROTOCOL)
        _watch(seconds=0)
        target.write(_HEAD.pack(len(answer)))
        target.write(answer)
        target.flush()


def _done(work: Callable[..., Any], given: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, work(*given)
    except QuickreadError as error:
        error.__cause__ = error.__context__ = None
        return False, error
    except (Exception, RecursionError, MemoryError):  # noqa: BLE001  # all mean the same here
        return False, BrokenFeed("What is at that address can't be read.")


def _limit() -> None:
    """Bound the memory, and let the event loop go first."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(OSError):
        os.nice(5)


def _watch(*, seconds: int) -> None:
    """Let the system end this process after so many seconds, even with its parent gone."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _feed(fetched: Fetched, seen: str) -> FeedDocument:
    return parse_feed(fetched.body, url=fetched.url, content_type=fetched.content_type, seen=seen)


def _page(fetched: Fetched) -> Page:
    return read_page(fetched.body, fetched.url)
