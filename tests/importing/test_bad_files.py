"""Files that are no lists of records: said in words, within bounds, and nothing of them stays."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from django.utils import translation

from registry.importing import reading
from registry.importing.reading import Unreadable, opened, table
from registry.models import DataImport, Record, RecordIndex
from tests.importing.conftest import Importer, as_csv, as_workbook

ROWS = (["venue"], ["Hall"])


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def two_gigabytes() -> bytes:
    """A workbook whose sheet says it holds 2 GB; some kilobytes as a file."""
    content = bytearray(as_workbook(*ROWS))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[place + 24 : place + 28] = struct.pack("<I", 2_000_000_000)
    return bytes(content)


def bomb() -> bytes:
    return zipped(**{"xl__workbook.xml": b"<a/>", "xl__worksheets__sheet1.xml": b"0" * 30_000_000})


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "only blank lines": (lambda: b"\n\n\n", "no headings"),
    "no spreadsheet": (lambda: zipped(**{"word__document.xml": b"<a/>"}), "not a spreadsheet"),
    "cut off": (lambda: as_workbook(*ROWS)[:-200], "damaged"),
    "broken inside": (lambda: as_workbook(*ROWS).replace(b"PK\x01\x02", b"PK\x01\x03", 1), "damaged"),
    "old xls": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "UTF-8"),
    "zeros": (lambda: b"a,b\n\x00,\x00\n", "not a text file"),
    "other alphabet": (lambda: "venue\nসভা".encode()[:-1], "UTF-8"),
    "open quotation": (lambda: b'venue\n"Hall', "quotation mark"),
    "same heading": (lambda: as_csv(["venue", "venue"], ["a", "b"]), "is there twice"),
    "more cells than headings": (lambda: as_csv(["venue"], ["a", "b"]), "more cells than there are headings"),
    "too many columns": (lambda: as_csv([f"c{n}" for n in range(400)], ["a"]), "more than 300 columns"),
    "merged cells": (
        lambda: as_workbook(["venue", "visits"], ["a", "1"], merged="A2:B2"),
        "A2:B2 are merged",
    ),
    "several sheets": (lambda: as_workbook(*ROWS, sheets=("One", "Two")), "several sheets: One, Two"),
    "two gigabytes": (two_gigabytes, "larger than 500 MB"),
    "a bomb": (bomb, "unpacks to far more"),
    "a PDF": (lambda: b"%PDF-1.7\nvenue\nHall\n", "not a spreadsheet"),
    "a page": (lambda: b"<!DOCTYPE html>\n<table></table>\n", "not a spreadsheet"),
    "headings only": (lambda: as_csv(["venue"]), "no rows below them"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(BAD))
def test_a_file_that_cannot_be_read_is_refused_in_words(importer: Importer, name: str) -> None:
    make, said = BAD[name]
    page = importer.send(make(), "file.csv")  # what a file is shows in what it holds, as far as it can
    assert "There is a problem" in page
    if name != "nothing":  # said by Django, in its words
        assert said in page
    assert not DataImport.objects.exists()


@pytest.mark.django_db
def test_a_text_that_is_called_a_workbook_is_refused(importer: Importer) -> None:
    assert "This is not a spreadsheet" in importer.send(as_csv(*ROWS), "rows.XLSX")
    assert not DataImport.objects.exists()


@pytest.mark.django_db
def test_the_wrong_sheet_is_noticed(importer: Importer) -> None:
    assert "There is no sheet “Three”" in importer.send(
        as_workbook(*ROWS, sheets=("One", "Two")), sheet="Three"
    )
    page = importer.send(as_csv(["Invoice", "Amount"], ["1", "2"]))
    assert "No heading is a question of this form" in page


@pytest.mark.django_db
def test_a_formula_is_told_by_its_cell(importer: Importer) -> None:
    importer.send(as_workbook(["venue", "visits"], ["Hall", "=1+1"], ["Hall", 2]))
    page = importer.check()
    assert "The cell calculates. Put its value in its place." in page
    assert "Bad rows: 1" in page


def test_rows_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    content = as_csv(["a"], *[["x"]] * 6)
    with pytest.raises(Unreadable, match="more than 5 rows"):
        list(table(opened(io.BytesIO(content), len(content))).rows)


def test_a_row_is_named_in_the_digits_of_the_reader() -> None:
    content = as_csv(["a"], ["x"], ["x", "y"])
    with translation.override("bn"), pytest.raises(Unreadable, match="৩ নম্বর সারিতে"):
        list(table(opened(io.BytesIO(content), len(content))).rows)


def test_a_file_beyond_the_limit_is_not_even_opened() -> None:
    with pytest.raises(Unreadable, match="larger than 50 MB"):
        opened(io.BytesIO(b"PK"), reading.MOST_BYTES + 1)


def test_a_sheet_of_empty_rows_ends() -> None:
    content = as_csv(["a"], ["x"], *[[""]] * 3_000, ["y"])
    assert [row for _number, row in table(opened(io.BytesIO(content), len(content))).rows] == [["x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_however_a_spreadsheet_writes_it(encoding: str, mark: str) -> None:
    content = f"স্থান{mark}b\nঢাকা{mark}১\n".encode(encoding)
    read = table(opened(io.BytesIO(content), len(content)))
    assert (list(read.headings), list(read.rows)) == (["স্থান", "b"], [(2, ["ঢাকা", "১"])])


def test_a_checksum_that_does_not_fit_is_damage() -> None:
    content = bytearray(as_workbook(*ROWS))
    place = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[place] ^= 0xFF
    with pytest.raises(Unreadable):
        list(table(opened(io.BytesIO(bytes(content)), len(content))).rows)


@pytest.mark.django_db
def test_a_few_bad_rows_among_many_are_told_one_by_one_and_the_rest_comes_in(
    importer: Importer, small_chunks: int
) -> None:
    bad = {3, 25, 49, 50, 77, 100, 129}
    rows = [["Hall", "many" if number in bad else number] for number in range(130)]
    importer.send(as_csv(["venue", "visits"], *rows))
    page = importer.check(only_whole="no")
    assert "Bad rows: 7" in page
    assert all(f"Row {number + 2:,}".replace(",", "") in page.replace(",", "") for number in bad)
    importer.do("apply")
    assert Record.objects.count() == 123
    importer.do("undo")
    assert RecordIndex.objects.count() == 0
    assert importer.batch.state == "undone"


@pytest.mark.django_db
def test_a_page_of_a_running_import_asks_again_by_itself_and_by_a_link(importer: Importer) -> None:
    importer.send(as_csv(["venue"], ["Hall"]))
    DataImport.objects.update(state="checking")
    page = importer.client.get(importer.address).content.decode()
    assert 'hx-trigger="every 3s"' in page
    assert "See how far it is" in page
    DataImport.objects.update(state="checked")
    assert "hx-trigger" not in importer.client.get(importer.address).content.decode()
