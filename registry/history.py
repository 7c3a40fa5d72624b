"""A record's history for one person: who changed what and when, with answers as far as they may see them."""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms_builder.logic import ROW_ID
from forms_builder.schema import Question
from registry.answers import each, is_rows, only
from registry.audit import AccessKind, reading
from registry.models import Record, RecordRevision
from registry.opening import Knowledge, knowledge
from registry.sealing import KeyRing, chained, open_revision

MOST = 200
"""How many revisions are shown, the newest."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that changed. `row` counts from 1 in the innermost repeat; 0 outside repeats."""

    key: str
    question: Question
    before: Any
    after: Any
    row: int = 0


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision as somebody may see it."""

    number: int
    by: Any
    at: datetime
    status: str
    reason: str
    version_number: int
    changes: list[Change]
    withheld: int
    """How many further questions changed that this person may not see."""


def revisions(user: Any, record: Record, *, address: str | None = None) -> list[RevisionRow]:
    """The revisions, newest first, with an access event in the same transaction. `SealingError` as for the record."""
    known = knowledge(user, record)
    found = record.revisions.select_related("by", "version").defer(
        "version__document", "version__order", "version__change_report"
    )
    with reading(user, AccessKind.HISTORY, record.type.key, address=address) as seen:
        ring = KeyRing.of(record)
        newest = list(found.order_by("-number")[: MOST + 1])
        rows = [_row(revision, before, ring, known) for revision, before in _pairs(newest)]
        shown = {change.question.sensitivity for row in rows for change in row.changes}
        seen.add([record.pk], shown)
    return rows


def verify_chain(record: Record) -> int | None:
    """The number of the first revision that was changed, removed or put in from outside; None when all is well."""
    previous, expected = "", 1
    for revision in record.revisions.order_by("number"):
        fits = revision.number == expected and revision.previous_hash == previous
        if not fits or not hmac.compare_digest(revision.hash, chained(previous, bytes(revision.sealed))):
            return expected
        previous, expected = revision.hash, expected + 1
    return None if expected == record.revision + 1 else expected


def _pairs(newest: list[RecordRevision]) -> Iterator[tuple[RecordRevision, RecordRevision | None]]:
    """Each revision to show with the one before it."""
    for index, revision in enumerate(newest[:MOST]):
        yield revision, newest[index + 1] if index + 1 < len(newest) else None


def _row(
    revision: RecordRevision, before: RecordRevision | None, ring: KeyRing, known: Knowledge
) -> RevisionRow:
    old = _opened(before, ring, known) if before else {}
    return RevisionRow(
        number=revision.number,
        by=revision.by,
        at=revision.at,
        status=revision.status,
        reason=revision.reason,
        version_number=revision.version.number,
        changes=list(changes_between(old, _opened(revision, ring, known), known.questions)),
        withheld=sum(key in known.withheld for key in revision.changed_keys),
    )


def _opened(revision: RecordRevision, ring: KeyRing, known: Knowledge) -> dict[str, Any]:
    return only(open_revision(revision, ring, known.compartments), known.allowed.__contains__)


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], known: Mapping[str, Question]
) -> Iterator[Change]:
    """What differs between two states of a record, of the questions in `known`; rows by their ids."""
    old, new = ({(key, row): answer for key, row, answer in each(side)} for side in (before, after))
    numbers = _row_numbers(before) | _row_numbers(after)
    for key, row in dict.fromkeys([*new, *old]):
        was, now = old.get((key, row)), new.get((key, row))
        if was != now and key in known:
            yield Change(key, known[key], was, now, numbers.get(row, 0))


def _row_numbers(answers: Mapping[str, Any], around: str = "") -> dict[str, int]:
    """Path of row ids, as `each` gives it → the row's place in its repeat, from 1."""
    found: dict[str, int] = {}
    for key, rows in answers.items():
        if is_rows(rows):
            for number, row in enumerate(rows, start=1):
                path = f"{around}/{key}:{row.get(ROW_ID, '')}"
                found |= {path: number, **_row_numbers(row, path)}
    return found
