"""Run by `renderer` as a process of its own: reads an order from stdin, limits itself, compiles, writes to stdout.

Knows nothing of the product, so it starts in milliseconds and a fault in it costs one print.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, cast

import typst

ACCESSIBLE = "ua-1"
EPOCH = 0
"""The time of making that is written into every file: the same paper gives the same bytes."""


def main() -> None:
    order = json.load(sys.stdin.buffer)
    limit(order["seconds"], order["memory"])
    made = made_from(order)
    if isinstance(made, bytes):
        made = [made]
    out = sys.stdout.buffer
    for page in made:
        if order["format"] == "png":
            out.write(len(page).to_bytes(8, "big"))
        out.write(page)


def limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def made_from(order: dict[str, Any]) -> bytes | list[bytes]:
    """The pages. Messages of the compiler may quote what is printed, so only our own codes go to stderr.

    Letters in an order that no font can draw must not keep a record from being printed: then the file is tagged
    all the same, without claiming PDF/UA.
    """
    standards = [ACCESSIBLE] if order["format"] == "pdf" else []
    try:
        return compiled(order, standards)
    except typst.TypstError as error:
        if "too-many-pages" in error.message:
            sys.exit("too-many-pages")
        if not error.message.startswith("PDF/UA"):
            sys.exit("not-printable")
    return compiled(order, [])


def compiled(order: dict[str, Any], standards: list[str]) -> bytes | list[bytes]:
    layout = Path(str(order["layout"]))
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(order["fonts"])]
    )
    made: bytes | list[bytes] = typst.compile(
        str(layout / "main.typ"),
        root=str(layout),
        font_paths=fonts,
        sys_inputs={"data": str(order["data"])},
        format=order["format"],
        ppi=order.get("ppi"),
        pdf_standards=cast(Any, standards),
        timestamp=EPOCH,
        package_path=str(layout / "none"),
        package_cache_path=str(layout / "none"),
    )
    return made


if __name__ == "__main__":
    main()
