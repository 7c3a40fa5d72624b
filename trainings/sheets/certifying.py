"""Issuing certificates: after the event, to those who came to enough of it, each under a number of its own, once."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

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


def why_not(opened: OpenSheet, one: Attended) -> str:
    """Why somebody gets none; blank when they do."""
    if reason := not_yet(opened):
        return reason
    if not one.came:
        return _("Was absent.")
    if one.percent < needed(opened):
        return _("Came to %(percent)d%%, needed are %(needed)d%%.") % {
            "percent": one.percent,
            "needed": needed(opened),
        }
    return ""


def issue(user: Any, opened: OpenSheet, participant_id: object) -> Certificate:
    """The certificate of one person; the one there is, where there is one. `Refused` for somebody absent."""
    with transaction.atomic():
        Sheet.objects.select_for_update(of=("self",)).get(pk=opened.sheet.pk)
        one = next(
            (row for row in attended(opened.sheet) if str(row.participant.pk) == str(participant_id)), None
        )
        if one is None:
            raise Refused(_("This person is not on the sheet."))
        there = Certificate.objects.filter(participant=one.participant).first()
        if reason := why_not(opened, one):
            raise Refused(reason)
        if there is not None:
            return there
        return Certificate.objects.create(
            serial=f"{opened.record.reference}-{one.participant.number:03}",
            token=secrets.token_urlsafe(24),
            participant=one.participant,
            attended=one.percent,
            issued_by=user,
        )


def issue_all(user: Any, opened: OpenSheet) -> int:
    """Certificates for everybody who gets one and has none yet; gives how many."""
    rows = [row for row in attended(opened.sheet) if not why_not(opened, row)]
    there = set(
        Certificate.objects.filter(participant__sheet=opened.sheet).values_list("participant", flat=True)
    )
    new = [row for row in rows if row.participant.pk not in there]
    for row in new:
        issue(user, opened, row.participant.pk)
    return len(new)


def withdraw(certificate: Certificate) -> None:
    """It is no longer valid; its number stays taken."""
    certificate.withdrawn_at = certificate.withdrawn_at or timezone.now()
    certificate.save(update_fields=["withdrawn_at"])
