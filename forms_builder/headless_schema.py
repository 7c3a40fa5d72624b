"""A whole form as JSON Schema 2020-12, with hints for drawing it, for clients that bring their own screens.

Pure functions over a document. The schema says what a stored answer looks like; whether a question must be answered,
and whether it is shown at all, follows from rules that the server applies when answers arrive.
"""

from collections.abc import Sequence
from typing import Any

from forms_builder.logic import ROW_ID
from forms_builder.questions import types
from forms_builder.schema import Choice, Document, Group, Item, Page, Question, Repeat, Required, Text
from forms_builder.schema.document import text_in

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Json = dict[str, Any]


def document_schema(document: Document, language: str) -> Json:
    """The schema of a form's answers. Titles are in `language`; the hints (`x-ui`) hold all languages."""
    return {
        "$schema": DIALECT,
        "title": text_in(document.title, language),
        "description": text_in(document.description, language),
        "type": "object",
        "properties": _properties([item for page in document.pages for item in page.items], language),
        "additionalProperties": False,
        "x-ui": {
            "languages": list(document.languages),
            "layout": document.layout.value,
            "title": document.title,
            "pages": [_page_hints(page) for page in document.pages],
        },
    }


def _properties(items: Sequence[Item], language: str) -> Json:
    """Answers by key: groups leave no trace in them."""
    found: Json = {}
    for item in items:
        if isinstance(item, Group):
            found |= _properties(item.items, language)
        elif isinstance(item, Repeat):
            found[item.key] = _rows(item, language)
        elif types.of(item).stored:
            found[item.key] = question_schema(item, language)
    return found


def _rows(repeat: Repeat, language: str) -> Json:
    properties = {ROW_ID: {"type": "string", "pattern": "^[0-9a-f]{12}$"}}
    return {
        "title": text_in(repeat.label, language),
        "type": "array",
        "maxItems": repeat.maximum,
        "items": {
            "type": "object",
            "properties": properties | _properties(repeat.items, language),
            "additionalProperties": False,
        },
    }


def question_schema(question: Question, language: str) -> Json:
    """One question: its answer, or null for blank; calculated ones are given and never taken."""
    schema = types.of(question).json_schema(question, language)
    schema = {
        "title": text_in(question.label, language),
        "anyOf": [schema, {"type": "null"}],
        "x-ui": _question_hints(question),
    }
    if question.hint:
        schema["description"] = text_in(question.hint, language)
    if not types.of(question).asked or question.is_calculated or question.read_only:
        schema["readOnly"] = True
    return schema


def _page_hints(page: Page) -> Json:
    return {
        "key": page.key,
        "label": page.label,
        "hint": page.hint,
        "showIf": page.show_if,
        "items": [_item_hints(item) for item in page.items],
    }


def _item_hints(item: Item) -> Json:
    """Where a part stands; what a question is like stands with its schema."""
    if isinstance(item, Question):
        hints: Json = {"kind": "question", "key": item.key}
        if not types.of(item).stored:
            hints |= {"type": item.type, "label": item.label, "hint": item.hint, "showIf": item.show_if}
        return hints
    inside = [_item_hints(inner) for inner in item.items]
    return {
        "kind": item.kind,
        "key": item.key,
        "label": item.label,
        "hint": item.hint,
        "showIf": item.show_if,
        "items": inside,
    }


def _question_hints(question: Question) -> Json:
    hints: Json = {
        "type": question.type,
        "label": question.label,
        "hint": question.hint,
        "guidance": question.guidance,
        "required": question.required is Required.YES,
        "requiredIf": question.required_if,
        "soft": question.required is Required.SOFT,
        "requiredMessage": question.required_message,
        "showIf": question.show_if,
        "check": question.check,
        "checkMessage": question.check_message,
        "appearance": question.appearance,
        "decline": [_choice(one) for one in types.of(question).decline_choices()] if question.decline else [],
        "choices": [_choice(choice) for choice in question.choices if not choice.retired],
        "settings": question.settings,
    }
    return {name: value for name, value in hints.items() if value not in ("", {}, [], False)}


def _choice(choice: Choice) -> Json:
    words: Text = choice.label
    return {"value": choice.value, "label": words, **({"exclusive": True} if choice.exclusive else {})}
