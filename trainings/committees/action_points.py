"""What was agreed on becomes a record with a task: an action point of a meeting, a commitment made at a dialogue.

From there the workflow of its record type carries it, whatever it was agreed on.
"""

from datetime import date
from typing import Any

from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from registry.models import Record, RecordType
from registry.prefilling import prefilled
from registry.saving import Entry, save_record
from registry.workflow import moving, tasks
from registry.workflow.document import TaskRule
from registry.workflow.facts import Facts
from trainings.setup.documents import PointDocument

CARRY_OUT = "carry_out"
"""Key of the task that an action point is until it is done; a workflow may close it by this name."""
CARRY_OUT_WORDS = {"bn": "করণীয়টি সম্পন্ন করুন", "en": "Carry out the action point"}


def make(source: Record, setup: PointDocument, text: str, by: Any) -> Record | None:
    """The record below `source` that follows it up. None while its type has no form that takes answers.

    The caller keeps what it stands for, then calls `begin`: both inside the transaction that agreed on it.
    """
    kind = RecordType.objects.select_related("form__live_version").filter(key=setup.point_type).first()
    version = kind.form.live_version if kind else None
    if kind is None or version is None:
        return None
    said = {**prefilled(by, version.parsed, source), setup.point_text: text}
    said[setup.point_status] = setup.point_open
    result = evaluate(version.program, said, Moment(timezone.localtime()))
    return save_record(
        Entry(
            record_type=kind,
            version=version,
            answers=result.answers,
            missing=result.missing,
            by=by,
            office=source.office,
            parent=source,
            is_test=source.is_test,
        )
    )


def begin(made: Record, due: date | None, by: Any) -> None:
    """Its task, and the first step of its workflow."""
    if due is not None:
        tasks.make((TaskRule(key=CARRY_OUT, label=CARRY_OUT_WORDS),), Facts(made), None, due)
    moving.added(made, by)
