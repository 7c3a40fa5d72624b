"""Starting and stopping the demo's processes: nothing is left running, whatever ends the demo."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nirapod.demo.processes import ChildDied, Children, is_free

SITE = Path(__file__).resolve().parents[2] / "site"
# A child that has a child of its own, as gunicorn has its workers, and writes down both.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""
# The demo in small: it starts the family and waits.
PARENT = f"""
import sys
from nirapod.demo.processes import children
with children() as group:
    group.start("family", [sys.executable, "-c", {FAMILY!r}, sys.argv[1]])
    group.watch()
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A running parent in a session of its own, with the process numbers of its family."""
    note = tmp_path / "pids"
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(note)],
        env=os.environ | {"PYTHONPATH": str(SITE)},
        start_new_session=True,
    )
    yield process, read_when_written(note)
    process.kill()
    process.wait()


def read_when_written(note: Path) -> list[int]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        words = note.read_text().split() if note.exists() else []
        if len(words) == 2:
            return [int(word) for word in words]
        time.sleep(0.05)
    raise AssertionError("the family did not start")


def alive(pid: int) -> bool:
    """The process exists and is no zombie that waits to be collected by init."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_running_when_the_demo_ends(
    parent: tuple[subprocess.Popen[bytes], list[int]], ending: signal.Signals
) -> None:
    process, family = parent
    process.send_signal(ending)
    assert process.wait(timeout=20) == 0
    assert not [pid for pid in family if alive(pid)]


def test_a_server_that_dies_is_named() -> None:
    group = Children()
    group.start("web server", [sys.executable, "-c", "raise SystemExit(3)"])
    group.running["web server"].wait(timeout=20)
    with pytest.raises(ChildDied, match=r"web server stopped by itself \(exit status 3\)"):
        group.check()


def test_a_port_where_somebody_listens_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)
