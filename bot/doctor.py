"""`quickread doctor`: what is wrong with this installation, and what to do about it."""

import socket
from typing import Any

from bot.config import Settings, load_settings, unknown_settings
from bot.findings import Finding
from bot.public_address import public_address
from briefings.clock import utc_now
from briefings.errors import QuickreadError
from briefings.model import Feed

_IN_USE = "is in use"


async def examine() -> tuple[Finding, ...]:
    """Look at settings, database, tokens, feeds and the page's port."""
    try:
        settings = load_settings()
    except QuickreadError as error:
        return (Finding("settings", error.message, is_problem=True, advice=error.hint),)
    port = _port(settings)
    return (
        *_settings(),
        *await _database(settings),
        *await _platforms(settings),
        port,
        await public_address(
            settings.quickread_public_url,
            running=port.state.endswith(_IN_USE),
            allowed=settings.quickread_private_hosts,
        ),
    )


def report(findings: tuple[Finding, ...]) -> str:
    """Return the findings as lines for a terminal."""
    lines = []
    for finding in findings:
        lines.append(f"{'✗' if finding.is_problem else '✓'} {finding.what}: {finding.state}")
        if finding.advice:
            lines.append(f"    {finding.advice}")
    problems = sum(finding.is_problem for finding in findings)
    lines.append(
        f"{problems} problem{'s' * (problems != 1)} found." if problems else "All is well."
    )
    return "\n".join(lines)


def _settings() -> tuple[Finding, ...]:
    unknown = unknown_settings()
    if not unknown:
        return (Finding("settings", "all understood"),)
    return tuple(
        Finding(
            "settings",
            f"{name} in .env is no setting",
            is_problem=True,
            advice=f"Did you mean {meant}?" if meant else "See .env.example for those there are.",
        )
        for name, meant in unknown.items()
    )


async def _database(settings: Settings) -> tuple[Finding, ...]:
    from briefings.store import open_store

    try:
        store = await open_store(settings.database_url.get_secret_value())
    except QuickreadError as error:
        return (Finding("database", error.message, is_problem=True, advice=error.hint),)
    try:
        return (
            Finding("database", "opens, and its schema is current"),
            *feed_findings(await store.all_feeds()),
        )
    finally:
        await store.close()


def feed_findings(feeds: tuple[Feed, ...]) -> tuple[Finding, ...]:
    """Say how the feeds do; where all fail for one reason, it is said once."""
    polled = [feed for feed in feeds if feed.url.startswith("http")]
    broken = [feed for feed in polled if feed.problem]
    fresh = [feed for feed in polled if feed.succeeded_at]
    state = f"{len(polled)} followed, {len(fresh)} read so far, {len(broken)} failing"
    if not polled:
        return (
            Finding("feeds", "none followed", is_problem=True, advice="Add one with /feeds add."),
        )
    if len(broken) == len(polled) > 1 and len({feed.problem for feed in broken}) == 1:
        advice = f"Each says: {broken[0].problem} Is this machine on the internet?"
        return (Finding("feeds", f"{state}: all of them", is_problem=True, advice=advice),)
    return (Finding("feeds", state), *(_broken(feed) for feed in broken[:10]))


def _broken(feed: Feed) -> Finding:
    often = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
    return Finding(
        f"feed {feed.title}",
        feed.problem or "",
        is_problem=True,
        advice=f"Is {feed.url} still right? It failed {often}.",
    )


async def _platforms(settings: Settings) -> tuple[Finding, ...]:
    from briefings.store import open_store

    try:
        store = await open_store(settings.database_url.get_secret_value())
    except QuickreadError:  # told already
        return await _tokens(settings, None, ())
    try:
        channels = tuple(one.channel for one in await store.subscriptions() if not one.paused)
        return await _tokens(settings, store, channels)
    finally:
        await store.close()


async def _tokens(settings: Settings, store: Any, channels: tuple[str, ...]) -> tuple[Finding, ...]:
    from bot.platforms import chat_adapters

    findings = []
    try:
        adapters = chat_adapters(settings, None, utc_now, memory=store)
    except QuickreadError as error:
        return (Finding("tokens", error.message, is_problem=True, advice=error.hint),)
    if not adapters:
        return (Finding("Slack and Discord", "no tokens set, so the page only"),)
    for adapter in adapters:
        own = tuple(one for one in channels if one.startswith(f"{adapter.platform}/"))
        try:
            findings.append(Finding(adapter.platform, await adapter.check(own)))
        except QuickreadError as error:
            findings.append(
                Finding(adapter.platform, error.message, is_problem=True, advice=error.hint)
            )
    return tuple(findings)


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.quickread_host, settings.quickread_port))
        except OSError:
            return Finding(
                "page",
                f"port {settings.quickread_port} {_IN_USE}",
                is_problem=False,
                advice="If that is not Quickread itself, set QUICKREAD_PORT to another one.",
            )
    return Finding("page", f"port {settings.quickread_port} is free")
