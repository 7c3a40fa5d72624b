"""What a transition answers by itself: so that the form says what the workflow knows, and nobody types it twice.

Runs inside the transaction of the transition; what it writes is a revision of its own. It goes by open answers only,
as conditions do, and by the reason that was given, which may be written into sealed answers alone.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from forms_builder.logic import Moment, blank, evaluate
from forms_builder.questions import types
from forms_builder.schema import questions
from forms_builder.schema.document import text_in
from registry.models import Record, RecordTransition
from registry.saving import Entry, save_record
from registry.sealing import KeyRing, is_sealed, open_record
from registry.workflow.document import REASON, STATUS, Transition
from registry.workflow.facts import Facts


def answer(record: Record, rule: Transition, done: RecordTransition, reason: str) -> None:
    """Write the answers of a transition that was just noted."""
    if not rule.sets:
        return
    before = open_record(record, KeyRing.of(record))
    given = {**before, **_worked_out(record, rule.sets, done, reason)}
    language = get_language() or "bn"
    judged = evaluate(record.version.program, given, Moment(_moment(done), language))
    # What the form would not ask any more stays: it was said, and nobody is here who could be told that it goes.
    answers = {key: said for key, said in {**given, **judged.answers}.items() if not blank(said)}
    saved = save_record(
        Entry(
            record_type=record.type,
            version=record.version,
            answers=answers,
            missing=judged.missing,
            by=done.by,
            record=record,
            base_revision=record.revision,
            reason=text_in(rule.label, language, rule.key),
        )
    )
    record.data, record.sealed, record.revision = saved.data, saved.sealed, saved.revision
    record.missing = saved.missing


def _worked_out(
    record: Record, sets: Mapping[str, str], done: RecordTransition, reason: str
) -> dict[str, Any]:
    """Question → answer; a question that the record's version does not ask has none."""
    asked = {one.key: one for one, repeat in questions(record.version.parsed) if repeat is None}
    facts, found = Facts(record), {}
    for key, source in sets.items():
        if key in asked:
            why = reason if is_sealed(asked[key]) else ""
            value = facts.value(source, _moment(done), {STATUS: done.from_status, REASON: why})
            found[key] = types.of(asked[key]).from_rule(value)
    return found


def _moment(done: RecordTransition) -> datetime:
    """Now; for what is entered long after it happened, its own day."""
    now = timezone.localtime()
    return now if done.day == now.date() else timezone.make_aware(datetime.combine(done.day, time(12)))
