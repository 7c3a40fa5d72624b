"""Where the rows of a file wait: sealed in chunks in the database, so that any worker can take them up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder import sealing, stored_json
from forms_builder.sealing import Binding, DataKey
from registry.importing.reading import Table, Unreadable
from registry.models import DataImport, ImportChunk, RecordType

COMPARTMENT = "imports"
ROWS_A_CHUNK = 4_000
"""Written in one go: on SQLite nobody else writes for some six tenths of a second. The fewer goes, the less often pages
of indexes are written that every go changes."""
SAMPLES = 3

Row = tuple[int, list[str]]
"""The number of the row as the spreadsheet shows it, and its cells."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the page of the columns shows."""

    headings: list[str]
    samples: list[list[str]]


def keep(user: Any, record_type: RecordType, table: Table, language: str) -> DataImport:
    """Seal the rows of a table into a new import. All or nothing: what cannot be read to its end leaves no trace."""
    key = sealing.new_data_key(COMPARTMENT)
    batch = DataImport(record_type=record_type, by=user, wrapped_key=key.wrapped, language=language)
    samples: list[list[str]] = []
    with transaction.atomic():
        batch.save()
        for number, rows in enumerate(_chunked(table.rows)):
            samples += [cells for _row, cells in rows[: SAMPLES - len(samples)]]
            batch.rows += len(rows)
            content = _seal(batch, key, f"rows {number}", rows)
            ImportChunk.objects.create(batch=batch, number=number, sealed=content)
        if not batch.rows:
            raise Unreadable(_("There are headings, but no rows below them."))
        head = {"headings": list(table.headings), "samples": samples}
        batch.sealed_head = _seal(batch, key, "head", head)
        batch.save()
    return batch


def _chunked(rows: Iterator[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_A_CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Store:
    """The sealed parts of one import."""

    def __init__(self, batch: DataImport) -> None:
        self.batch = batch
        self.key = sealing.unwrap(bytes(batch.wrapped_key))

    @property
    def head(self) -> Head:
        return Head(**_open(self.batch, self.key, "head", self.batch.sealed_head))

    def rows(self, chunk: ImportChunk) -> list[Row]:
        return [
            (number, cells)
            for number, cells in _open(self.batch, self.key, f"rows {chunk.number}", chunk.sealed)
        ]

    def report(self, chunk: ImportChunk) -> list[list[Any]]:
        """What the check said: [row number, outcome, record id, {column number: what is wrong}, what it is like] a row."""
        sealed = bytes(chunk.sealed_report)
        found: list[list[Any]] = (
            _open(self.batch, self.key, f"report {chunk.number}", sealed) if sealed else []
        )
        return found

    def write_report(
        self, chunk: ImportChunk, report: list[list[Any]], *, has_bad: bool, has_alike: bool
    ) -> None:
        chunk.sealed_report = _seal(self.batch, self.key, f"report {chunk.number}", report)
        chunk.has_bad, chunk.has_alike = has_bad, has_alike
        chunk.save(update_fields=["sealed_report", "has_bad", "has_alike"])


def forget(batch: DataImport) -> None:
    """Delete the rows of a file: they are in records now, or will never be."""
    batch.chunks.all().delete()
    DataImport.objects.filter(pk=batch.pk).update(wrapped_key=b"", sealed_head=b"")


def _seal(batch: DataImport, key: DataKey, part: str, content: Any) -> bytes:
    return key.seal(stored_json.write(content).encode(), _binding(batch, part))


def _open(batch: DataImport, key: DataKey, part: str, sealed: bytes | memoryview) -> Any:
    return stored_json.read(key.open(bytes(sealed), _binding(batch, part)))


def _binding(batch: DataImport, part: str) -> Binding:
    return Binding(DataImport._meta.db_table, f"{batch.pk}/{part}", COMPARTMENT)
