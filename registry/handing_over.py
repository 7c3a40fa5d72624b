"""A case goes from one office to another: asked for here, accepted there. Until then it stays where it is.

What commits together with the acceptance: the office of the record and of all below it, whoever is in charge, their
open tasks, the end of everybody else's work on it, and a task to look through it. A refusal is a task for whoever asked.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_builder.schema.text import clean_text
from forms_builder.sealing import Binding
from registry import access
from registry.models import Action, Assignment, Handover, Office, Record, RecordIndex, RecordKey, Scope, Task
from registry.opening import get_record
from registry.sealing import GENERAL, KeyRing
from registry.workflow.calendar import due_date
from registry.workflow.tasks import close

LONGEST_REASON = 2_000
DAYS = 3
"""Days within which the other office answers, and then looks through the case."""
LOOK_THROUGH, DECIDE = "handed_over", "handover_refused"
"""Rules of the tasks made here."""


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


def ask(by: Any, record_id: UUID, office: Office, reason: str) -> Handover:
    """Offer a case to another office. The reason is read there before anything of the case is."""
    words = _cleaned(reason)
    with transaction.atomic():
        record = get_record(by, record_id, Action.MANAGE)
        if record.parent_id is not None:
            raise Refused(_("This goes along with the record it belongs to."))
        if record.office_id == office.pk:
            raise Refused(_("The record is in this office already."))
        if record.handovers.filter(answered_at=None).exists():
            raise Refused(_("It is on its way to an office already."))
        if not words:
            raise Refused(_("Say why."))
        close(record, [DECIDE], by)
        asked = Handover(record=record, from_office=record.office, office=office, asked_by=by)
        asked.sealed_reason = _sealed(asked, "reason", words)
        asked.save(force_insert=True)
        return asked


def take_back(by: Any, record_id: UUID) -> Handover:
    """Take an offer back that nobody has answered; `Refused` where there is none."""
    with transaction.atomic():
        record = get_record(by, record_id, Action.MANAGE)
        found = record.handovers.select_for_update().filter(answered_at=None).first()
        if found is None:
            raise Refused(_("There is no open offer any more."))
        found.answered_by, found.answered_at, found.taken_back = by, timezone.now(), True
        found.save(update_fields=["answered_by", "answered_at", "taken_back"])
        return found


def handovers_of(record: Record) -> list[Handover]:
    """All of a record's, the newest first; read once for a record, and only where `get_record` saw that there are any."""
    if record.parent_id is not None or not getattr(record, "offered", True):  # a child goes along
        return []
    rows = Handover.objects.select_related("from_office", "office", "asked_by", "answered_by")
    prefetch_related_objects([record], Prefetch("handovers", rows.order_by("-asked_at")))
    return list(record.handovers.all())


def reason_of(handover: Handover, ring: KeyRing) -> str:
    """Why it was offered."""
    return _opened(handover, "reason", bytes(handover.sealed_reason), ring)


def refusal_of(handover: Handover, ring: KeyRing) -> str:
    """Why it was refused."""
    return _opened(handover, "answer", bytes(handover.sealed_answer), ring)


def answer_by(handover: Handover) -> date:
    """The day by which the other office is to answer."""
    return due_date(timezone.localtime(handover.asked_at).date(), DAYS)


def waiting_for(user: Any) -> QuerySet[Handover]:
    """The cases offered to somebody's offices that they may decide about: reference and kind only, nothing inside."""
    waiting = _offered_to(user).filter(answered_at=None)
    return waiting.select_related("record__type", "record__office", "office", "asked_by").order_by("asked_at")


def answer(user: Any, handover_id: UUID, *, accept: bool, reason: str = "") -> Handover:
    """Accept or refuse for one's office; a refusal says why.

    `Handover.DoesNotExist` when it is not this person's to decide, `Refused` when somebody decided before.
    """
    with transaction.atomic():
        _offered_to(user).get(pk=handover_id)
        found = Handover.objects.select_for_update(of=("self",)).select_related(
            "record__owner", "office", "asked_by"
        )
        asked = found.get(pk=handover_id)
        if asked.answered_at is not None:
            words = _("The office that offered it has taken it back.")
            raise Refused(words if asked.taken_back else _("This was accepted or refused already."))
        asked.answered_by, asked.answered_at, asked.accepted = user, timezone.now(), accept
        if not accept:
            words = _cleaned(reason)
            if not words:
                raise Refused(_("Say why."))
            asked.sealed_answer = _sealed(asked, "answer", words)
        asked.save(update_fields=["answered_by", "answered_at", "accepted", "sealed_answer"])
        if accept:
            _move(asked.record, asked.office, user)
            _task(asked.record, LOOK_THROUGH, user, DAYS)
        else:
            sees = access.can(asked.asked_by, Action.VIEW, asked.record)
            _task(asked.record, DECIDE, asked.asked_by if sees else asked.record.owner, 1)
        return asked


_WIDE = (Scope.OFFICE, Scope.ALL)


def _offered_to(user: Any) -> QuerySet[Handover]:
    rights = access.rights_of(user).rights
    managed = {right.type_id for right in rights if Action.MANAGE in right.actions and right.scope in _WIDE}
    return Handover.objects.filter(record__type__in=managed, office__in=access.offices_of(user))


def _move(record: Record, office: Office, person: Any) -> None:
    whole = Q(pk=record.pk) | Q(parent=record)
    keys = list(Record.objects.filter(whole).values_list("pk", flat=True))
    Record.objects.filter(pk__in=keys).update(office=office, updated_at=timezone.now())
    RecordIndex.objects.filter(pk__in=keys).update(office=office)
    Record.objects.filter(pk=record.pk).update(owner=person)
    RecordIndex.objects.filter(pk=record.pk).update(owner=person)
    Assignment.objects.filter(record=record, until=None).update(until=timezone.localdate())
    Assignment.objects.create(record=record, user=person, lead=True, since=timezone.localdate(), by=person)
    theirs = Task.objects.filter(record__in=keys, done_at=None, assignee__isnull=False)
    theirs.update(assignee=person)


def _task(record: Record, rule: str, person: Any, days: int) -> None:
    """One such task is open at a time. It says what to do, and nothing of the case."""
    close(record, [rule], person)
    due = due_date(timezone.localdate(), days)
    Task.objects.create(record=record, rule=rule, label=_label(rule), assignee=person, due=due, first_due=due)


def _label(rule: str) -> dict[str, str]:
    found = {}
    for language in ("bn", "en"):
        with override(language):
            found[language] = (
                _("Look through the case: it came from another office")
                if rule == LOOK_THROUGH
                else _("The other office refused the case: decide what happens now")
            )
    return found


def _cleaned(text: str) -> str:
    return clean_text(text).strip()[:LONGEST_REASON]


def _sealed(handover: Handover, part: str, words: str) -> bytes:
    ring = KeyRing.of(handover.record)
    known = set(ring.keys)
    sealed = ring.key(GENERAL).seal(words.encode(), _binding(handover, part))
    RecordKey.objects.bulk_create(ring.rows(known))
    return sealed


def _opened(handover: Handover, part: str, sealed: bytes, ring: KeyRing) -> str:
    return ring.key(GENERAL).open(sealed, _binding(handover, part)).decode() if sealed else ""


def _binding(handover: Handover, part: str) -> Binding:
    return Binding(Handover._meta.db_table, f"{handover.pk} {part}", GENERAL)
