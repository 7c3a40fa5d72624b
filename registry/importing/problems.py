"""The rows that cannot be brought in, as a workbook to mend and send again: as they were, and what is wrong with them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from registry.exporting.xlsx import Spooled, book, row
from registry.importing.judging import Outcome
from registry.importing.reading import FORMULA
from registry.importing.repeats import FOLDED, unfolded
from registry.importing.store import Store
from registry.models import DataImport

SHOWN = 50


def bad_rows(batch: DataImport) -> Iterator[tuple[int, list[str], dict[str, str]]]:
    """(row number, cells, number of the column → what is wrong), in the order of the file."""
    store = Store(batch)
    for chunk in batch.chunks.filter(has_bad=True).order_by("number").iterator(chunk_size=4):
        cells = dict(store.rows(chunk))
        for number, outcome, _record, wrong, *_alike in store.report(chunk):
            if outcome == Outcome.BAD:
                yield number, cells[number], wrong


def in_words(wrong: dict[str, str], headings: list[str]) -> list[str]:
    """What is wrong with a row, each led by its column; what is wrong with the row as a whole may be several lines."""
    return [
        f"{headings[int(number)].removeprefix(FOLDED)}: {line}" if number else line
        for number, text in sorted(wrong.items(), key=lambda pair: (not pair[0], pair[0]))
        for line in ([text] if number else text.splitlines())
    ]


def first_of(batch: DataImport) -> list[dict[str, Any]]:
    """The first problems, for the page."""
    headings = Store(batch).head.headings
    return [
        {"row": number, "words": in_words(wrong, headings)}
        for number, _cells, wrong in islice(bad_rows(batch), SHOWN)
    ]


def alike_of(batch: DataImport) -> list[dict[str, Any]]:
    """The first rows that may be here already: {row, reference} or {row, before}, the row that it is like."""
    return list(islice(_alike(batch), SHOWN))


def _alike(batch: DataImport) -> Iterator[dict[str, Any]]:
    store = Store(batch)
    for chunk in batch.chunks.filter(has_alike=True).order_by("number").iterator(chunk_size=4):
        for number, _outcome, _record, _wrong, like in store.report(chunk):
            if like.startswith("#"):
                yield {"row": number, "before": int(like[1:])}
            elif like:
                yield {"row": number, "reference": like}


def workbook(batch: DataImport) -> Iterator[bytes]:
    """The bad rows with their headings, and in front what is wrong. A cell that calculated is left empty."""
    headings = Store(batch).head.headings
    folded = {
        number: Spooled(heading.removeprefix(FOLDED))
        for number, heading in enumerate(headings)
        if heading.startswith(FOLDED)
    }
    shown = [number for number in range(len(headings)) if number not in folded]

    def rows() -> Iterator[str]:
        yield row([_("Row"), _("What is wrong"), *(headings[place] for place in shown)])
        for number, cells, wrong in bad_rows(batch):
            plain = ["" if cells[place].startswith(FORMULA) else cells[place] for place in shown]
            for place, sheet in folded.items():
                _add_rows(sheet, cells[place])
            yield row([number, "\n".join(in_words(wrong, headings)), *plain])

    return book("problems", rows(), list(folded.values()))


def _add_rows(sheet: Spooled, cell: str) -> None:
    """The rows of a repeat, on a sheet of their own again."""
    if cell:
        heads, rows = unfolded(cell)
        if not sheet.rows:
            sheet.add(heads)
        for _number, cells in rows:
            sheet.add(["" if one.startswith(FORMULA) else one for one in cells])
