"""`make test`: the checks, then pytest on SQLite, then on PostgreSQL; one closing line states both.

A step that fails does not hide the next one, but the whole run fails.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import tools
from tests.support.postgres import throwaway_server
from tests.support.tools import Tool, ToolMissing

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
# Tests that follow each other stay with one process as long as both are busy: they share what they begin with.
SHARED_OUT = ("-n", "2", "--dist", "worksteal")
PYTEST = (sys.executable, "-m", "pytest", "-q", *SHARED_OUT, "--durations=10", "--durations-min=2")
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "nirapod.settings.test",
    "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
    "PYTHONDONTWRITEBYTECODE": "",  # or a dozen processes would each compile all sources again
}
CHECKS: dict[str, tuple[str, ...]] = {  # the longest first: the others run beside it
    "types": ("mypy",),
    "style": ("ruff", "check", "--quiet", "."),
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "import arrows": ("lint-imports", "--no-logo"),
    "templates": ("djlint", "templates", "--lint", "--quiet"),
    "migrations": ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
}


@dataclass(frozen=True)
class Outcome:
    """How one step of the run ended."""

    name: str
    passed: bool
    words: str


def main(arguments: list[str]) -> int:
    """Run everything, or the checks alone with `--lint-only`. Returns the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped too
    outcomes: list[Outcome] = []
    try:
        if "--lint-only" in arguments:
            outcomes += run_checks()
        else:
            outcomes += run_everything(tools.left_out())
    except KeyboardInterrupt:
        outcomes.append(Outcome("run", False, "stopped by Ctrl-C"))
    except ToolMissing as problem:
        outcomes.append(Outcome("tools", False, f"MISSING: {problem}"))
    return report(outcomes)


def run_checks() -> list[Outcome]:
    """Run what needs no database, two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(check, CHECKS))


def check(name: str) -> Outcome:
    """Run one check, and show what it says in one piece."""
    program, *arguments = CHECKS[name]
    done = subprocess.run(
        (str(BIN / program), *arguments),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | SETTINGS,
        check=False,
    )
    print(f"\n== {name}\n{done.stdout}", end="", flush=True)
    return Outcome(name, done.returncode == 0, "passed" if done.returncode == 0 else "FAILED")


def run_everything(left_out: frozenset[Tool]) -> Iterator[Outcome]:
    """The checks, then pytest once an engine. Every tool is looked for first, so that a missing one shows at once."""
    environment = {} if Tool.CHROMIUM in left_out else {"CHROMIUM": tools.chromium()}
    if Tool.JAVA not in left_out:
        tools.java()
    with ExitStack() as stack:
        engines: dict[str, tuple[str, tuple[str, ...]]] = {"SQLite": ("", PYTEST)}
        if Tool.POSTGRESQL not in left_out:
            once_more = (*PYTEST, "-m", "database and not browser")
            engines["PostgreSQL"] = (stack.enter_context(database_url()), once_more)
        with made_meanwhile(url for url, _ in engines.values()):
            yield from run_checks()
        for name, (url, command) in engines.items():
            yield run(name, command, environment | {"DATABASE_URL": url})
    if Tool.POSTGRESQL in left_out:
        yield Outcome("PostgreSQL", True, "LEFT OUT (NIRAPOD_TEST_WITHOUT)")


@contextmanager
def made_meanwhile(urls: Iterable[str]) -> Iterator[None]:
    """Make the databases that the tests copy while the checks keep one processor busy."""
    making = [
        subprocess.Popen(
            (sys.executable, "-m", "tests.support.template"),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            env=os.environ | SETTINGS | {"DATABASE_URL": url},
        )
        for url in urls
    ]
    try:
        yield
        for process in making:
            process.wait()  # one that failed is made again by the first test, which then tells why
    finally:
        for process in making:
            process.terminate()


@contextmanager
def database_url() -> Iterator[str]:
    """The PostgreSQL that `TEST_DATABASE_URL` names, or a throwaway one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
    else:
        with throwaway_server() as url:
            yield url


def run(name: str, command: tuple[str, ...], environment: dict[str, str]) -> Outcome:
    """Run one step with its output shown, without input, and time it."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env=os.environ | SETTINGS | environment,
        check=False,
    )
    words = f"{'passed' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s"
    return Outcome(name, done.returncode == 0, words)


def report(outcomes: list[Outcome]) -> int:
    """Print the closing line: `SQLite: passed in 80 s · PostgreSQL: passed in 60 s`."""
    broken = [outcome for outcome in outcomes if not outcome.passed]
    shown = [
        outcome for outcome in outcomes if outcome.name in {"SQLite", "PostgreSQL"} or not outcome.passed
    ]
    line = " · ".join(f"{outcome.name}: {outcome.words}" for outcome in shown)
    print(f"\n{line or 'All checks passed'}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
