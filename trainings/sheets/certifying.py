"""Issuing certificates: after the event, to those who came to enough of it, each under a number of its own, once."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from registry.views.common import status_label
from trainings.models import Certificate, Sheet
from trainings.setup.reading import answer_of
from trainings.sheets.attendance import Attended, attended
from trainings.sheets.opening import OpenSheet

ENOUGH = 80
"""Per cent that a certificate needs where the event does not say."""


class Refused(Exception):
    """No certificate; the message says why."""


def needed(opened: OpenSheet) -> int:
    said = answer_of(opened.record, opened.setup.needed)
    return said if isinstance(said, int) else ENOUGH


def not_yet(opened: OpenSheet) -> str:
    """Why nobody of the event gets one now; blank when they may (domain: once it is reported)."""
    if opened.sheet.restricted:
        return _("No certificate names the members of this group.")
    if timezone.localdate() < opened.sheet.last_day:
        return _("The event is not over yet.")
    if opened.setup.certified and opened.record.status not in opened.setup.certified:
        states = [status_label(opened.record.type, state) for state in opened.setup.certified]
        return _("Certificates are made once the event has the status “%(status)s”.") % {
            "status": " / ".join(states)
        }
    return ""


def lacking(one: Attended, enough: int) -> str:
    """What somebody lacks for a certificate that needs so many per cent; blank when they get one."""
    if not one.came:
        return _("Was absent.")
    if one.percent < enough:
        return _("Came to %(percent)s%%, needed are %(needed)s%%.") % {
            "percent": in_readers_digits(one.percent),
            "needed": in_readers_digits(enough),
        }
    return ""


def issue(user: Any, opened: OpenSheet, participant_id: object) -> Certificate:
    """The certificate of one person; the one there is, where there is one. `Refused` for somebody absent."""
    with transaction.atomic():
        rows = _attended(opened)
        one = next((row for row in rows if str(row.participant.pk) == str(participant_id)), None)
        if one is None:
            raise Refused(_("This person is not on the sheet."))
        if reason := lacking(one, needed(opened)):
            raise Refused(reason)
        there = Certificate.objects.filter(participant=one.participant).first()
        return there or _issue(user, opened, [one])[0]


def issue_all(user: Any, opened: OpenSheet) -> int:
    """Certificates for everybody who gets one and has none yet; gives how many. A few queries, however many they are."""
    with transaction.atomic():
        rows, enough = _attended(opened), needed(opened)
        there = set(of(opened).values_list("participant", flat=True))
        new = [row for row in rows if row.participant.pk not in there and not lacking(row, enough)]
        return len(_issue(user, opened, new))


def of(opened: OpenSheet) -> QuerySet[Certificate]:
    """The certificates of the event, withdrawn ones too, in the order of its sheet."""
    found = Certificate.objects.filter(participant__sheet=opened.sheet)
    return found.select_related("participant__person__merged_into").order_by("participant__number")


def _attended(opened: OpenSheet) -> list[Attended]:
    """Who came to how much, while nobody else issues. `Refused` where nobody gets one yet."""
    Sheet.objects.select_for_update(of=("self",)).get(pk=opened.sheet.pk)
    if reason := not_yet(opened):
        raise Refused(reason)
    return attended(opened.sheet)


def _issue(user: Any, opened: OpenSheet, rows: Iterable[Attended]) -> list[Certificate]:
    return Certificate.objects.bulk_create(
        Certificate(
            serial=f"{opened.record.reference}-{row.participant.number:03}",
            token=secrets.token_urlsafe(24),
            participant=row.participant,
            attended=row.percent,
            issued_by=user,
        )
        for row in rows
    )


def withdraw(certificate: Certificate) -> None:
    """It is no longer valid; its number stays taken."""
    certificate.withdrawn_at = certificate.withdrawn_at or timezone.now()
    certificate.save(update_fields=["withdrawn_at"])
