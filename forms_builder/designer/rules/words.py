"""What a rule means, as a sentence in the reader's language: "“Age” is less than 18, and “Kind of case” is “Survivor”"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.designer.rules.model import HERE, Cascade, Group, Operator, Row, Rows, Value, ValueKind
from forms_builder.digits import in_readers_digits, readers_day


@dataclass(frozen=True, slots=True)
class Named:
    """How a question is called, and its choices by value."""

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    dated: bool = False


Names = Mapping[str, Named]

SENTENCES: Mapping[Operator, str | Promise] = {
    Operator.IS: gettext_lazy("%(question)s is %(value)s"),
    Operator.IS_NOT: gettext_lazy("%(question)s is not %(value)s"),
    Operator.MORE: gettext_lazy("%(question)s is more than %(value)s"),
    Operator.AT_LEAST: gettext_lazy("%(question)s is at least %(value)s"),
    Operator.LESS: gettext_lazy("%(question)s is less than %(value)s"),
    Operator.AT_MOST: gettext_lazy("%(question)s is at most %(value)s"),
    Operator.INCLUDES: gettext_lazy("%(question)s includes %(value)s"),
    Operator.EXCLUDES: gettext_lazy("%(question)s does not include %(value)s"),
    Operator.MATCHES: gettext_lazy("%(question)s has the pattern %(value)s"),
    Operator.ANSWERED: gettext_lazy("%(question)s is answered"),
    Operator.BLANK: gettext_lazy("%(question)s is not answered"),
}
OF_DATES: Mapping[Operator, str | Promise] = {
    Operator.MORE: gettext_lazy("%(question)s is after %(value)s"),
    Operator.AT_LEAST: gettext_lazy("%(question)s is %(value)s or later"),
    Operator.LESS: gettext_lazy("%(question)s is before %(value)s"),
    Operator.AT_MOST: gettext_lazy("%(question)s is %(value)s or earlier"),
}


def describe(rows: Rows, names: Names) -> str:
    """The sentence without capital and full stop; blank where there are no rows."""
    return _group(rows, names)


def describe_cascade(cascade: Cascade, names: Names) -> str:
    return _("only choices whose %(column)s is the answer to %(question)s") % {
        "column": cascade.column,
        "question": _question(cascade.question, names),
    }


def _group(group: Group, names: Names) -> str:
    joint = _(" and ") if group.all else _(" or ")
    return joint.join(
        _row(member, names) if isinstance(member, Row) else f"({_group(member, names)})"
        for member in group.members
    )


def _row(row: Row, names: Names) -> str:
    named = names.get(row.question, Named(""))
    dated = named.dated or (row.value is not None and row.value.kind in (ValueKind.DATE, ValueKind.TODAY))
    sentence = (OF_DATES if dated else {}).get(row.operator) or SENTENCES[row.operator]
    value = _value(row.value, named, names) if row.value else ""
    return str(sentence) % {"question": _question(row.question, names), "value": value}


def _question(key: str, names: Names) -> str:
    if key == HERE:
        return _("this answer")
    named = names.get(key)
    return _("“%(words)s”") % {"words": named.label if named and named.label else key}


def _value(value: Value, named: Named, names: Names) -> str:
    match value.kind:
        case ValueKind.QUESTION:
            return _("the answer to %(question)s") % {"question": _question(value.text, names)}
        case ValueKind.TODAY:
            return _("today")
        case ValueKind.DATE:
            return _day(value.text)
        case ValueKind.NUMBER:
            return in_readers_digits(value.text)
    return _("“%(words)s”") % {"words": named.choices.get(value.text) or value.text}


def _day(text: str) -> str:
    try:
        return readers_day(date.fromisoformat(text))
    except ValueError:
        return in_readers_digits(text)
