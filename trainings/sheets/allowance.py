"""The allowance of an event: days somebody came × the rate of a day, in taka, and who signed for it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from forms_builder.questions.money import plain_amount, read_amount
from trainings.models import CAME, Participant, Signature
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet
from trainings.sheets.roster import locked_sheet, refuse_locked

MOST = Decimal(100_000)
"""BDT a day: more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one person gets, and their signature where they have it."""

    participant: Participant
    days: int
    amount: Decimal
    signature: Signature | None


def lines(opened: OpenSheet) -> list[Line]:
    """Everybody on the sheet, in its order; a day counts once however many of its sessions somebody came to."""
    rate = opened.sheet.day_rate or Decimal(0)
    within = Q(
        marks__state__in=CAME,
        marks__session__day__gte=opened.sheet.first_day,
        marks__session__day__lte=opened.sheet.last_day,
    )
    came = Count("marks__session__day", filter=within, distinct=True)
    rows = opened.sheet.participants.filter(removed_at=None).select_related("person__merged_into", "case")
    signed = {
        one.participant_id: one
        for one in Signature.objects.filter(participant__sheet=opened.sheet, reason=Signature.For.ALLOWANCE)
    }
    return [
        Line(one, one.came, one.came * rate, signed.get(one.pk))
        for one in rows.annotate(came=came).order_by("number")
    ]


def set_rate(opened: OpenSheet, typed: Any) -> Decimal | None:
    """Set what a day is worth; nothing where no allowance is paid. Never after somebody has signed for the old rate."""
    refuse_locked(opened)
    text = plain_amount(typed)
    try:
        rate = read_amount(text) if text else None
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if rate is not None and rate > MOST:
        raise Refused(_("This is more than an allowance of one day can be."))
    with transaction.atomic():
        held = locked_sheet(opened.sheet)
        if held.day_rate == rate:
            return rate
        if Signature.objects.filter(participant__sheet=held, reason=Signature.For.ALLOWANCE).exists():
            raise Refused(_("Somebody has signed for the allowance already, so its rate stays."))
        held.day_rate = rate
        held.save(update_fields=["day_rate"])
    opened.sheet.day_rate = rate
    return rate


def total(found: list[Line]) -> Decimal:
    return sum((one.amount for one in found), Decimal(0))
