"""The one way in which a pack meets the database: wanted state against present state, object by object.

A kind of thing (`Kind`) says how its objects look in the pack and in the database, in the same plain JSON shape with
natural keys, and how one is written. Everything else follows: what is equal is not touched, and what differs both from
the pack and from what the pack once applied is somebody's own change, which is left alone.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.models import PackEntry
from registry.packs.problems import PackError, PackProblem
from registry.packs.report import Outcome, Report

State = dict[str, Any]
States = Mapping[str, State]


class Kind(Protocol):
    """A kind of thing that packs hold. Keys are natural: a key, a code, an address."""

    name: str

    def wanted(self) -> States:
        """What the pack says, in the order to write it."""
        ...

    def present(self) -> States:
        """What the database has, in the same shape; more objects than the pack's do no harm."""
        ...

    def write(self, key: str, state: State) -> None:
        """Make the object so, whether it is there or not."""
        ...


def sha256(state: State) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def bring_to(kind: Kind, pack: str, report: Report, *, overwrite: bool) -> None:
    """Bring all objects of a kind to the state the pack wants. Must run inside the transaction of the apply."""
    applied = dict(PackEntry.objects.filter(pack=pack, kind=kind.name).values_list("key", "sha256"))
    present = kind.present()
    entries = []
    wanted = kind.wanted()
    for key, state in wanted.items():
        outcome = judge(state, present.get(key), applied.get(key), overwrite=overwrite)
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            _write(kind, key, state)
        if outcome is not Outcome.CHANGED_HERE and applied.get(key) != sha256(state):
            entries.append(PackEntry(pack=pack, kind=kind.name, key=key, sha256=sha256(state)))
        report.note(kind.name, key, outcome)
    report.warnings += [f"{kind.name} {key} is no longer in the pack" for key in applied if key not in wanted]
    PackEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["pack", "kind", "key"],
        update_fields=["sha256", "applied_at"],
    )


def _write(kind: Kind, key: str, state: State) -> None:
    """Write one object; what the database or the model refuses becomes a problem of the pack."""
    try:
        with transaction.atomic():
            kind.write(key, state)
    except ValidationError as error:
        raise PackError([PackProblem(kind.name, message, (key,)) for message in error.messages]) from error
    except IntegrityError as error:
        message = "It clashes with something that is here already: a name or code of another one."
        raise PackError([PackProblem(kind.name, message, (key,))]) from error


def judge(wanted: State, present: State | None, applied: str | None, *, overwrite: bool) -> Outcome:
    """What is to be done with one object."""
    if present is None:
        return Outcome.CREATED
    if present == wanted:
        return Outcome.UNCHANGED
    if overwrite or (applied is not None and sha256(present) == applied):
        return Outcome.UPDATED
    return Outcome.CHANGED_HERE
