"""The filter bar of a list: a form made from what may be filtered by, and what its fields mean for the query.

What was chosen in it is in `chosen`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.digits import day_in_script, in_script
from forms_builder.expressions import ValueType
from forms_builder.questions import types
from forms_builder.questions.base import SlotKind
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import read_date
from forms_builder.questions.fields import TypedField
from forms_builder.questions.numbers import plain_number, read_decimal
from forms_builder.schema import Question
from registry.filters import Op
from registry.models import RecordType
from registry.tables.columns import CREATED, OFFICE, OWNER, STATUS, UPDATED, fixed_label, label_of

FROM, TO, IS = ".from", ".to", ".is"
"""Ends of the names of a filter's fields; no key of a question has a point."""
MINE = "mine"
UNANSWERED = "-"
"""Among the values of a choice: records without an answer."""
Options = Sequence[tuple[str, str]]
Operators = Mapping[str, Collection[Op]]
Labels = Mapping[str, Mapping[str, str]]
"""Filter key → value → words, for values that neither form nor set-up words."""
Counts = Mapping[str, Mapping[str, int]]
"""Filter key → value → number of records."""


class Kind(StrEnum):
    """How a filter is asked."""

    CHOICE = "choice"
    DAYS = "days"
    NUMBERS = "numbers"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Filter:
    """Something the list can be narrowed by."""

    key: str
    label: str
    kind: Kind
    question: Question | None = None
    options: Options | None = None
    """(value, label) to choose from; None: whatever the records hold."""
    nullable: bool = False
    """Whether records without an answer can be asked for."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its parameters in the address."""
        if self.kind is Kind.CHOICE:
            return (self.key,)
        typed = (self.key,) if self.kind is Kind.WORDS else (self.key + FROM, self.key + TO)
        return (*typed, self.key + IS) if self.nullable else typed


def filters_of(
    record_type: RecordType,
    questions: Mapping[str, Question],
    filterable: Operators,
    language: str,
    added: Iterable[str] = (),
) -> list[Filter]:
    """The filters of a list in their order: status, office, then the set-up's own, then those `added`."""
    named = dict.fromkeys([STATUS, OFFICE, *record_type.filter_keys, *added])
    found = [
        filter_of(key, questions.get(key), record_type, filterable, language)
        for key in named
        if key in filterable
    ]
    return [one for one in found if one is not None]


def filter_of(
    key: str, question: Question | None, record_type: RecordType, filterable: Operators, language: str
) -> Filter | None:
    if question is None:
        return fixed_filter(key, record_type, language)
    label = label_of(question, language)
    kind = kind_of(question, filterable[key])
    options = own_choices(question, language) if kind is Kind.CHOICE else None
    return Filter(key, label, kind, question, options, nullable=Op.EMPTY in filterable[key])


def kind_of(question: Question, operators: Collection[Op]) -> Kind:
    """Answers that come from a list are chosen, days and numbers have two ends, other words are searched."""
    kind = types.of(question)
    if Op.BETWEEN in operators:
        return Kind.DAYS if kind.slot is SlotKind.DATE else Kind.NUMBERS
    listed = kind.many or kind.personal or kind.value_type in (ValueType.CHOICE, ValueType.CHOICES)
    return Kind.CHOICE if listed or Op.CONTAINS not in operators else Kind.WORDS


def fixed_filter(key: str, record_type: RecordType, language: str) -> Filter | None:
    if key == STATUS:
        statuses = record_type.statuses
        options = [(str(one["value"]), str(one.get(language) or one["value"])) for one in statuses]
        return Filter(key, fixed_label(key), Kind.CHOICE, options=options) if len(options) > 1 else None
    if key == OFFICE:
        return Filter(key, fixed_label(key), Kind.CHOICE)
    if key == OWNER:
        return Filter(key, fixed_label(key), Kind.CHOICE, options=[(MINE, _("Me"))])
    return Filter(key, fixed_label(key), Kind.DAYS) if key in (CREATED, UPDATED) else None


def own_choices(question: Question, language: str) -> Options | None:
    """The choices written in the form, retired ones too, as old records still hold them; None if it has none."""
    kind = types.of(question)
    return [
        (choice.value, kind.display(question, choice.value, language)) for choice in question.choices
    ] or None


