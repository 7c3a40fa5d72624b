"""Which drawings a record type can have: those of the icon set, by name."""

from functools import cache
from pathlib import Path

from django.template.loader import get_template

USUAL = "records"


@cache
def icons() -> tuple[str, ...]:
    """Names of the drawings, in the order of the alphabet."""
    template = get_template("components/icon.html")
    folder = Path(template.origin.name).parent / "icons"  # type: ignore[attr-defined]  # of a template from a file
    return tuple(sorted(path.stem for path in folder.glob("*.html")))
