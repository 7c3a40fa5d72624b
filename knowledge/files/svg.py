"""SVG drawings: only shapes and text. Whatever could run or fetch something is refused, not repaired."""

import re
from typing import IO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse
from django.utils.translation import gettext as _

from knowledge.files.refusal import RefusedFile

ALLOWED = {
    *(
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
    ),
    *("polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath", "mask"),
    *(
        "pattern",
        "marker",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feBlend",
        "feFlood",
        "feComposite",
        "feMerge",
    ),
    *("feMergeNode", "feColorMatrix", "metadata", "style"),
}
FETCHES = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


def check_svg(file: IO[bytes]) -> None:
    """`RefusedFile` when the drawing is broken or holds a script, a link outwards or another document."""
    try:
        tree = parse(file)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise RefusedFile(_("This drawing cannot be read. Export it again as plain SVG.")) from error
    root = tree.getroot()
    if _local(root.tag) != "svg":
        raise RefusedFile(_("This drawing cannot be read. Export it again as plain SVG."))
    for element in root.iter():
        inside_metadata = (
            _local(element.tag) not in ALLOWED and "}" in element.tag and "svg" not in element.tag
        )
        if (not inside_metadata and _local(element.tag) not in ALLOWED) or _dangerous(
            element.attrib, element.text
        ):
            raise RefusedFile(_("This drawing contains a script or a link. Export it again as plain SVG."))


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _dangerous(attributes: dict[str, str], text: str | None) -> bool:
    for name, value in attributes.items():
        plain = _local(name).lower()
        if plain.startswith("on") or FETCHES.search(value):
            return True
        if plain in {"href", "src"} and not value.strip().startswith("#"):
            return True
    return bool(text and FETCHES.search(text))
