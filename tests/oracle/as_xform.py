"""A form document as an XForm, for the oracle: document → the rows of a workbook → pyxform.

As simple as can be: what JavaRosa does not evaluate (words, hints, media) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from forms_builder.compiling import value_types
from forms_builder.expressions import ValueType
from forms_builder.questions import types
from forms_builder.schema import Choice, Document, Group, Item, Page, Question, Repeat, Required, questions

Row = dict[str, str]
YES_NO = (Choice(value="yes", label={}), Choice(value="no", label={}))
KINDS = {
    ValueType.NUMBER: "decimal",
    ValueType.DATE: "date",
    ValueType.DATETIME: "dateTime",
    ValueType.TIME: "time",
    ValueType.GEO: "geopoint",
}


def as_xform(document: Document) -> str:
    """The XForm of a document whose choice lists are copied in."""
    rows = [_filled_in(row) for page in document.pages for row in _page(page)]
    choices = [row for question, _ in questions(document) for row in _choice_rows(question)]
    columns = {column for row in choices for column in row}
    workbook: dict[str, Any] = {
        "survey": rows,
        "choices": [{column: row.get(column, "") for column in columns} for row in choices],
        "settings": [{"form_title": "form", "form_id": "form"}],
        "sheet_names": ["survey", "choices", "settings"],
        "survey_header": [dict.fromkeys(column for row in rows for column in row)],
        "choices_header": [dict.fromkeys(columns)],
        "settings_header": [{"form_title": None, "form_id": None}],
    }
    return str(convert(workbook, validate=False, form_name="data").xform)


def _filled_in(row: Row) -> Row:
    return {column: text for column, text in row.items() if text}


def _page(page: Page) -> Iterator[Row]:
    """A page is no node for rules; only one that may be hidden needs a group."""
    if page.show_if:
        yield from _frame("group", page)
    else:
        for item in page.items:
            yield from _item(item)


def _frame(kind: str, part: Page | Group | Repeat) -> Iterator[Row]:
    yield {"type": f"begin {kind}", "name": part.key, "label": part.key, "relevant": part.show_if}
    for item in part.items:
        yield from _item(item)
    yield {"type": f"end {kind}"}


def _item(item: Item) -> Iterator[Row]:
    if isinstance(item, Group):
        yield from _frame("group", item)
    elif isinstance(item, Repeat):
        yield from _frame("repeat", item)
    else:
        yield {
            "type": _type(item),
            "name": item.key,
            "label": item.key,
            "relevant": item.show_if,
            "required": "yes" if item.required is Required.YES and not item.calculate else "",
            "constraint": item.check,
            "calculation": item.calculate,
            "choice_filter": item.choice_filter,
        }


def _type(question: Question) -> str:
    kind = value_types()[question.type]
    if question.calculate:
        return "calculate"
    if not types.of(question).stored:
        return "note"
    if offered(question):
        return f"{'select_multiple' if kind is ValueType.CHOICES else 'select_one'} {question.key}"
    return "integer" if question.type == "integer" else KINDS.get(kind, "text")


def offered(question: Question) -> tuple[Choice, ...]:
    """What a question lets choose; the words do not matter here."""
    if question.calculate:
        return ()
    return YES_NO if question.type == "yes_no" else tuple(c for c in question.choices if not c.retired)


def _choice_rows(question: Question) -> Iterator[Row]:
    for choice in offered(question):
        yield {"list_name": question.key, "name": choice.value, "label": choice.value, **choice.filters}
