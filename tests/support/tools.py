"""Programs from outside that tests need: found, installed where that is possible, or named in one line.

`NIRAPOD_TEST_WITHOUT` is the only way to go without one; nothing is left out silently.
"""

import os
import shutil
import subprocess
from enum import StrEnum
from typing import NoReturn

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Tool(StrEnum):
    """What a run may be told to go without."""

    POSTGRESQL = "postgresql"
    CHROMIUM = "chromium"
    JAVA = "java"


class ToolMissing(Exception):
    """A program is missing and could not be installed; the message says what to do."""


def left_out() -> frozenset[Tool]:
    """The tools that `NIRAPOD_TEST_WITHOUT` names, separated by commas."""
    names = {name.strip().lower() for name in os.environ.get("NIRAPOD_TEST_WITHOUT", "").split(",")} - {""}
    unknown = names - set(Tool)
    if unknown:
        raise ToolMissing(
            f"NIRAPOD_TEST_WITHOUT knows {', '.join(Tool)}; it does not know {', '.join(sorted(unknown))}."
        )
    return frozenset(Tool(name) for name in names)


def find_chromium() -> str | None:
    """Path of a Chromium: `CHROMIUM` first, then the usual names in PATH."""
    given = os.environ.get("CHROMIUM")
    return shutil.which(given) if given else next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def chromium() -> str:
    """Path of a Chromium, installed from Debian's packages where that is possible."""
    path = find_chromium()
    if path is None and not os.environ.get("CHROMIUM") and install("chromium"):
        path = find_chromium()
    if path is None:
        missing(Tool.CHROMIUM, "Install Chromium or set CHROMIUM to its path")
    return path


def java() -> str:
    """Path of a Java with its compiler beside it, installed from Debian's packages where that is possible."""
    path = _java_with_compiler()
    if path is None and not os.environ.get("JAVA_HOME") and install("default-jdk-headless"):
        path = _java_with_compiler()
    if path is None:
        missing(Tool.JAVA, "Install a Java development kit (default-jdk-headless) or set JAVA_HOME")
    return path


def _java_with_compiler() -> str | None:
    """`JAVA_HOME` first, then PATH."""
    home = os.environ.get("JAVA_HOME")
    folder = os.path.join(home, "bin") if home else None
    return shutil.which("java", path=folder) if shutil.which("javac", path=folder) else None


def install(package: str) -> bool:
    """Install a Debian package as root. False where that cannot be done."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    print(f"Installing {package} ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        subprocess.run(
            [apt, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,
            check=False,
        )
    return True


def missing(tool: Tool, advice: str) -> NoReturn:
    """Raise `ToolMissing` with advice and the one way around it."""
    raise ToolMissing(f"{advice}, or go without its tests: NIRAPOD_TEST_WITHOUT={tool}")
