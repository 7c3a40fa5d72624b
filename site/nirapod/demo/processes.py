"""Child processes that live and die with this one: every child leads a group of its own, so nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException  # noqa: TID251 - asks our own server on this machine

STOP_SECONDS = 10
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ChildDied(Exception):
    """A child ended by itself; the message says which."""


class Children:
    """Named child processes, stopped together."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child without input that finds the same modules as this process."""
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self.running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env=environment, start_new_session=True
        )

    def check(self) -> None:
        """Raise `ChildDied` when one of them has ended."""
        for name, child in self.running.items():
            if child.poll() is not None:
                raise ChildDied(f"The {name} stopped by itself (exit status {child.returncode}).")

    def watch(self) -> None:
        """Wait for as long as all of them live."""
        while True:
            self.check()
            time.sleep(0.5)

    def wait_for_answer(self, port: int, seconds: float = 60) -> None:
        """Wait until the web server answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.check()
            if answers(port):
                return
            time.sleep(0.2)
        raise ChildDied(f"The web server did not answer within {seconds:.0f} seconds.")

    def stop(self) -> None:
        """Ask every group to end, and end by force what does not."""
        for child in self.running.values():
            signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            signal_group(child, signal.SIGKILL)  # members that outlived their leader
            child.wait()


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        pass


@contextmanager
def children() -> Iterator[Children]:
    """Children for the length of the block. Ctrl-C, SIGTERM and a closed terminal leave the block in order."""
    group = Children()
    for number in ENDINGS:
        signal.signal(number, leave)
    try:
        yield group
    finally:
        for number in ENDINGS:
            signal.signal(
                number, signal.SIG_IGN
            )  # an impatient second Ctrl-C must not leave anything running
        group.stop()


def leave(number: int, frame: object) -> None:
    sys.exit(0)


def is_free(port: int) -> bool:
    """Nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """The health page is served there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
