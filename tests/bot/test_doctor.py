"""The doctor names what is wrong and what to do, and no secret."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.doctor import feed_findings, report
from briefings.model import Feed

QUICKREAD = Path(sys.executable).with_name("quickread")
AT = datetime(2026, 3, 10, tzinfo=UTC)


def feed(number: int, problem: str | None = None) -> Feed:
    read = None if problem else AT
    url = f"https://{number}.example/feed"
    return Feed(number, url, f"F{number}", problem=problem, failures=1, succeeded_at=read)


def test_where_all_feeds_fail_for_one_reason_it_is_said_once() -> None:
    feeds = tuple(feed(number, "There is no server of that name.") for number in range(5))
    (finding,) = feed_findings(feeds)
    assert finding.is_problem
    assert "Is this machine on the internet?" in report((finding,))


def test_each_feed_that_fails_alone_is_named_with_what_to_do() -> None:
    findings = feed_findings((feed(1), feed(2, "It is gone."), feed(3, "It took too long.")))
    assert [one.is_problem for one in findings] == [False, True, True]
    said = report(findings)
    assert "3 followed, 1 read so far, 2 failing" in said
    assert "Is https://2.example/feed still right? It failed once." in said


def test_no_feeds_at_all() -> None:
    assert "Add one with /feeds add." in report(feed_findings(()))


def doctor(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [QUICKREAD, "doctor"],
        cwd=folder,
        env={**kept, "QUICKREAD_PORT": "0", **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_new_installation_is_well_but_for_its_feeds(tmp_path: Path) -> None:
    done = doctor(tmp_path)
    assert "✓ settings: all understood" in done.stdout
    assert "✓ database: opens" in done.stdout
    assert "✓ Slack and Discord: no tokens set" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_what_is_wrong_is_said_without_a_trace_or_a_secret(tmp_path: Path) -> None:
    url = "postgresql://user:s3cret@127.0.0.1:1/x"
    done = doctor(tmp_path, DATABASE_URL=url, SLACK_BOT_TOKEN="xoxb-s3cret")
    assert done.returncode == 1
    assert "✗ database" in done.stdout
    assert "SLACK_APP_TOKEN is not set" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
