"""Choices from a file that comes with a workbook: comma-separated text, XML as ODK has it, or GeoJSON.

Every column can be compared by a choice filter. Pure: bytes in, choices out; `Refused` with the row in the file.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.media import ending_of
from forms_builder.schema import Choice, Text
from forms_builder.xlsform.columns import language_code
from forms_builder.xlsform.limits import COLUMNS, ROWS, Budget, Refused, Sheet

ENDINGS: Final = (".csv", ".xml", ".geojson")
PARTS: Final = 1_000_000
Item = dict[str, str]


def parameters_of(text: str) -> dict[str, str]:
    """`value=code label=title` as XLSForm's column `parameters` has it."""
    words = text.replace(",", " ").replace(";", " ").split()
    pairs = (word.partition("=") for word in words)
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def choices_in(name: str, content: bytes, parameters: str, language: str) -> tuple[Choice, ...]:
    """The rows of the file as choices, each value once. `language`: of labels in a column that says none."""
    said, geo = parameters_of(parameters), ending_of(name) == ".geojson"
    value_column = said.get("value") or ("id" if geo else "name")
    label_column = said.get("label") or ("title" if geo else "label")
    found: dict[str, Choice] = {}
    for number, item in enumerate(rows_in(name, content), start=1):
        value = "_".join(item.get(value_column, "").split())
        if not value:
            if value_column not in item:
                message = _("The file “%(name)s” has no column “%(column)s” to take the values from.")
                raise Refused(message % {"name": name, "column": value_column}, name, number)
            continue
        filters = {column: text for column, text in item.items() if column not in ("name", label_column)}
        label = _label(item, label_column, language) or {language: value}
        found.setdefault(value, Choice(value=value, label=label, filters=filters))
    return tuple(found.values())


def table_in(name: str, content: bytes) -> tuple[Choice, ...]:
    """Every row as it is, for rules that look things up in any column."""
    return tuple(
        Choice(value=item.get("name") or next(iter(item.values()), ""), label={}, filters=item)
        for item in rows_in(name, content)
    )


def rows_in(name: str, content: bytes) -> Iterator[Item]:
    """The rows of the file: column → text."""
    readers = {".csv": _of_csv, ".xml": _of_xml, ".geojson": _of_geojson}
    reader = readers.get(ending_of(name))
    if reader is None:
        raise Refused(_("Choices can come from a file that ends in .csv, .xml or .geojson."), name)
    budget, sheet = Budget(), Sheet(name)
    for number, item in enumerate(reader(name, content), start=1):
        if number > ROWS:
            raise Refused(
                _("There are more than %(rows)s rows.") % {"rows": in_readers_digits(ROWS)}, name, number
            )
        budget.tick(name, number)
        sheet.rows.clear()
        budget.take(sheet, number, dict(enumerate(item.values())))
        yield item


def _label(item: Mapping[str, str], column: str, language: str) -> Text:
    """The words of a choice: in `label`, and in columns like `label::বাংলা (bn)`."""
    found = {language: item[column]} if item.get(column) else {}
    for heading, text in item.items():
        base, sign, said = heading.partition("::")
        if sign and base.strip() == column and text:
            found[language_code(said)] = text
    return found


def _of_csv(name: str, content: bytes) -> Iterator[Item]:
    text = _decoded(name, content)
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    sign = max(",;\t", key=first.count)
    try:
        table = csv.reader(lines, delimiter=sign)
        headings = [heading.strip() for heading in next(table, [])]
        if len(headings) > COLUMNS:
            raise Refused(
                _("There are more than %(columns)s columns.") % {"columns": in_readers_digits(COLUMNS)},
                name,
                1,
            )
        for cells in table:
            if any(cell.strip() for cell in cells):
                padded = [*(cell.strip() for cell in cells), *[""] * len(headings)]
                yield {heading: cell for heading, cell in zip(headings, padded, strict=False) if heading}
    except csv.Error as error:
        raise Refused(_("The text is not comma-separated as it should be."), name) from error


def _of_xml(name: str, content: bytes) -> Iterator[Item]:
    """`<root><item><name>…</name><label>…</label></item></root>`; names of the outer elements do not matter."""
    _refuse_thicket(name, content, b"<")
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise Refused(_("The file “%(name)s” is no XML that can be read.") % {"name": name}, name) from error
    for item in root:
        yield {
            child.tag.rpartition("}")[2]: " ".join("".join(child.itertext()).split())
            for child in islice(item, COLUMNS)
        }


def _of_geojson(name: str, content: bytes) -> Iterator[Item]:
    """Each feature's properties, its id, and its place as ODK writes one: `23.8 90.4 0 0`."""
    _refuse_thicket(name, content, b"[", b"{", b'"')
    try:
        said = json.loads(_decoded(name, content))
    except (ValueError, RecursionError) as error:
        message = _("The file “%(name)s” is no GeoJSON that can be read.")
        raise Refused(message % {"name": name}, name) from error
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list):
        raise Refused(_("The file “%(name)s” holds no features.") % {"name": name}, name)
    for feature in features:
        if isinstance(feature, dict):
            yield _feature(feature)


def _refuse_thicket(name: str, content: bytes, *signs: bytes) -> None:
    """Refuse what has so many parts that reading it would take many times its size."""
    if sum(map(content.count, signs)) > PARTS:
        raise Refused(_("The file “%(name)s” has too many parts.") % {"name": name}, name)


def _feature(feature: dict[str, Any]) -> Item:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    item = {str(key): _text(value) for key, value in islice(properties.items(), COLUMNS)}
    if "id" in feature:
        item["id"] = _text(feature["id"])
    return {**item, "geometry": _place(feature.get("geometry"))}


def _place(geometry: Any) -> str:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return ""
    at = geometry.get("coordinates")
    if not isinstance(at, list) or len(at) < 2 or not all(isinstance(one, int | float) for one in at):
        return ""
    return f"{at[1]} {at[0]} {at[2] if len(at) > 2 else 0} 0"


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The file “%(name)s” is no text in UTF-8.") % {"name": name}, name) from error
