"""What is answered already when somebody begins: the record's own answers, prefilled ones, defaults."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from forms_builder.filling.carried import carried_over
from forms_builder.filling.handlers import Assignment
from forms_builder.filling.setting import set_once
from forms_builder.filling.spots import name_rows
from forms_builder.logic import Moment, Program, blank
from forms_builder.logic.rules import is_worked_out
from forms_builder.questions import types
from forms_builder.schema import Item, Prefill, Question, Repeat, questions


def starting_answers(assignment: Assignment, user: Any) -> dict[str, Any]:
    """The handler's answers, then what the system knows, then the form's defaults; every row gets its id."""
    document = assignment.version.parsed
    answers = dict(carried_over(assignment).answers)
    if not assignment.base_revision:
        begun = [
            question
            for question, repeat in questions(document)
            if repeat is None and blank(answers.get(question.key))
        ]
        answers = _begun(assignment.version.program, begun, answers, user)
    items = tuple(item for page in document.pages for item in page.items)
    return name_rows(items, answers)


def defaults(program: Program) -> dict[str, Any]:
    """What a form begins with by itself, whoever fills it in: nobody's name and office."""
    begun = [
        question
        for question, repeat in questions(program.document)
        if repeat is None and question.prefill is not Prefill.USER
    ]
    return _begun(program, begun, {}, None)


def row_defaults(repeat: Repeat, user: Any) -> Mapping[str, Any]:
    """What a new row starts with; what has to be worked out in its place is `setting`'s business."""
    found = {question.key: known(question, user) for question in _beside(repeat.items)}
    return {key: answer for key, answer in found.items() if not blank(answer)}


def known(question: Question, user: Any) -> Any:
    """What the system fills in for one question, or None. The office comes with the assignment's answers."""
    if question.prefill is Prefill.USER and user.is_authenticated and not types.of(question).personal:
        return str(user)
    if question.prefill is Prefill.TODAY:
        return timezone.localdate().isoformat()
    text = question.default.strip()
    if not text or is_worked_out(text):
        return None
    return text.split() if types.of(question).many else text


def _begun(
    program: Program, begun: Iterable[Question], answers: Mapping[str, Any], user: Any
) -> dict[str, Any]:
    """The answers with what these questions begin with: first what is said, then what is worked out from it."""
    found, wanted = dict(answers), []
    for question in begun:
        if not blank(answer := known(question, user)):
            found[question.key] = answer
        elif is_worked_out(question.default):
            wanted.append(((question.key,), question.default))
    moment = Moment(timezone.localtime(), get_language() or "bn")
    return set_once(program, found, moment, wanted) if wanted else found


def _beside(items: Iterable[Item]) -> Iterator[Question]:
    """The questions at this level, looked for through groups."""
    for item in items:
        if isinstance(item, Question):
            yield item
        elif not isinstance(item, Repeat):
            yield from _beside(item.items)
