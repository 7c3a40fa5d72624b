"""What is filled in with a form beside a sheet has to fit it: a day is one of the event's, and nobody of a group whose
members nobody else may know is named there.

Followed from the registry, inside the transaction that writes the record: what is refused is not written.
"""

from typing import Any

from django.utils.translation import gettext as _

from forms_builder.logic.answers import day_of
from registry.extending import Refused
from registry.models import Record
from trainings.committees.bodies import is_restricted
from trainings.setup.documents import SheetDocument
from trainings.setup.reading import answer_of, sheet_of
from trainings.sheets import rules


def follow(record: Record, by: Any) -> None:
    own = sheet_of(record.type)
    if own is not None:
        names_nobody(record, own)
    above = sheet_of(record.parent.type) if record.parent is not None else None
    if above is not None:
        is_on_a_day(record, above)


def names_nobody(record: Record, setup: SheetDocument) -> None:
    """Members of such a group stand on its sheet, under the names they chose, whatever kind of group the form says."""
    if setup.repeat is None or setup.cases is not None or not record.data.get(setup.repeat):
        return
    if is_restricted(str(answer_of(record, setup.body) or "")):
        raise Refused(
            _("Nobody of this group may be named here. Take the names away; its members stand on its sheet.")
        )


def is_on_a_day(record: Record, setup: SheetDocument) -> None:
    """Of the event above, where the record is the one that the sheet's days are kept in."""
    event, kept = record.parent, setup.kept
    if event is None or kept is None or kept.record_type != record.type.key:
        return
    span = rules.span_of(day_of(answer_of(event, setup.start)), day_of(answer_of(event, setup.end)))
    day = day_of(answer_of(record, kept.date))
    if span is not None and day is not None and not span.first <= day <= span.last:
        raise Refused(_("This day is not one of the event's days. Correct the date, or those of the event."))
