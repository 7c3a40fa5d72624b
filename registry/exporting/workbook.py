"""The whole export as XLSX: a sheet of records, one a repeat, the code book, and what the file is. In pieces."""

from collections.abc import Iterator, Sequence

from registry.collector import piece_by_piece
from registry.exporting.codebook import HEADINGS, codebook_rows
from registry.exporting.columns import Layout
from registry.exporting.outgoing import Outgoing
from registry.exporting.resource import (
    Exported,
    ExportedRow,
    record_resource,
    row_resource,
    rows_of,
)
from registry.exporting.said import Said
from registry.exporting.table import Table
from registry.exporting.xlsx import ROW_LIMIT, Spooled, book, cell, row, rows

NAME_LIMIT = 31
"""The longest name of a sheet."""
RECORDS, CODEBOOK, ABOUT = "records", "codebook", "about"


@piece_by_piece
def workbook_pieces(records: Outgoing, about: Sequence[tuple[str, object]]) -> Iterator[bytes]:
    """The workbook in pieces, the first one at once. `about` is what the last sheet says."""
    return Workbook(records.layout, about).pieces(records)


class Workbook:
    """One workbook on its way out: the main sheet leaves while the sheets of the repeats grow beside it."""

    def __init__(self, layout: Layout, about: Sequence[tuple[str, object]]) -> None:
        said = Said(cell)
        self.count = 0
        self.main = Table(record_resource(layout.main, layout.repeats, signed=layout.signed), said)
        names = sheet_names(layout.repeats)
        self.inner: dict[str, tuple[Table, Spooled]] = {
            repeat: (Table(row_resource(layout.of(repeat)), said), Spooled(name))
            for repeat, name in zip(layout.repeats, names, strict=True)
        }
        self.codebook, self.about = Spooled(CODEBOOK), Spooled(ABOUT)
        for table, sheet in self.inner.values():
            sheet.add(table.headings)
        for line in (HEADINGS, *codebook_rows(layout)):
            self.codebook.add(line)
        for fact in about:
            self.about.add(fact)

    def pieces(self, records: Outgoing) -> Iterator[bytes]:
        sheets = [sheet for _table, sheet in self.inner.values()]
        return book(RECORDS, self.rows(records), [*sheets, self.codebook, self.about])

    def rows(self, records: Outgoing) -> Iterator[str]:
        """The main sheet's rows; the records' repeats go to their own sheets on the way."""
        yield row(self.main.headings)
        for parts in records.chunks(self.part):
            yield from parts
        self.about.add(("records", self.count))
        if self.count >= ROW_LIMIT:
            self.about.add(("cut_off", f"A sheet holds {ROW_LIMIT - 1} records. Take CSV for all of them."))

    def part(self, records: Sequence[Exported]) -> str:
        """Their rows on the main sheet, and those of their repeats where they belong."""
        fitting = records[: max(0, ROW_LIMIT - 1 - self.count)]
        self.count += len(records)
        for repeat, (table, sheet) in self.inner.items():
            sheet.extend(rows(table.columns(rows_in(records, repeat))))
        return "".join(rows(self.main.columns(fitting)))


def rows_in(records: Sequence[Exported], repeat: str) -> list[ExportedRow]:
    """All rows of a repeat in some records."""
    return [
        ExportedRow(one.record.reference, number, answers)
        for one in records
        for number, answers in rows_of(one.answers, repeat)
    ]


def sheet_names(repeats: Sequence[str]) -> list[str]:
    """Names that Excel takes: short, and different from each other and from ours whatever their capitals."""
    taken = {RECORDS, CODEBOOK, ABOUT}
    names = []
    for repeat in repeats:
        name, number = repeat[:NAME_LIMIT], 1
        while name in taken:
            number += 1
            name = f"{repeat[: NAME_LIMIT - 4]}_{number}"
        taken.add(name)
        names.append(name)
    return names
