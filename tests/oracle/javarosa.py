"""Runs `Oracle.java` in one Java machine: forms with filled instances in, what JavaRosa sees out.

The jar with JavaRosa in it comes with the pyxform wheel.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyxform

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
SOURCE = Path(__file__).with_name("Oracle.java")
SECONDS = 300


@dataclass(frozen=True)
class Asked:
    """An XForm and instances of it, all as XML, and the time zone of the phone."""

    xform: str
    zone: str
    instances: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    """Path and text of each answer, given one after the other to a form that is begun anew."""


@dataclass(frozen=True)
class Seen:
    """One instance as JavaRosa sees it. Paths are `/data/group[1]/question[1]`."""

    nodes: dict[str, dict[str, Any]]
    """Path → relevant; and for leaves required, value, and whether the constraint fits."""
    choices: dict[str, list[str]]


class Refused(Exception):
    """JavaRosa could not open a form or an instance."""


def ask(java: str, asked: Iterable[Asked], folder: Path) -> list[list[Seen] | Refused]:
    """What JavaRosa sees, form by form. `java` is the program, `folder` a place for the compiled class."""
    compiler = str(Path(java).with_name("javac"))
    subprocess.run(
        [compiler, "-cp", str(JAR), "-d", str(folder), str(SOURCE)],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    lines = "".join(json.dumps(asdict(one)) + "\n" for one in asked)
    done = subprocess.run(
        [java, "-Xss64m", "-XX:TieredStopAtLevel=1", "-cp", f"{JAR}:{folder}", "Oracle"],
        input=lines.encode(),
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return [_answer(json.loads(line)) for line in done.stdout.decode().splitlines()]


def _answer(told: dict[str, Any]) -> list[Seen] | Refused:
    if "error" in told:
        return Refused(told["error"])
    return [Seen(one["nodes"], one["choices"]) for one in told["seen"]]
