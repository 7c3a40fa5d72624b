"""Changes as a page shows them: grouped by class, each in words, with counts and the texts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from forms_builder import affected
from forms_builder.evolution import Change, ChangeClass
from forms_builder.evolution.wording import (
    CLASS_HELP,
    CLASS_TITLES,
    Wording,
    affected_text,
    change_text,
    labels_of,
    wordings,
)
from forms_builder.models import FormDefinition
from forms_builder.schema import Document

Labels = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One change."""

    text: str
    affected: str
    wordings: list[Wording]


@dataclass(frozen=True, slots=True)
class ClassOfChanges:
    """All changes of one class."""

    kind: ChangeClass
    title: str | Promise
    help: str | Promise
    lines: list[Line]


def grouped(
    changes: Sequence[Change],
    before: Document | None,
    after: Document,
    definition: FormDefinition | None = None,
) -> list[ClassOfChanges]:
    """The gravest class first; with counts of records where `definition` says whose records to count."""
    labels = labels_of(before, after)
    counts = affected.count(definition, changes) if definition else [None] * len(changes)
    pairs = list(zip(changes, counts, strict=True))
    found = []
    for kind in CLASS_TITLES:
        lines = [
            Line(change_text(change, labels), affected_text(change, count), wordings(change))
            for change, count in pairs
            if change.change_class is kind
        ]
        if lines:
            found.append(ClassOfChanges(kind, CLASS_TITLES[kind], CLASS_HELP[kind], lines))
    return found
