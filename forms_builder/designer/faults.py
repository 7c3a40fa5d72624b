"""Faults of a form at the inputs of the designer: which part, which input, what to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms_builder import schema
from forms_builder.designer.conversion import block_id
from forms_builder.logic import Problem
from forms_builder.wording import problem_text

INPUTS = {
    "relevant": "show_if",
    "constraint": "check",
    "required": "required_if",
    "calculate": "calculate",
    "choice_filter": "choice_filter",
    "count": "count",
    "duplicate-key": "key",
    "type-changed": "key",
    "repeat-changed": "key",
    "unknown-list": "choice_list",
    "unknown-block": "block",
    "no-choices": "choices",
    "no-label": "label_en",
    "sealed-filter": "filterable",
}
"""Rule or code of a problem → the input where it is mended."""


@dataclass(frozen=True, slots=True)
class PartFault:
    part_id: str
    """Blank for the form as a whole."""
    name: str
    """The input; blank for the part as a whole."""
    message: str

    @property
    def block_id(self) -> str:
        """The block to mend it at; blank for the form as a whole."""
        return block_id(self.part_id) if self.part_id else ""


def from_problems(document: dict[str, Any], problems: Iterable[Problem]) -> list[PartFault]:
    """Problems of compiling and publishing. One that only names a key is put at the part that has it."""
    ids = {part["key"]: part["id"] for part in _parts(document.get("pages", []))}
    return [
        PartFault(
            problem.part_id or ids.get(problem.key, ""),
            INPUTS.get(problem.rule) or INPUTS.get(problem.code, ""),
            problem_text(problem),
        )
        for problem in problems
    ]


def from_schema(document: dict[str, Any], error: schema.DocumentError) -> list[PartFault]:
    """Faults that pydantic found; it names a place like `pages.0.items.2.question.key`."""
    return [_of_place(document, where.split("."), what) for where, what in error.problems]


def _of_place(document: dict[str, Any], where: list[str], what: str) -> PartFault:
    part: Any = document
    part_id, name = "", ""
    for step in where:
        if isinstance(part, list) and step.isdigit() and int(step) < len(part):
            part = part[int(step)]
            if isinstance(part, dict) and "kind" in part:
                part_id, name = part.get("id", ""), ""
        elif isinstance(part, dict) and step in part and step != part.get("kind"):
            part, name = part[step], name or step
            name = "" if step in {"pages", "items"} else name
    return PartFault(part_id, name, _schema_message(name, what))


def _schema_message(name: str, what: str) -> str:
    if name == "key":
        return _("A key is made of a–z, 0–9 and _, begins with a letter, and has at most 63 signs.")
    return what.removeprefix("Value error, ")


def _parts(items: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for part in items:
        yield part
        yield from _parts(part.get("items", []))
