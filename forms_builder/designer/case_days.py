"""Days in a test case: kept as ISO 8601, typed and shown as day, month and year in the reader's script."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.digits import readers_day
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import read_date
from forms_builder.questions.fields import TypedField


def day_field() -> forms.Field:
    """The day that rules take for today."""
    field = TypedField(read_date, _for_the_reader, plain=typed_sign)
    field.label = _("Day of the case")
    field.help_text = _(
        "Day, month and year, like 31/3/2026; rules take it for today. Empty: the day on which it is run."
    )
    return field


def day_written(stored: str) -> str:
    """A stored day for its reader; anything else as it is."""
    try:
        return _for_the_reader(date.fromisoformat(stored))
    except ValueError:
        return stored


def day_read(typed: str) -> str:
    """A typed day as it is stored; anything else as it is."""
    try:
        return read_date(typed_sign(typed)).isoformat()
    except ValidationError:
        return typed


def _for_the_reader(day: date) -> str:
    return readers_day(day)
