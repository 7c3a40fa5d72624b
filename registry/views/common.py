"""What the pages share: who is asking, what kind of record it is about, how one is begun, and the page that is not there."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from forms_builder.digits import reader_language
from registry import access
from registry.known import VERSION_BULK
from registry.models import Action, Record, RecordType
from registry.opening import get_record


def language() -> str:
    """The reader's language: bn or en."""
    return reader_language()


def find_type(user: Any, key: str) -> RecordType:
    """A record type that `user` may see or add records of; 404 for any other, existing or not."""
    bulk = [f"form__live_version__{name}" for name in VERSION_BULK]
    found = access.visible_types(user).filter(key=key).select_related("form__live_version")
    record_type = found.defer("form__document", *bulk).first()
    if record_type is None:
        raise Http404
    return record_type


def find_record(request: HttpRequest, key: str, pk: Any) -> Record:
    """A record `user` may see, under its own type's address; 404 for any other, existing or not."""
    record = get_record(request.user, pk)
    if record.type.key != key:
        raise Http404
    return record


def may_add(user: Any, record_type: RecordType) -> bool:
    """Whether somebody may add such records now: a grant, and a live form that takes answers."""
    version = record_type.form.live_version
    ready = record_type.form.is_open and version is not None and version.takes_answers
    return ready and access.can(user, Action.CREATE, record_type)


def may_fill_in(request: HttpRequest, record_type: RecordType) -> bool:
    return may_add(request.user, record_type)


def fill_in_url(record_type: RecordType, parent: Record | None = None) -> str:
    """Where a record of the type is begun; below `parent` where it belongs to one."""
    target = f"{record_type.key}/{parent.pk}" if parent else record_type.key
    return reverse("filling:start", kwargs={"purpose": "registry.new", "target": target})


def status_label(record_type: RecordType, status: str, said_in: str = "") -> str:
    """A status as its type words it; the bare value where the type does not know it any more.

    `said_in`: a language other than the reader's.
    """
    for known in record_type.statuses:
        if known.get("value") == status:
            return str(known.get(said_in or language()) or known.get("en") or status)
    return status


def status_kind(record_type: RecordType, status: str) -> str:
    """Colour of the status tag: the first status is where work begins, the last where it ends."""
    values = [known.get("value") for known in record_type.statuses]
    if status == record_type.initial_status:
        return "info"
    return "success" if len(values) > 1 and status == values[-1] else ""
