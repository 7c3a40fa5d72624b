"""Answers that came as JSON, read as if they had been typed: through the same fields, the same rules, the same words.

Everything that is wrong is told at once, each with a JSON pointer (RFC 6901) to its place in what was sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.filling.faults import blocking
from forms_builder.filling.layouts import is_writable
from forms_builder.filling.setting import as_if_typed, in_new_rows
from forms_builder.filling.spots import MOST_ROWS, ROW_ID_PATTERN, new_row_id
from forms_builder.filling.starting import row_defaults
from forms_builder.logic import ROW_ID, Evaluation, Moment, Path, blank, evaluate, retired_since
from forms_builder.logic.lists import Lists
from forms_builder.models import FormVersion
from forms_builder.public.shape import fits
from forms_builder.questions import types
from forms_builder.questions.base import FieldContext
from forms_builder.questions.files import FileType
from forms_builder.schema import Group, Item, Question, Repeat
from forms_builder.wording import fault_text, no_longer_offered

ANSWERS = "answers"
"""Member of what is sent that holds the answers."""
NOBODY = AnonymousUser()
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    pointer: str
    code: str
    detail: str


@dataclass
class Reading:
    """What was read: the answers of the form, what is wrong with them, what was left out because it does not apply."""

    answers: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def read(version: FormVersion, given: Answers, begun_with: Answers, moment: Moment) -> Reading:
    """Read the answers to a public form. `begun_with`: what is known already, and cannot be changed from outside."""
    public = version.parsed.public
    kept_back = {*public.left_out, *public.answers} if public else set()
    reader = _Reader(moment.language, kept_back, version.program.lists)
    items = [item for page in version.parsed.pages for item in page.items]
    reading = reader.reading
    reading.answers = reader.read_all(items, given, (), begun_with)
    if not reading.faults:
        program = version.program
        reading.answers = in_new_rows(program, begun_with, reading.answers, moment, _sent_places(given))
        reading.answers = as_if_typed(program, begun_with, reading.answers, moment)
        judged = evaluate(version.program, reading.answers, moment).without(reader.kept_back)
        reading.faults += _by_rules(version, judged, moment.language)
        reading.dropped = [pointer(path) for path in judged.hidden if _was_given(given, path)]
    return reading


def pointer(path: Path) -> str:
    """RFC 6901: where something stands in what was sent."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in (ANSWERS, *path))
    return "".join(f"/{part}" for part in parts)


def _sent_places(given: Any, at: Path = ()) -> set[Path]:
    """The places that something was sent for, blank or not."""
    found: set[Path] = set()
    for key, value in given.items():
        found.add((*at, key))
        for index, row in enumerate(value if isinstance(value, list) else ()):
            found |= _sent_places(row, (*at, key, index)) if isinstance(row, Mapping) else set()
    return found


def _by_rules(version: FormVersion, judged: Evaluation, language: str) -> list[Fault]:
    return [
        Fault(pointer(fault.path), fault.kind.value, fault_text(fault, language))
        for fault in blocking(version.program, judged)
    ]


def _was_given(given: Any, path: Path) -> bool:
    for part in path:
        try:
            given = given[part]
        except (LookupError, TypeError):
            return False
    return not blank(given)


class _Reader:
    def __init__(self, language: str, kept_back: set[str], lists: Lists) -> None:
        self.language, self.kept_back, self.lists = language, kept_back, lists
        self.reading = Reading()

    def say(self, path: Path, code: str, detail: str) -> None:
        self.reading.faults.append(Fault(pointer(path), code, detail))

    def read_all(self, items: Sequence[Item], given: Any, at: Path, known: Answers) -> dict[str, Any]:
        """The answers at one level, groups looked through; what is not asked there is a fault."""
        parts = {part.key: part for part in _parts(items) if part.key not in self.kept_back}
        answers = dict(known)
        for key, value in given.items():
            path = (*at, key)
            if key == ROW_ID and at:
                continue
            if key not in parts:
                self.say(path, "unknown", _("The form does not ask this."))
                continue
            part = parts[key]
            read = (
                self.rows(part, value, path)
                if isinstance(part, Repeat)
                else self.one(part, value, path, given)
            )
            if blank(read):
                answers.pop(key, None)
            else:
                answers[key] = read
        return answers

    def rows(self, repeat: Repeat, value: Any, path: Path) -> list[dict[str, Any]]:
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.say(path, "shape", _("Rows are sent as a list of objects."))
            return []
        if len(value) > min(repeat.maximum, MOST_ROWS):
            self.say(path, "rows", _("There are too many rows."))
            return []
        return [self.row(repeat, row, (*path, index)) for index, row in enumerate(value)]

    def row(self, repeat: Repeat, value: Answers, path: Path) -> dict[str, Any]:
        given = str(value.get(ROW_ID) or "")
        named = given if ROW_ID_PATTERN.match(given) else new_row_id()
        known = {**row_defaults(repeat, NOBODY), ROW_ID: named}
        return self.read_all(repeat.items, value, path, known)

    def one(self, question: Question, value: Any, path: Path, around: Answers) -> Any:
        """The answer to one question as it is stored; None where it is blank or wrong."""
        kind = types.of(question)
        if value is None:
            return None
        if not is_writable(question):
            self.say(path, "read-only", _("This is worked out and cannot be sent."))
        elif isinstance(kind, FileType):
            self.say(path, "file", _("Files cannot be sent this way. Use the form on the site."))
        elif not fits(kind.json_schema(question, self.language), value):
            self.say(path, "shape", _("This is no answer to this question."))
        elif self.is_retired(question, value):
            self.say(path, "choice", no_longer_offered())
        else:
            return self.through_its_field(question, value, path, around)
        return None

    def is_retired(self, question: Question, value: Any) -> bool:
        table = self.lists.of_question.get(question.id)
        return table is not None and bool(retired_since(table, value, None))

    def through_its_field(self, question: Question, value: Any, path: Path, around: Answers) -> Any:
        kind = types.of(question)
        near = {key: one for key, one in around.items() if isinstance(one, str)}
        made = kind.form_field(question, FieldContext(self.language, None, NOBODY, near, None))
        try:
            return kind.clean(question, made.clean(_as_typed(made, kind.initial(question, value))))
        except ValidationError as error:
            self.say(path, "invalid", " ".join(error.messages))
        except (ValueError, TypeError, ArithmeticError, LookupError):
            self.say(path, "invalid", _("This is no answer to this question."))
        return None


def _as_typed(made: forms.Field, value: Any) -> Any:
    """The value as the field's box would send it."""
    typed, widget = made.prepare_value(value), made.widget
    if isinstance(widget, forms.MultiWidget) and not isinstance(typed, (list, tuple)):
        return widget.decompress(typed)
    return typed


def _parts(items: Sequence[Item]) -> list[Question | Repeat]:
    """What has an answer at this level, looked for through groups."""
    found: list[Question | Repeat] = []
    for item in items:
        if isinstance(item, Group):
            found += _parts(item.items)
        elif isinstance(item, Repeat) or types.of(item).stored:
            found.append(item)
    return found
