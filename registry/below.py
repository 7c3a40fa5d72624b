"""The records below one: a survivor's assessments, referrals, sessions. As far as somebody may see them, and audited."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry import access, audit
from registry.models import Action, Record, RecordType

SHOWN = 20
"""Records of one type on the page of the record above; the newest."""


@dataclass(slots=True)
class Below:
    """One type of records below a record."""

    record_type: RecordType
    records: list[Record] = field(default_factory=list)
    more: int = 0
    """How many there are besides those shown."""


def below(user: Any, record: Record, *, address: str | None = None) -> list[Below]:
    """The types whose records belong to records of this type, with those that `user` may see, the newest first."""
    types = list(
        access.visible_types(user).filter(parent_type=record.type_id).select_related("form__live_version")
    )
    found = {one.pk: Below(one) for one in types}
    if not found:
        return []
    with audit.reading(user, audit.AccessKind.LIST, record.type.key, address=address) as seen:
        for child in _children(user, record, types):
            group = found[child.type_id]
            if len(group.records) < SHOWN:
                group.records.append(child)
                seen.add([child.pk])
            else:
                group.more += 1
    return list(found.values())


def _children(user: Any, record: Record, types: Sequence[RecordType]) -> Any:
    seen = [one for one in types if access.can(user, Action.VIEW, one)]
    rows = Record.objects.visible_to(user).filter(parent=record, type__in=seen).order_by("-created_at", "-pk")
    return rows.only("reference", "status", "created_at", "type_id", "office_id", "owner_id", "is_test")
