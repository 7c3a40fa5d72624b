"""The lists of choices of a document, as the sheets choices and external_choices hold them: each list once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from forms_builder.schema import Choice, Document, Question, questions
from forms_builder.xlsform import own
from forms_builder.xlsform.cells import Cells, cells_of, choice_cells, wished_list, xls_type
from forms_builder.xlsform.choices import OTHER, is_media, places
from forms_builder.xlsform.columns import CHOICES, column_of
from forms_builder.xlsform.lens import written
from forms_builder.xlsform.types import row_type
from forms_builder.xlsform.writing.tables import Table

Shared = dict[str, tuple[Choice, ...]]
"""Reusable lists by key: the choices of questions that have none of their own."""


@dataclass(slots=True)
class ListSheet:
    """The lists of one sheet; `kept` is what reading kept of it."""

    kept: dict[str, Any]
    lists: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    wished: dict[str, str] = field(default_factory=dict)
    """Name → the name it should have had, which what was kept goes by."""

    def name_for(self, wish: str, choices: tuple[Choice, ...]) -> str:
        """The name of a list with these choices; `wish` unless another list is called that."""
        name, number = wish, 1
        while name in self.lists and self.lists[name] is not choices and self.lists[name] != choices:
            number += 1
            name = f"{wish}_{number}"
        self.lists.setdefault(name, choices)
        self.wished[name] = wish
        return name

    def fill(self, table: Table) -> dict[str, list[Cells]]:
        """Write all lists. Gives the rows of each, by its name."""
        waiting = {name: self.rows_of(name) for name in self.lists}
        made: dict[str, list[Cells]] = {name: [] for name in self.lists}
        last = {run[0]: at for at, run in enumerate(self.order())}
        for at, run in enumerate(self.order()):
            if isinstance(run[1], dict):
                table.add(table.by_heading(run[1]))
                continue
            count = run[1] if last[run[0]] != at else None
            for cells in _some(waiting.get(run[0], iter(())), count):
                made[run[0]].append(table.add(cells))
        for name, rows in waiting.items():
            made[name] += [table.add(cells) for cells in rows]
        return made

    def order(self) -> list[list[Any]]:
        runs = self.kept.get("order")
        return (
            [run for run in runs if isinstance(run, list) and len(run) == 2] if isinstance(runs, list) else []
        )

    def rows_of(self, name: str) -> Iterator[Cells]:
        rows = self.kept.get("rows")
        about = rows.get(self.wished.get(name, name)) if isinstance(rows, dict) else None
        for place, choice in places(self.lists[name]):
            known = about.get(place) if isinstance(about, dict) else None
            known = known if isinstance(known, dict) else {}
            columns = known.get("columns")
            media = {("", str(heading)): str(text) for heading, text in (columns or {}).items()}
            filters = {heading: text for heading, text in choice.filters.items() if can_be_heading(heading)}
            yield {**written(choice_cells(name, choice, filters), known), **media}


def _some(rows: Iterator[Cells], count: int | None) -> Iterator[Cells]:
    """So many of the rows; all that are left for None."""
    taken = 0
    while count is None or taken < count:
        found = next(rows, None)
        if found is None:
            return
        taken += 1
        yield found


def can_be_heading(heading: str) -> bool:
    """Whether a filter's name can stand above a column and still be read as one."""
    plain = " ".join(heading.split()) == heading and own.cell_text(heading) == heading
    return bool(heading) and plain and not is_media(heading) and not column_of(heading, CHOICES, "").name


@dataclass(slots=True)
class Names:
    """The name of each question's list in the workbook, by the question's id."""

    choices: ListSheet
    external: ListSheet
    names: dict[str, str] = field(default_factory=dict)


def lists_of(document: Document, kept: dict[str, Any], shared: Shared, with_other: bool) -> Names:
    """Name all lists. `with_other`: "other" stands in its list and is not left to or_other."""
    names = Names(
        _sheet(kept, "choices", "unused_lists"), _sheet(kept, "external_choices", "unused_external_lists")
    )
    for question, _repeat in questions(document):
        xls = xls_type(question)
        if xls.takes_list and not comes_without_list(question):
            sheet = names.external if question.extra.get("external") is True else names.choices
            choices = _choices(question, xls.choices, shared, with_other)
            names.names[question.id] = sheet.name_for(wished_list(question, xls), choices)
    return names


def comes_without_list(question: Question) -> bool:
    """Whether its row will say `acknowledge`, or another type whose choices nobody lists."""
    cells = written(cells_of(question), question.extra)
    return not row_type(cells.get(("type", ""), "")).list


def _choices(
    question: Question, fixed: tuple[Choice, ...], shared: Shared, with_other: bool
) -> tuple[Choice, ...]:
    found = fixed or question.choices or shared.get(question.choice_list, ())
    made = question.extra.get("or_other") is True and not with_other
    return found[:-1] if made and found[-1:] == (OTHER,) else found


def _sheet(kept: dict[str, Any], name: str, unused: str) -> ListSheet:
    about = kept.get(name)
    sheet = ListSheet(about if isinstance(about, dict) else {})
    for key, choices in _pairs(kept.get(unused)):
        if isinstance(choices, list):
            sheet.lists[key] = tuple(Choice.model_validate(choice) for choice in choices)
    return sheet


def _pairs(value: JsonValue) -> Iterable[tuple[str, JsonValue]]:
    return value.items() if isinstance(value, dict) else ()
