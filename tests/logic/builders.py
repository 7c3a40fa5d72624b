"""Short ways to write documents in tests of the logic."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from forms_builder.expressions import ValueType
from forms_builder.logic import Evaluation, Moment, Problem, Program, compile_document, evaluate
from forms_builder.schema import Document, Item, Page, Question

VALUE_TYPES = {
    "text": ValueType.TEXT,
    "integer": ValueType.NUMBER,
    "choose_one": ValueType.CHOICE,
    "choose_many": ValueType.CHOICES,
    "calculated": ValueType.ANY,
    "date": ValueType.DATE,
}
NOON = Moment(datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Asia/Dhaka")))


def ask(key: str, kind: str = "text", **more: Any) -> Question:
    return Question(id=key, key=key, type=kind, label={"en": key}, **more)


def form(*items: Item, **more: Any) -> Document:
    return Document(pages=(Page(id="p", key="p", items=items, **more),))


def problems(document: Document) -> list[Problem]:
    return compile_document(document, VALUE_TYPES)[1]


def program(document: Document) -> Program:
    compiled, found = compile_document(document, VALUE_TYPES)
    assert compiled is not None, found
    return compiled


def run(document: Document, moment: Moment = NOON, **answers: Any) -> Evaluation:
    return evaluate(program(document), answers, moment)
