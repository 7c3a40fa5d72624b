"""The one way to a PDF. A paper goes in as data, never as markup; a process of its own compiles it and is bounded.

Same paper, same bytes. The process sees the packaged layout and fonts and nothing else: no network, no system fonts,
no file of its own; what is printed goes through pipes only.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import segno

from forms_builder.printing.characters import printable
from forms_builder.printing.paper import Paper, as_data

HERE = Path(__file__).parent
LAYOUT = HERE / "layout"
FONTS = HERE / "fonts"
PROCESS = HERE / "process.py"

MOST_PAGES: Final = 200
MOST_BYTES: Final = 4_000_000
"""Of the paper as JSON: some 200 pages of dense text are 2 MB."""
SECONDS: Final = 20
MEMORY: Final = 1_500_000_000
"""Address space of the process in bytes; a usual form needs a tenth."""


class NotPrintable(Exception):
    """No PDF came of it."""


class TooLong(NotPrintable):
    """More pages than may be printed at once, or more text or time than that takes."""


def render(paper: Paper) -> bytes:
    """The paper as a tagged PDF (PDF/UA-1). `TooLong` past the bounds, `NotPrintable` where it fails otherwise."""
    order = {**_common(paper), "format": "pdf"}
    return _compile(order)


def render_pictures(paper: Paper, dots_per_inch: int = 72) -> list[bytes]:
    """Each page as a PNG: for looking at, and for tests."""
    order = {**_common(paper), "format": "png", "ppi": dots_per_inch}
    made = _compile(order)
    pages = []
    while made:
        size = int.from_bytes(made[:8], "big")
        pages.append(made[8 : 8 + size])
        made = made[8 + size :]
    return pages


def _common(paper: Paper) -> dict[str, object]:
    data = as_data(paper, printable)
    for part in (data, *data["blocks"]):
        part["qr"] = qr(part.get("code", ""))
    text = json.dumps({**data, "most_pages": MOST_PAGES}, ensure_ascii=False)
    if len(text.encode()) > MOST_BYTES:
        raise TooLong
    return {"data": text, "layout": str(LAYOUT), "fonts": str(FONTS), "seconds": SECONDS, "memory": MEMORY}


def qr(code: str) -> str:
    """A code as an SVG picture; nothing for no code."""
    return segno.make(code, error="m", micro=False).svg_inline(border=1, omitsize=True) if code else ""


def _compile(order: dict[str, object]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROCESS)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=LAYOUT,
            env={"RAYON_NUM_THREADS": "1", "PATH": os.defpath},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLong from error
    if done.returncode == 0:
        return done.stdout
    if b"too-many-pages" in done.stderr or done.returncode < 0:
        raise TooLong  # a signal: out of time or memory
    raise NotPrintable(f"The layout process ended with {done.returncode}.")
