"""The set-up of record types and grants as it was: kept with each change, and told as what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from registry.admin import grant_words
from registry.models import ConfigVersion, Grant, RecordType
from registry.packs.comparing import changes_of
from registry.packs.type_kinds import state_of
from registry.workflow.configuring import keep

TYPE, GRANTS = "record_type", "grants"


def keep_type(record_type: RecordType, by: Any) -> ConfigVersion:
    """Keep a type as it is now. By nobody: how it was before a change."""
    return keep(TYPE, record_type.key, state_of(record_type), by)


def keep_change(record_type: RecordType, before: RecordType | None, by: Any) -> None:
    """Keep a type that was saved, and how it was before where that was never kept. Nothing where nothing changed."""
    if before is not None and state_of(before) == state_of(record_type):
        return
    if before is not None:
        keep_type(before, None)
    keep_type(record_type, by)


def keep_grants(record_type: RecordType, by: Any, confirmed_by: Any = None) -> ConfigVersion:
    """Keep who may do what with records of a type, all grants together. By nobody: how it was before a change."""
    grants = Grant.objects.filter(record_type=record_type).select_related("group")
    document = {
        f"{one.group.name}, {one.scope}": {
            "actions": sorted(one.actions),
            "tier": one.tier,
            "compartments": sorted(one.compartments),
            "watch": one.watch,
        }
        for one in grants
    }
    return keep(GRANTS, record_type.key, document, by, confirmed_by)


@dataclass(frozen=True, slots=True)
class Change:
    """One kept version and what it changed of the one before."""

    version: ConfigVersion
    lines: list[str]


def changes(kind: str, key: str, most: int = 50) -> Iterator[Change]:
    """The newest first."""
    found = ConfigVersion.objects.filter(kind=kind, key=key).select_related("by", "confirmed_by")
    kept = list(found[: most + 1])
    told = grant_words.changes_of if kind == GRANTS else changes_of
    for version, before in zip_longest(kept, kept[1:]):
        yield Change(version, list(told(before.document, version.document)) if before else [])
