"""Which schemas there have been, as the migrations tell."""

from functools import cache
from importlib.resources import files

from alembic.config import Config
from alembic.script import ScriptDirectory


def alembic() -> Config:
    """Return Alembic's configuration: where the migrations are."""
    config = Config()
    config.set_main_option("script_location", str(files("briefings.store") / "migrations"))
    return config


@cache
def revisions() -> tuple[str, ...]:
    """Return every schema's revision, the newest first."""
    scripts = ScriptDirectory.from_config(alembic())
    return tuple(script.revision for script in scripts.walk_revisions())


def newest_revision() -> str:
    """Return the revision that this version of the program works with."""
    return revisions()[0]
