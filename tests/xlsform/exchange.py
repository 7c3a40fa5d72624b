"""Forms in and out of workbooks, for these tests."""

from pathlib import Path

from forms_builder.schema import Document
from forms_builder.xlsform.document import by_name, read_document
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.workbook import read_file, read_workbook
from forms_builder.xlsform.writing.book import to_xlsx
from forms_builder.xlsform.writing.workbook import to_sheets


def imported(source: Path | bytes) -> Document:
    """The document of a workbook, in order or not."""
    sheets = read_file(source) if isinstance(source, Path) else read_workbook(source)
    return read_document(by_name(sheets), Report(), source.stem if isinstance(source, Path) else "")


def sheets_of(form: Document) -> list[Sheet]:
    """The sheets of the form's workbook, as they are read from the file."""
    return read_workbook(to_xlsx(to_sheets(form)))


def out_and_in(form: Document) -> Document:
    return read_document(by_name(sheets_of(form)), Report())
