"""How long it takes from start to serving on an existing database, and how much memory it idles in.

python -m benchmarks.start
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
IDLE_SECONDS = 20.0


def main() -> None:
    """Start the product several times in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        _run(folder)  # makes the database
        times = [_run(folder)[0] for _ in range(RUNS)]
        seconds, megabytes = _run(folder, idle=IDLE_SECONDS)
        times.append(seconds)
    print(f"start to serving: median {statistics.median(times):.2f} s, most {max(times):.2f} s")
    print(f"idle memory after {IDLE_SECONDS:.0f} s: {megabytes:.0f} MB resident")


def _run(folder: str, *, idle: float = 0.0) -> tuple[float, float]:
    """Return the seconds until the page is served, and the resident megabytes after `idle`."""
    command = [Path(sys.executable).with_name("quickread"), "run", "--port", "0"]
    environment = {**os.environ, "DATABASE_URL": "sqlite:///quickread.db"}
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        process.stdout.readline()
        seconds = time.perf_counter() - started
        time.sleep(idle)
        resident = _resident(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    return seconds, resident


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
