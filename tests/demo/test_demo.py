"""`manage.py demo` as a newcomer meets it: it serves, says who may sign in, stops, and starts again quickly."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection  # noqa: TID251 - asks the demo on this machine
from pathlib import Path
from socket import create_server

from nirapod.demo.processes import is_free

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def demo(home: Path, port: int) -> Iterator[str]:
    """A running demo; yields what it had printed when it was ready, then ends it as Ctrl-C does."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "DATABASE_"))
    }
    log = home.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)],
            env=kept | {"NIRAPOD_HOME": str(home), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield wait_until_ready(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and process.poll() is None:
        if "Ctrl-C stops it" in (text := log.read_text(errors="replace")):
            return text
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


def status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().status


def test_the_demo_serves_then_stops_and_starts_again_with_nothing_to_prepare(tmp_path: Path) -> None:
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with demo(tmp_path / "home", port) as words:
        assert f"http://localhost:{port}" in words
        assert re.search(r"\S+@\S+\.\w+\s+\S{8,}", words), "no sign-in is shown"
        assert status(port, "/accounts/login/") == 200
    assert is_free(port)
    with demo(tmp_path / "home", port) as words:
        assert "Preparing" not in words