def addable(
    questions: Mapping[str, Question], filterable: Operators, filters: Sequence[Filter], language: str
) -> Options:
    """The questions that the list could be narrowed by and is not yet, for the box that adds one."""
    there = {one.key for one in filters}
    return [
        (key, label_of(question, language))
        for key, question in questions.items()
        if key in filterable and key not in there
    ]


def bar(
    filters: Sequence[Filter],
    counts: Counts,
    labels: Labels,
    asked: Mapping[str, Sequence[str]],
    language: str,
) -> type[forms.Form]:
    """The form of the filter bar. `asked`: what the address says, so that no choice vanishes while it is set."""
    fields: dict[str, forms.Field] = {}
    for one in filters:
        if one.kind is Kind.CHOICE:
            options = options_of(
                one, counts.get(one.key, {}), labels.get(one.key, {}), asked.get(one.key, ()), language
            )
            fields[one.key] = choice_field(one, options, counts.get(one.key), language)
        elif one.kind is Kind.WORDS:
            fields[one.key] = TypedField(str, str)
            fields[one.key].label = one.label
        else:
            fields |= range_fields(one, language)
        if one.kind is not Kind.CHOICE and one.nullable:
            fields[one.key + IS] = answered_field(one)
    return type("FilterBar", (forms.Form,), fields)


def choice_field(
    one: Filter, options: Options, counts: Mapping[str, int] | None, language: str
) -> forms.Field:
    numbered = [(value, with_count(label, counts, value, language)) for value, label in options]
    if one.nullable:
        numbered.append((UNANSWERED, _("No answer")))
    message = _("This choice is not offered. Choose another.")
    return forms.MultipleChoiceField(
        label=one.label,
        required=False,
        choices=numbered,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": message},
    )


def answered_field(one: Filter) -> forms.Field:
    return forms.ChoiceField(
        label=_("%(question)s, answered or not") % {"question": one.label},
        required=False,
        choices=[
            ("", _("answered or not")),
            (Op.FILLED.value, _("only with an answer")),
            (Op.EMPTY.value, _("only without an answer")),
        ],
        error_messages={"invalid_choice": _("This choice is not offered. Choose another.")},
    )


def options_of(
    one: Filter, counts: Mapping[str, int], words: Mapping[str, str], asked: Sequence[str], language: str
) -> Options:
    """What may be chosen: the form's own choices, or else whatever the records hold, in the order of the words."""
    if one.options is not None:
        return one.options
    values = dict.fromkeys([*counts, *(value for value in asked if value != UNANSWERED)])
    found = [(value, words.get(value) or shown(one, value, language)) for value in values]
    return sorted(found, key=lambda option: option[1])


def shown(one: Filter, value: str, language: str) -> str:
    return types.of(one.question).display(one.question, value, language) if one.question else value


def with_count(label: str, counts: Mapping[str, int] | None, value: str, language: str) -> str:
    return label if counts is None else f"{label} ({in_script(str(counts.get(value, 0)), language)})"


def range_fields(one: Filter, language: str) -> dict[str, forms.Field]:
    """From and to. Labels name the question too: each field is read out on its own."""
    labels = (
        _("%(question)s, from") % {"question": one.label},
        _("%(question)s, to") % {"question": one.label},
    )
    made = {}
    for name, label in zip(one.names[:2], labels, strict=True):
        made[name] = day_field(language) if one.kind is Kind.DAYS else number_field(language)
        made[name].label = label
    return made


def read_day(text: str) -> date:
    """A day that a record can be about; the ends of the calendar are no days to compare with."""
    day = read_date(text)
    if not 1900 <= day.year <= 2200:
        raise ValidationError(_("Give a year between 1900 and 2200."), code="year")
    return day


def day_field(language: str) -> forms.Field:
    return TypedField(
        read_day,
        lambda day: day_in_script(day, language),
        plain=typed_sign,
        attrs={"size": "10", "data-picker": "date"},
    )


def number_field(language: str) -> forms.Field:
    return TypedField(
        read_decimal,
        lambda number: in_script(format(number, "f"), language),
        plain=plain_number,
        attrs={"inputmode": "decimal", "size": "8"},
    )
