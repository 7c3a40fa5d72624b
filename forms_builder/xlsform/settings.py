"""What a document says of itself, in the cells of the settings sheet."""

from forms_builder.schema import Document, Layout
from forms_builder.xlsform import own
from forms_builder.xlsform.cells import Cells, worded
from forms_builder.xlsform.columns import language_name

FORMAT_VERSION = "1"


def document_cells(document: Document, ours: bool) -> Cells:
    """The cells of the row; `ours`: the workbook is laid out by us alone."""
    first = next(iter(document.languages), "")
    titles = {code: text for code, text in document.title.items() if code != first}
    cells = {
        ("title", ""): document.title.get(first, ""),
        ("default_language", ""): language_name(first),
        **worded(own.TITLE, titles),
        **worded(own.DESCRIPTION, document.description),
        (own.LAYOUT, ""): "" if document.layout is Layout.TOPICS else document.layout.value,
        (own.FORMAT, ""): FORMAT_VERSION if ours else "",
    }
    return {key: text for key, text in cells.items() if text}
