"""A day of an event that is recorded with its form, and not from the sheet: it has to be one of the event's days.

Followed from the registry when such a record is added, inside that transaction: what is refused is not written, and
whoever filled the form in is told before their answers.
"""

from typing import Any

from django.utils.translation import gettext as _

from forms_builder.filling.handlers import Refused
from forms_builder.logic.answers import day_of
from registry.models import Record
from trainings.setup.reading import answer_of, sheet_of
from trainings.sheets import rules


def follow(record: Record, by: Any) -> None:
    event = record.parent
    if event is None or record.revision > 1:
        return
    setup = sheet_of(event.type)
    kept = setup.kept if setup else None
    if setup is None or kept is None or kept.record_type != record.type.key:
        return
    span = rules.span_of(day_of(answer_of(event, setup.start)), day_of(answer_of(event, setup.end)))
    day = day_of(answer_of(record, kept.date))
    if span is not None and day is not None and not span.first <= day <= span.last:
        raise Refused(_("This day is not one of the event's days. Correct the date, or those of the event."))
