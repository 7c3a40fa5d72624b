"""Looking at one rule of the draft while it is typed: what is wrong and where, its rows, and what it means in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from forms_builder import expressions
from forms_builder.designer import draft_names
from forms_builder.designer.draft_names import PartOnPage
from forms_builder.designer.rules import HERE, Cascade, Rows, read, read_cascade
from forms_builder.designer.rules.words import Named, describe, describe_cascade
from forms_builder.expressions import Expression, ExpressionError, ValueType
from forms_builder.expressions.tree import Reference, walk
from forms_builder.logic import Problem
from forms_builder.wording import problem_text

RuleName = Literal["show_if", "check", "required_if", "choice_filter", "calculate", "count"]
Parts = Mapping[str, PartOnPage]


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault from one character of the rule to another, and what to do about it."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A rule looked at. Neither rows nor cascade: it is shown as text."""

    marks: list[Mark] = field(default_factory=list)
    rows: Rows | None = None
    cascade: Cascade | None = None
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "marks": [{"start": one.start, "end": one.end, "message": one.message} for one in self.marks],
            "rows": self.rows.as_json() if self.rows is not None else None,
            "cascade": self.cascade.as_json() if self.cascade else None,
            "words": self.words,
        }


def look_at(rule: RuleName, source: str, owner: str, parts: Parts, language: str) -> Seen:
    """`owner` is the key of the part that has the rule."""
    if not source.strip():
        return Seen(rows=read(""))
    rows = read(source) if rule in ("show_if", "check", "required_if") else None
    cascade = read_cascade(source) if rule == "choice_filter" else None
    try:
        parsed = expressions.parse(source)
    except ExpressionError as error:
        return Seen([_mark(error.code, error.params, error.position, error.length)])
    marks = [*_faults(parsed, rule, owner, parts), *_itself(parsed, rule, owner)]
    return Seen(marks, rows, cascade, _words(rows, cascade, parsed, owner, parts, language))


def _faults(parsed: Expression, rule: RuleName, owner: str, parts: Parts) -> list[Mark]:
    names = draft_names.value_types(parts)
    here = names.get(owner, ValueType.ANY) if rule == "check" else ValueType.ANY
    return [
        _mark(found.code, found.params, found.position, found.length)
        for found in expressions.check(parsed, names=names, here=here)
    ]


def _itself(parsed: Expression, rule: RuleName, owner: str) -> list[Mark]:
    """Only a check may ask for the answer it belongs to."""
    if rule == "check":
        return []
    return [
        _mark("circle", {"keys": owner}, part.at, part.end - part.at)
        for part in walk(parsed.tree)
        if isinstance(part, Reference) and part.name == owner
    ]


def _mark(code: str, params: Mapping[str, Any], position: int, length: int) -> Mark:
    message = problem_text(Problem(code, params=params))
    if params.get("suggestion"):
        message += " " + _("Did you mean “%(name)s”?") % {"name": params["suggestion"]}
    return Mark(position, position + max(length, 1), message)


def _words(
    rows: Rows | None, cascade: Cascade | None, parsed: Expression, owner: str, parts: Parts, language: str
) -> str:
    names = draft_names.named(parts, {*parsed.references, owner}, language)
    names[HERE] = names.get(owner, Named(""))
    if cascade:
        return describe_cascade(cascade, names)
    return describe(rows, names) if rows else ""
