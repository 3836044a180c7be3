"""The tree shows the architecture, and this keeps it so: imports, sizes, what is loaded when."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("bot", "briefings")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "versions" not in path.parts  # a migration is named by its revision and imported by Alembic
}
ADAPTERS = (
    "bot.adapters.slack",
    "bot.adapters.discord",
    "bot.adapters.web",
    "bot.adapters.console",
)
HEAVY = {
    "sqlalchemy": ("briefings.store",),
    "alembic": ("briefings.store",),
    "trafilatura": ("briefings.articles.page",),
    "feedparser": ("briefings.feeds.parse",),
    "slack_bolt": ("bot.adapters.slack",),
    "slack_sdk": ("bot.adapters.slack",),
    "cryptography": ("bot.adapters.slack.vault",),
    "discord": ("bot.adapters.discord",),
    "apscheduler": ("bot.schedules",),
    "nupunkt": ("briefings.text.sentences",),
    "snowballstemmer": ("briefings.text.languages",),
}
"""Each of these libraries is known to one module or package only."""


def imports(path: Path, *, at_import: bool = False) -> Iterator[str]:
    """Yield what a module imports; with `at_import` only what it imports when it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if at_import else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                full = f"{node.module}.{name.name}"
                yield full if full in MODULES else node.module


def test_the_newsroom_knows_nothing_of_the_desk() -> None:
    wrong = [
        (name, imported)
        for name, path in MODULES.items()
        if name.startswith("briefings")
        for imported in imports(path)
        if imported.split(".")[0] == "bot"
    ]
    assert wrong == []


def test_adapters_do_not_know_each_other() -> None:
    wrong = [
        (name, imported)
        for name, path in MODULES.items()
        for own in ADAPTERS
        if name.startswith(own)
        for imported in imports(path)
        if imported.startswith(tuple(other for other in ADAPTERS if other != own))
    ]
    assert wrong == []


def test_adapters_see_messages_never_digests_or_stories() -> None:
    wrong = [
        (name, imported)
        for name, path in MODULES.items()
        if name.startswith("bot.adapters")
        for imported in imports(path)
        if imported in ("briefings.model", "briefings.newsroom") or "briefings.store" in imported
    ]
    assert wrong == []


def test_there_is_no_circle_of_imports() -> None:
    graph = {
        name: {wanted for wanted in imports(path, at_import=True) if wanted in MODULES} - {name}
        for name, path in MODULES.items()
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(f"these import each other: {circle.args[1]}")


@pytest.mark.parametrize("library", HEAVY)
def test_a_library_is_known_to_one_place_only(library: str) -> None:
    wrong = [
        name
        for name, path in MODULES.items()
        if not name.startswith(HEAVY[library])
        and any(imported.split(".")[0] == library for imported in imports(path))
    ]
    assert wrong == []


def test_modules_are_short_enough_to_read() -> None:
    long = {
        name: lines
        for name, path in MODULES.items()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 330
    }
    assert long == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "manager", "misc", "common"}
    assert [name for name in MODULES if drawers & set(name.split("."))] == []


def test_the_command_answers_without_loading_what_is_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import bot.cli, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    assert sorted(set(loaded) & {*HEAVY, "aiohttp", "jinja2"}) == []


def test_a_process_for_work_does_not_load_what_only_its_parent_needs() -> None:
    own = "import briefings.work, briefings.warming as w, briefings.stories.kept; w.warm_up()"
    loaded = subprocess.run(
        [sys.executable, "-c", f"{own}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    assert sorted(set(loaded) & {"asyncio", "aiohttp", "structlog", "sqlalchemy"}) == []
