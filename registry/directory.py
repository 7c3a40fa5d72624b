"""Records that are organisations: each has its row among those that forms offer as answers, kept in step with it.

Whoever checks the directory of providers thereby keeps what referrals can be sent to. A row outlives its record's
end: answers that point at it go on reading as they did.
"""

from typing import Any

from django.utils.text import Truncator

from forms_builder.logic.answers import uuid_of
from registry.casework import casework_of
from registry.models import Organisation, Record
from registry.workflow.configuring import workflow_of
from registry.workflow.facts import Facts

PREFIX = "record_"
"""What the key of an organisation begins with that comes from a record."""


def follow(record: Record) -> None:
    """Write the record's organisation. Runs inside the transaction that saves or moves the record."""
    if not record.type.casework.get("directory"):
        return
    wanted = casework_of(record.type).directory
    name = _name(record.data.get(wanted.name)) if wanted else ""
    if wanted is None or not name or record.is_test:
        return
    Organisation.objects.update_or_create(
        key=key_of(record),
        defaults={
            "kind": wanted.kind,
            "name_bn": name,
            "name_en": name,
            "active": not record.withdrawn and not _ended(record),
        },
    )


def key_of(record: Record) -> str:
    """The key of its organisation: never that of another."""
    return f"{PREFIX}{record.pk.hex}"


def answer_for(record: Record | None, kind: str) -> str | None:
    """What a question for organisations of a kind is answered with where the record is one of them; None otherwise."""
    if record is None or not kind or not record.type.casework.get("directory"):
        return None
    found = Organisation.objects.filter(key=key_of(record), kind=kind)
    return key_of(record) if found.exists() else None


def record_of(organisation: Organisation) -> Record | None:
    """The record that an organisation comes from, whoever may see it; None for one that was entered in the set-up."""
    pk = uuid_of(organisation.key.removeprefix(PREFIX)) if organisation.key.startswith(PREFIX) else None
    found = Record.objects.filter(pk=pk, withdrawn=False) if pk else Record.objects.none()
    return found.select_related("type").first()


def is_ours(key: str) -> bool:
    """Whether the directory says that an organisation is one of ours; one that it does not know is not."""
    found = Organisation.objects.filter(key=key, active=True).first() if key else None
    record = record_of(found) if found else None
    wanted = casework_of(record.type).directory if record else None
    if record is None or wanted is None or not wanted.ours_when:
        return False
    return Facts(record).holds(wanted.ours_when)


def _name(answer: Any) -> str:
    length = Organisation._meta.get_field("name_en").max_length or 0
    return Truncator(str(answer or "").strip()).chars(length)


def _ended(record: Record) -> bool:
    workflow = workflow_of(record.type)
    state = workflow.state(record.status) if workflow else None
    return state is not None and state.end
