"""Form classes made once a (version, page, language) and kept in the process. They hold nothing of any person."""

from collections.abc import Iterator

from django import forms

from forms_builder.filling.layouts import Step, is_writable
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.situation import worded
from forms_builder.filling.spoken import names_in
from forms_builder.filling.spots import spots
from forms_builder.logic import Program, RuleKind
from forms_builder.logic.rules import trigger_names
from forms_builder.questions import types
from forms_builder.questions.base import FieldContext
from forms_builder.schema import Item, Question, Repeat

LIMIT = 2048
CHANGES_PAGE = frozenset(RuleKind) - {RuleKind.CONSTRAINT, RuleKind.SET_VALUE}

_classes: dict[tuple[str, str, str], type[PageForm]] = {}


def page_form(program: Program, sha256: str, step: Step, language: str) -> type[PageForm]:
    """The form class of one page. `sha256` names the document that `program` was made from."""
    key = (sha256, step.key, language)
    if key not in _classes:
        if len(_classes) >= LIMIT:
            _classes.pop(next(iter(_classes)))
        _classes[key] = made = make_page_form(program, step, language)
        made.source = sha256
    return _classes[key]


def make_page_form(program: Program, step: Step, language: str) -> type[PageForm]:
    """A Django form with a field for each question of the page; those in repeats are laid aside for the rows."""
    asked = [(question, repeat) for question, repeat in _asked(step.items, None)]
    made = {
        question.key: _field(question, language) for question, _ in asked if not types.of(question).personal
    }
    in_rows = {question.key for question, repeat in asked if repeat is not None}
    attributes = {
        "step": step,
        "program": program,
        "language": language,
        "row_fields": {key: field for key, field in made.items() if key in in_rows},
        "watched": frozenset(_watched(program, step, {question.key for question, _ in asked})),
        "fixed_spots": tuple(spots(step.items, {})),
    }
    form_class = type("PageForm", (PageForm,), attributes)
    # Set afterwards: as class attributes, keys such as "media" or "data" would shadow parts of the form.
    form_class.base_fields = {key: field for key, field in made.items() if key not in in_rows}  # type: ignore[attr-defined]
    return form_class


def _field(question: Question, language: str) -> forms.Field:
    return worded(types.of(question).form_field(question, FieldContext(language)), question, language)


def _asked(items: tuple[Item, ...], repeat: Repeat | None) -> Iterator[tuple[Question, Repeat | None]]:
    for item in items:
        if isinstance(item, Question):
            if is_writable(item):
                yield item, repeat
        else:
            yield from _asked(item.items, item if isinstance(item, Repeat) else repeat)


def _watched(program: Program, step: Step, asked: set[str]) -> Iterator[str]:
    """Questions of the page that, once answered, may change what the page shows."""
    inside = set(_ids(step.items))
    for (part_id, kind), rule in program.rules.items():
        if kind is RuleKind.CALCULATE or (kind in CHANGES_PAGE and part_id in inside):
            yield from program.keys_of(rule.expression.references) & asked
    yield from program.keys_of(_named(step.items)) & asked
    for question in program.triggered:
        yield from program.keys_of(trigger_names(question)) & asked
    for question, _repeat in _asked(step.items, None):
        yield from types.of(question).reads(question) & asked


def _named(items: tuple[Item, ...]) -> set[str]:
    """What the words on the page name."""
    found: set[str] = set()
    for item in items:
        found |= names_in(item.label, item.hint)
        if not isinstance(item, Question):
            found |= _named(item.items)
    return found


def _ids(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield item.id
        if not isinstance(item, Question):
            yield from _ids(item.items)
