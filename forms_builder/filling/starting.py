"""What is answered already when somebody begins: the record's own answers, prefilled ones, defaults."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from forms_builder import expressions
from forms_builder.expressions import ExpressionError, Node, Scope
from forms_builder.filling.carried import carried_over
from forms_builder.filling.handlers import Assignment
from forms_builder.filling.spots import name_rows
from forms_builder.logic import blank
from forms_builder.logic.evaluation import as_answer
from forms_builder.questions import types
from forms_builder.schema import Document, Prefill, Question, Repeat, questions

COMPUTED = re.compile(r"\$\{|\w\s*\(")
"""A default that calls a function or names a question is worked out; any other is the text it says (ODK)."""


def starting_answers(assignment: Assignment, user: Any) -> dict[str, Any]:
    """The handler's answers, then what the system knows, then the form's defaults; every row gets its id."""
    document = assignment.version.parsed
    answers = carried_over(assignment).answers
    for question, repeat in questions(document):
        if repeat is None and blank(answers.get(question.key)) and not assignment.base_revision:
            found = known(question, user)
            if not blank(found):
                answers[question.key] = found
    items = tuple(item for page in document.pages for item in page.items)
    return name_rows(items, answers)


def defaults(document: Document) -> dict[str, Any]:
    """What a form begins with by itself, whoever fills it in: nobody's name and office."""
    found = {
        question.key: timezone.localdate().isoformat()
        if question.prefill is Prefill.TODAY
        else _default(question)
        for question, repeat in questions(document)
        if repeat is None and question.prefill is not Prefill.USER
    }
    return {key: answer for key, answer in found.items() if not blank(answer)}


def row_defaults(repeat: Repeat, user: Any) -> Mapping[str, Any]:
    """What a new row starts with."""
    found = {item.key: known(item, user) for item in repeat.items if isinstance(item, Question)}
    return {key: answer for key, answer in found.items() if not blank(answer)}


def known(question: Question, user: Any) -> Any:
    """What the system fills in for one question, or None. The office comes with the assignment's answers."""
    if question.prefill is Prefill.USER and user.is_authenticated and not types.of(question).personal:
        return str(user)
    if question.prefill is Prefill.TODAY:
        return timezone.localdate().isoformat()
    return _default(question)


def _default(question: Question) -> Any:
    text = question.default.strip()
    if not text:
        return None
    if COMPUTED.search(text):
        return _worked_out(text)
    return text.split() if types.of(question).many else text


def _worked_out(text: str) -> Any:
    """A default is worked out once, before anything is answered, so it sees no other question."""
    root = Node("data")
    scope = Scope(context=root, root=root, now=timezone.localtime(), resolve=lambda name, node: [])
    try:
        return as_answer(expressions.evaluate(expressions.parse(text), scope))
    except ExpressionError:
        return None
