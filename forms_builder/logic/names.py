"""What rules call the parts of a form. A part goes by its key, or by the name it came with from elsewhere.

An imported name that is no key (`Q1.a`) is kept in `extra["name"]`, so that a rule that says `${Q1.a}` or
`/data/group/Q1.a` stays as it was written and still means its question.
"""

from collections.abc import Iterable, Mapping

from forms_builder.schema import Document, Place
from forms_builder.schema.walking import Part

ROOT = "data"


def node_name(part: Part) -> str:
    """The name of the part's node in the answer tree."""
    name = part.extra.get("name")
    return name if isinstance(name, str) and name else part.key


def root_name(document: Document) -> str:
    """The name of the tree's top: `data`, unless the form's settings call it otherwise."""
    kept = document.extra.get("xlsform")
    settings = kept.get("settings") if isinstance(kept, dict) else None
    name = settings.get("name") if isinstance(settings, dict) else None
    return name if isinstance(name, str) and name.strip() else ROOT


def by_name(places: Iterable[Place]) -> Mapping[str, tuple[Place, ...]]:
    """Name → the parts that go by it: more than one where a loop repeats its questions. A key counts where no name does."""
    found: dict[str, tuple[Place, ...]] = {}
    ordered = list(places)
    for place in ordered:
        name = node_name(place.part)
        found[name] = (*found.get(name, ()), place)
    for place in ordered:
        found.setdefault(place.part.key, (place,))
    return found
