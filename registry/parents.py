"""Which record a new one belongs to: the one it was begun from, or the one that an answer names."""

from collections.abc import Mapping
from typing import Any

from registry.models import Record, RecordType
from registry.opening import NotVisible, get_record
from registry.workflow import lifting
from registry.workflow.offers import closed


class Closed(Exception):
    """The record above is closed: nothing is added to it any more. With words where it takes what is older."""


def named(user: Any, record_type: RecordType, record_id: str) -> Record:
    """The record above; `NotVisible` when there is no such record for this person, or of another type; or `Closed`."""
    found = get_record(user, record_id)
    if record_type.parent_type_id != found.type_id:
        raise NotVisible
    if not lifting.takes_more(found, record_type):
        raise Closed
    return found


def of_new(user: Any, record_type: RecordType, record_id: str, answers: Mapping[str, Any]) -> Record | None:
    """The record that a new one belongs to. The one it was begun from counts, whatever the answers say."""
    if record_type.parent_type_id is None:
        return None
    wanted = record_id or str(answers.get(record_type.parent_key) or "")
    if not wanted:
        return None
    above = named(user, record_type, wanted)
    if closed(above) and (said := lifting.after_its_end(above, record_type, answers)):
        raise Closed(said)
    return above


def answers(record_type: RecordType, parent: Record) -> dict[str, Any]:
    """The answer that names the record above, for a form that is begun from there."""
    return {record_type.parent_key: str(parent.pk)} if record_type.parent_key else {}
