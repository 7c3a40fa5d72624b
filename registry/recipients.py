"""Who was told of a record before its consent was withdrawn: by referrals below it, and by its transfer to somebody else.

Each is named to whoever may see the record that tells of it, and the answer that names them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from forms_builder.logic import blank
from forms_builder.questions import types
from registry import access, consent
from registry.audit import AccessKind, reading
from registry.casework import Transfer, casework_of
from registry.models import Action, Record
from registry.opening import knowledge
from registry.sealing import KeyRing, compartment_of, open_record
from registry.workflow.facts import Facts


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who was told. `name` is blank where this person may not see it."""

    record: Record
    name: str
    day: date | None


def recipients(user: Any, above: Record, language: str, *, address: str | None = None) -> list[Recipient]:
    """All of them, as far as `user` may see, the first told first; what is read for it is noted like any list."""
    kinds = {one.pk: one for one in access.visible_types(user) if one.parent_type_id == above.type_id}
    named = [(one, *_by_referral(one)) for one in consent.told(above, kinds)]
    for kind in kinds.values():
        transfer = casework_of(kind).transfer
        if transfer is not None:
            named += _by_transfer(above, kind.pk, transfer)
    shown = [one for one in named if access.can(user, Action.VIEW, one[0])]
    found = []
    with reading(user, AccessKind.LIST, above.type.key, address=address) as seen:
        for record, key, day in sorted(shown, key=lambda one: one[2] or date.min):
            name, sensitivities = _name(user, record, key, language)
            found.append(Recipient(record, name, day))
            seen.add([record.pk], sensitivities)
    return found


def _by_referral(record: Record) -> tuple[str, date | None]:
    """The question that names the recipient, and the day of sending."""
    sharing = casework_of(record.type).sharing
    if sharing is None:
        return "", None
    sent = consent.sendings(sharing).filter(record=record).order_by("at").first()
    return sharing.recipient, sent.day if sent else None


def _by_transfer(above: Record, kind_id: int, wanted: Transfer) -> list[tuple[Record, str, date | None]]:
    """The newest record that says where the one above went, for as long as it has ever gone there."""
    gone = above.transitions.filter(to_status__in=wanted.states).order_by("-at").first()
    if gone is None:
        return []
    rows = Record.objects.filter(parent=above, type_id=kind_id, withdrawn=False)
    newest = rows.select_related("type", "version").order_by("-created_at", "-pk")
    said = next((one for one in newest if Facts(one).holds(wanted.when)), None)
    return [(said, wanted.recipient, gone.day)] if said else []


def _name(user: Any, record: Record, key: str, language: str) -> tuple[str, set[Any]]:
    """The recipient in words, and how sensitive that answer is; blank where it is not this person's to see."""
    known = knowledge(user, record)
    question = known.questions.get(key)
    if question is None or key not in known.allowed:
        return "", set()
    answer = open_record(record, KeyRing.of(record), {compartment_of(question)}).get(key)
    if blank(answer):
        return "", set()
    return types.of(question).display(question, answer, language), {question.sensitivity}
