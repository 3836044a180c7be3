"""`quickread ask` as a process: about everything stored, a topic, or a file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

QUICKREAD = Path(sys.executable).with_name("quickread")
SEEDS = Path(__file__).parents[2] / "seeds"
QUESTION = "How many countries are in Macron's coalition?"


def ask(folder: Path, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "QUICKREAD_SEEDS": str(SEEDS)}
    done = subprocess.run(  # our own command
        [QUICKREAD, "ask", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def as_json(folder: Path, *arguments: str) -> Any:
    return json.loads(ask(folder, *arguments, "--json"))


@pytest.mark.parametrize("about", ["", "ukraine", str(SEEDS / "ukraine-security-guarantees.txt")])
def test_a_question_is_answered_letter_for_letter(tmp_path: Path, about: str) -> None:
    text = (SEEDS / "ukraine-security-guarantees.txt").read_text(encoding="utf-8")
    said = as_json(tmp_path, QUESTION, *(["--about", about] if about else []))
    assert "26" in said["answer"]
    for piece in said["evidence"]:
        assert piece["text"] in text


def test_what_is_not_said_is_said_not_to_be(tmp_path: Path) -> None:
    assert ask(tmp_path, "Who is the king of Atlantis?").startswith("The sources don't say.")
    said = as_json(tmp_path, QUESTION, "--about", "a topic that nothing is on")
    assert said["answer"] is None or "26" in said["answer"]
