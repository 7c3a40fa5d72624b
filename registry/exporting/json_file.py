"""Records as JSON: each with its answers by key and the rows of its repeats inside, and the code book in front.

Written in pieces, one record a line between the brackets, so that even a very long file can be read line by line.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from registry.answers import only
from registry.collector import piece_by_piece
from registry.exporting.codebook import HEADINGS, codebook_rows
from registry.exporting.outgoing import Outgoing
from registry.exporting.resource import Exported, TypedResource, record_resource


@piece_by_piece
def json_pieces(records: Outgoing, about: Sequence[tuple[str, object]]) -> Iterator[bytes]:
    """The file in pieces, the first one at once and then one a chunk."""
    layout = records.layout
    book = [dict(zip(HEADINGS, line, strict=True)) for line in codebook_rows(layout)]
    yield f'{{"about": {_dump(dict(about))},\n"codebook": {_dump(book)},\n"records": ['.encode()
    inside = {column.question.key for column in layout.columns if not column.withheld}
    resource, before = record_resource((), signed=layout.signed), "\n"
    for parts in records.chunks(
        lambda part: ",\n".join([_dump(_record(resource, one, inside)) for one in part])
    ):
        if parts:
            yield (before + ",\n".join(parts)).encode()
            before = ",\n"
    yield b"\n]}\n"


def _record(resource: TypedResource, record: Exported, inside: set[str]) -> dict[str, Any]:
    fixed = {field.column_name: resource.cell(field, record) for field in resource.fields.values()}
    return fixed | dict(only(record.answers, inside.__contains__))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, separators=(", ", ": "))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
