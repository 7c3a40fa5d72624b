"""Rows within records, from sheets of their own: each such sheet is named as the repeat and says what it belongs to.

While a file is read, the rows of such a sheet are folded into one cell of the row they belong to, so that all later
steps see one row a record. The column that both sheets have in common is the key; the exported `_reference` is one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.logic import ROW_ID
from forms_builder.schema import Question, Repeat, walk
from forms_builder.schema import questions as all_questions
from forms_builder.schema.text import clean_text
from registry.access import reach
from registry.exporting.workbook import ABOUT, CODEBOOK
from registry.importing.cells import AnswerWidget, importable
from registry.importing.mapping import guess, plain
from registry.importing.reading import Table, Unreadable, Upload, table
from registry.importing.sameness import kept_of
from registry.known import live_version
from registry.models import Action, RecordType

FOLDED = "\x00rows "
"""Before the name of the sheet: the heading of a column that holds rows."""

Repeats = Mapping[str, Repeat]


def repeats_of(record_type: RecordType) -> dict[str, Repeat]:
    """The repeats of the live form that stand in no other one, by key."""
    version = live_version(record_type)
    places = walk(version.parsed) if version else ()
    return {
        place.part.key: place.part
        for place in places
        if isinstance(place.part, Repeat) and not any(isinstance(one, Repeat) for one in place.parents)
    }


def questions_in(user: Any, record_type: RecordType, key: str) -> dict[str, Question]:
    """The questions of a repeat that one may answer, with answers that fit into one cell."""
    version = live_version(record_type)
    within = reach(user, record_type).everywhere(Action.CREATE)
    return {
        question.key: question
        for question, repeat in (all_questions(version.parsed) if version else ())
        if repeat is not None
        and repeat.key == key
        and within.allows(question, Action.CREATE)
        and importable(question)
    }


def repeat_named(name: str, repeats: Repeats) -> str:
    """The key of the repeat that a sheet is called by, as its key or its label in either language; blank if none."""
    wanted = plain(name)
    return next(
        (key for key, one in repeats.items() if wanted in {plain(key), *map(plain, one.label.values())}), ""
    )


def main_sheets(upload: Upload, repeats: Repeats) -> list[str]:
    """The sheets that may hold the records: not those of repeats, nor what our exports say about themselves."""
    named = [name for name in upload.sheets if not repeat_named(name, repeats)]
    return [name for name in named if name not in (CODEBOOK, ABOUT)] or named


def read_whole(upload: Upload, sheet: str, repeats: Repeats) -> Table:
    """The table of a sheet, with the rows of the repeats' sheets folded into it."""
    inner = [name for name in upload.sheets if name != sheet and repeat_named(name, repeats)]
    sheets = [_Sheet(name, table(upload, name)) for name in inner]
    main = table(upload, sheet)
    for one in sheets:
        one.begin(main.headings)
    headings = [*main.headings, *(FOLDED + one.name for one in sheets)]
    return Table(headings, _folded(main, sheets) if sheets else main.rows)


def _folded(main: Table, sheets: Sequence["_Sheet"]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in main.rows:
        yield number, [*cells, *(one.take(cells) for one in sheets)]
    for one in sheets:
        one.refuse_rest()


class _Sheet:
    """The rows of one repeat's sheet, by what they belong to."""

    def __init__(self, name: str, read: Table) -> None:
        self.name, self.headings, self.rows = name, list(read.headings), list(read.rows)
        self.place = 0
        self.by_key: dict[str, list[tuple[int, list[str]]]] = {}
        self.taken: set[str] = set()

    def begin(self, main: Sequence[str]) -> None:
        """Find the column that both sheets have, and sort the rows by it."""
        key = next((one for one in self.headings if one and one in main), None)
        if key is None:
            raise Unreadable(
                _(
                    "The sheet “%(sheet)s” does not say which row its rows belong to: one heading has to be the same on both sheets."
                )
                % {"sheet": self.name[:60]}
            )
        self.place, own = list(main).index(key), self.headings.index(key)
        for number, cells in self.rows:
            self.by_key.setdefault(clean_text(cells[own]), []).append((number, cells))
        if "" in self.by_key:
            self._refuse(self.by_key[""][0][0])
        self.rows = []

    def take(self, cells: Sequence[str]) -> str:
        """The rows that belong to a row of the main sheet, as one cell; each belongs to one row only."""
        key = clean_text(cells[self.place])
        if key in self.taken:
            raise Unreadable(
                _("Two rows of the first sheet have the same key, and the sheet “%(sheet)s” has rows for it.")
                % {"sheet": self.name[:60]}
            )
        found = self.by_key.pop(key, None)
        if not found:
            return ""
        self.taken.add(key)
        return json.dumps([self.headings, found], ensure_ascii=False)

    def refuse_rest(self) -> None:
        for rows in self.by_key.values():
            self._refuse(rows[0][0])

    def _refuse(self, number: int) -> None:
        raise Unreadable(
            _("Row %(row)s of the sheet “%(sheet)s” belongs to no row of the first sheet.")
            % {"row": in_readers_digits(number), "sheet": self.name[:60]}
        )


def unfolded(cell: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings and rows of a folded cell."""
    headings, rows = json.loads(cell)
    return headings, [(number, cells) for number, cells in rows]


class RowsReader:
    """Reads the folded cells of one repeat."""

    def __init__(self, user: Any, record_type: RecordType, key: str, language: str) -> None:
        self.key = key
        self.questions = questions_in(user, record_type, key)
        self.widgets = {name: AnswerWidget(one, user, language) for name, one in self.questions.items()}

    def rows(self, cell: str) -> tuple[list[dict[str, Any]], list[str]]:
        """Rows of answers, and what is wrong with any of them."""
        if not cell:
            return [], []
        headings, rows = unfolded(cell)
        named = guess(headings, self.questions)
        found: list[dict[str, Any]] = []
        wrong: list[str] = []
        for number, cells in rows:
            row: dict[str, Any] = {}
            for place, key in named.items():
                try:
                    answer = self.widgets[key].answer(cells[place]) if key in self.widgets else None
                except ValidationError as error:
                    said = {
                        "row": in_readers_digits(number),
                        "column": headings[place],
                        "text": " ".join(error.messages),
                    }
                    wrong.append(_("row %(row)s, %(column)s: %(text)s") % said)
                else:
                    row |= {} if answer is None else {key: answer}
            found.append(row)
        return found, wrong


def over(
    before: Any,
    given: list[dict[str, Any]],
    withheld: frozenset[str],
    questions: Mapping[str, Question],
) -> list[dict[str, Any]] | None:
    """The rows of a file over those that are there, by their order; None where the file has fewer: none is taken away."""
    old = before if isinstance(before, list) else []
    if len(given) < len(old):
        return None
    kept = [{key: answer for key, answer in row.items() if key not in withheld} for row in given]
    pairs = zip(old, kept, strict=False)
    return [{**was, **kept_of(questions, was, row)} for was, row in pairs] + kept[len(old) :]


def is_same(before: Any, rows: list[dict[str, Any]]) -> bool:
    """Whether nothing would change."""
    bare = [{key: answer for key, answer in row.items() if key != ROW_ID} for row in rows]
    return bare == [{key: answer for key, answer in row.items() if key != ROW_ID} for row in (before or [])]
