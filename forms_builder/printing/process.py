"""Run by `renderer` as a process of its own: reads an order from stdin, limits itself, compiles, writes to stdout.

Knows nothing of the product, so it starts in milliseconds and a fault in it costs one print.
"""

import json
import resource
import sys
from pathlib import Path

import typst

EPOCH = 0
"""The time of making that is written into every file: the same paper gives the same bytes."""


def main() -> None:
    order = json.load(sys.stdin.buffer)
    limit(order["seconds"], order["memory"])
    made = compiled(order)
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


def compiled(order: dict[str, object]) -> bytes | list[bytes]:
    """The pages. Messages of the compiler may quote what is printed, so only its own codes go to stderr."""
    layout = Path(str(order["layout"]))
    is_pdf = order["format"] == "pdf"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(order["fonts"])]
    )
    try:
        return typst.compile(
            str(layout / "main.typ"),
            root=str(layout),
            font_paths=fonts,
            sys_inputs={"data": str(order["data"])},
            format=order["format"],
            ppi=order.get("ppi"),
            pdf_standards=["ua-1"] if is_pdf else [],
            timestamp=EPOCH,
            package_path=str(layout / "none"),
            package_cache_path=str(layout / "none"),
        )
    except typst.TypstError as error:
        sys.exit("too-many-pages" if "too-many-pages" in error.message else "not-printable")


if __name__ == "__main__":
    main()
