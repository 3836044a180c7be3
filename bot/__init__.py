"""The desk: commands, schedules and platforms around the newsroom in `briefings`."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("quickread")
except PackageNotFoundError:  # run from a folder that was not installed
    __version__ = "0"
