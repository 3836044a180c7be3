"""A web application on a free port of this machine, for as long as a test needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


@asynccontextmanager
async def loopback(app: web.Application, **given: Any) -> AsyncIterator[str]:
    """Serve it; give its address, without a slash at the end. `given` is for the runner."""
    runner = web.AppRunner(app, **given)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
