"""The table of translations as a spreadsheet: out for a translator, and what a translator sent back.

A sheet that comes in changes nothing: what differs is put on the page, to be looked at and saved there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forms_builder.designer.translations.table import Row
from forms_builder.schema.text import clean_text

COLUMNS = ("id", "page", "part", "text", "english", "bangla", "state")
"""Headings; the same in every language, because files travel."""


class NoSheet(ValueError):
    """The table has no columns `id` and `bangla`."""


@dataclass(frozen=True)
class Received:
    """What a sheet says differently: rows to look at, and how many of its lines belong to nothing here."""

    rows: list[Row]
    unknown: int


def outgoing(rows: Sequence[Row]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for row in rows:
        text = row.text
        yield [
            text.id,
            text.page_key,
            row.key,
            str(row.what),
            text.said("en"),
            text.said("bn"),
            str(row.state_label),
        ]


def received(table: Sequence[Sequence[str]], rows: Sequence[Row]) -> Received:
    """Lines whose Bangla is another than the draft's. Blank Bangla counts as not translated yet."""
    heading = [cell.strip().lower() for cell in table[0]] if table else []
    if "id" not in heading or "bangla" not in heading:
        raise NoSheet
    known = {row.text.id: row for row in rows}
    found, unknown = [], 0
    for line in table[1:]:
        cells = dict(zip(heading, line, strict=False))
        row, bangla = known.get(cells.get("id", "").strip()), clean_text(cells.get("bangla", ""))
        if row is None:
            unknown += bool(bangla)
        elif bangla and bangla != row.text.said("bn"):
            english = clean_text(cells.get("english", ""))
            behind = english if english and english != row.text.said("en") else ""
            found.append(replace(row, typed={"bn": bangla}, made_from=behind))
    return Received(found, unknown)
