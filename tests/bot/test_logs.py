"""Whatever is logged, by us or by a library, no token or password is in it."""

import json
import subprocess
import sys

import pytest

SCRIPT = """
import logging, sys, structlog
from bot.logs import set_up_logs
style, secret = sys.argv[1:]
set_up_logs(style, "info")
structlog.get_logger("own").info("hello " + secret, token=secret)
logging.getLogger("library").warning("said %s", secret)
try:
    raise ValueError("refused " + secret)
except ValueError:
    structlog.get_logger("own").exception("it failed")
    logging.getLogger("library").exception("it failed too")
"""


def logged(style: str, secret: str) -> str:
    """Return what a process logs that has this secret everywhere."""
    command = [sys.executable, "-c", SCRIPT, style, secret]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr


@pytest.mark.parametrize("style", ["human", "json"])
@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234567890-abcdefABCDEF",
        "xoxe.xoxb-1-Mi0yLTEyMzQ1Njc4OTA",
        "xapp-1-A111-222-aabbccddeeff",
        "MTA1NDMyMTA5ODc2NTQzMjEw.GabcDE.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_a_token_is_in_no_line(style: str, secret: str) -> None:
    said = logged(style, secret)
    assert said.count("***") >= 5
    assert secret not in said
    assert secret[-10:] not in said


@pytest.mark.parametrize("style", ["human", "json"])
def test_of_an_address_everything_but_the_password_is_said(style: str) -> None:
    said = logged(style, "postgresql://reader:s3cret@db.example/quickread")
    assert "s3cret" not in said
    assert "***@db.example/quickread" in said


def test_for_machines_every_line_is_json() -> None:
    rows = [json.loads(row) for row in logged("json", "nothing").splitlines()]
    assert [row["level"] for row in rows] == ["info", "warning", "error", "error"]
    assert all("timestamp" in row for row in rows)
