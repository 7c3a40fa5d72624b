"""What the check of an import says of records that would change: each answer as it is and as it would be.

Worked out anew from the rows that wait and the records as they are now, as far as the person may see into them, with an
access event: a look at answers like any other. Nothing of it is kept, and it goes into no file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from forms_builder.logic import ROW_ID
from registry.access import reach
from registry.answers import is_rows, only
from registry.audit import AccessKind, reading
from registry.history import Change, changes_between
from registry.importing.judging import Judge, Outcome, Verdict
from registry.importing.store import Row, Store
from registry.known import live_questions
from registry.models import Action, DataImport, Record
from registry.opening import NotVisible, get_record, knowledge
from registry.sealing import KeyRing, open_record

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that a row would change."""

    row: int
    record: Record
    changes: list[Change]
    withheld: int
    """How many further answers would change that this person may not see."""


def first_of(batch: DataImport, *, address: str | None = None) -> list[Changed]:
    """The first records that would change."""
    verdicts = Judge(batch).judge(list(islice(_rows(batch), SHOWN)))
    with reading(batch.by, AccessKind.VIEW, batch.record_type.key, address=address) as seen:
        found = [one for verdict in verdicts if (one := _changed(batch.by, verdict)) is not None]
        tiers = {change.question.sensitivity for one in found for change in one.changes}
        seen.add([one.record.pk for one in found], tiers)
    return found


def _rows(batch: DataImport) -> Iterator[Row]:
    """The rows that the check said would change a record, in the order of the file."""
    store = Store(batch)
    for chunk in batch.chunks.order_by("number").iterator(chunk_size=4):
        changing = {number for number, outcome, *_rest in store.report(chunk) if outcome == Outcome.UPDATE}
        if changing:
            yield from (one for one in store.rows(chunk) if one[0] in changing)


def _changed(user: Any, verdict: Verdict) -> Changed | None:
    """None where the row would change nothing any more, or the record is not there for them."""
    if verdict.outcome is not Outcome.UPDATE or verdict.evaluation is None:
        return None
    try:
        record = get_record(user, verdict.record_id)
    except NotVisible:
        return None
    known = knowledge(user, record)
    within = reach(user, record.type).on(record)
    added = {key: one for key, one in live_questions(record.type).items() if key not in known.questions}
    allowed = known.allowed | {key for key, one in added.items() if within.allows(one, Action.VIEW)}
    before, after = open_record(record, KeyRing.of(record)), _with_ids(verdict.evaluation.answers)
    questions = known.questions | added
    changes = changes_between(
        only(before, allowed.__contains__), only(after, allowed.__contains__), questions
    )
    hidden = [key for key in {**before, **after} if key not in allowed and before.get(key) != after.get(key)]
    return Changed(verdict.row, record, list(changes), sum(key in questions for key in hidden))


def _with_ids(answers: Mapping[str, Any]) -> dict[str, Any]:
    """With a name for each new row of a repeat: the record gives it its own once it is saved."""
    return {
        key: [{ROW_ID: f"new {number}", **row} for number, row in enumerate(answer)]
        if is_rows(answer)
        else answer
        for key, answer in answers.items()
    }
