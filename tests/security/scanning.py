"""Looking for a text everywhere data can lie: every column of every table, every file of the installation."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def disguises(text: str) -> set[bytes]:
    """The ways in which a text would still be readable: as it is, escaped in JSON, in hex, in base64 at any offset."""
    plain = text.encode()
    found = {plain, json.dumps(text)[1:-1].encode(), plain.hex().encode(), plain.hex().upper().encode()}
    for offset in range(3):
        # The signs at either end also depend on what stands beside the text.
        middle = base64.b64encode(b"\0" * offset + plain)[4 if offset else 0 :][: (len(plain) - 3) // 3 * 4]
        found |= {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def places(texts: list[str]) -> dict[str, list[str]]:
    """Text → the columns ("table.column") and files where it can be read; texts found nowhere are left out."""
    wanted = {text: disguises(text) for text in texts}
    found: dict[str, list[str]] = {}
    for place, content in (*columns(), *files()):
        for text, forms in wanted.items():
            if any(form in content for form in forms):
                found.setdefault(text, []).append(place)
    return found


def columns() -> Iterator[tuple[str, bytes]]:
    """("table.column", all its values) for every column of the database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    for table in sorted(tables):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the database
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        for index, name in enumerate(names):
            yield f"{table}.{name}", b"\n".join(as_bytes(row[index]) for row in rows)


def as_bytes(value: object) -> bytes:
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value)
    text = (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    )
    return text.encode("utf-8", "surrogatepass")


def files() -> Iterator[tuple[str, bytes]]:
    """(path, content) of every file under the installation's folder: database, keys, protected files, media."""
    home = Path(settings.NIRAPOD_HOME)
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(home)), path.read_bytes()
