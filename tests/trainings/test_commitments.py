"""What is promised at a dialogue runs on the machine of action points: a record and a task each, verified by its day."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from registry import measures
from registry.measures import Figure, Period
from registry.models import Record, RecordType, Task
from registry.workflow import moving
from tests.factories.forms import ask, choices, document, make_user, page, publish, repeat
from tests.factories.registry import change_record, grant, make_record, make_type, work_in
from tests.factories.trainings import columns_form
from tests.factories.workflows import make_role, make_workflow, state, task, transition
from trainings.models import Capability, Commitment
from trainings.setup.documents import SheetDocument

COMMITMENTS = {"rows": "promise", "text": "said", "due": "by", "point_type": "commitment"}
COMMITMENTS |= {"point_text": "text", "point_status": "status"}


@pytest.fixture
def dialogue(db: None) -> RecordType:
    """A kind of event at which people commit themselves, and the type that follows it up."""
    promises = repeat("promise", ask("said"), ask("by", "date"))
    made = make_type(document(page("about", ask("start", "date"), promises)), key="dialogue")
    follow_up = document(
        page("point", ask("text"), ask("status", "choose_one", choices=choices("open", "done")))
    )
    below = make_type(follow_up, key="commitment", parent_type=made)
    states = [state("open"), state("done"), state("verified", end=True)]
    moves = [
        transition("finish", "open", "done", roles=["field"], closes=["carry_out"]),
        transition("verify", "done", "verified", roles=["field"]),
    ]
    make_role("field")
    make_workflow(
        "points", {"states": states, "at_start": [task("carry_out", days=30)], "transitions": moves}, below
    )
    columns = publish(columns_form(), "columns").definition.key
    sheet = {
        "columns": columns,
        "repeat": "row",
        "start": "start",
        "parts": ["day"],
        "commitments": COMMITMENTS,
    }
    written = SheetDocument.model_validate(sheet).model_dump(mode="json", exclude_none=True)
    Capability.objects.create(record_type=made, kind=Capability.Kind.SHEET, document=written)
    return made


@pytest.fixture
def officer(dialogue: RecordType, office: Any) -> Any:
    user = make_user()
    for kind in (dialogue, *dialogue.child_types.all()):
        grant(user, kind, scope="office")
    work_in(user, office)
    make_role("field", user)
    return user


def hold(dialogue: RecordType, by: Any, office: Any, *promises: str, ago: int = 0) -> Record:
    day = timezone.localdate() - timedelta(days=ago)
    due = (day + timedelta(days=30)).isoformat()
    rows = [{"said": text, "by": due} for text in promises]
    record = make_record(dialogue, {"start": day.isoformat(), "promise": rows}, by=by, office=office)
    moving.added(record, by)
    return record


def test_each_commitment_becomes_a_record_with_a_task_once(
    dialogue: RecordType, officer: Any, office: Any
) -> None:
    event = hold(dialogue, officer, office, "Open a desk", "Train the staff")
    made = Commitment.objects.select_related("record")
    assert {one.record.data["text"] for one in made} == {"Open a desk", "Train the staff"}
    assert {(one.record.parent_id, one.record.status) for one in made} == {(event.pk, "open")}
    assert Task.objects.filter(rule="carry_out", assignee=officer).count() == 2
    more = [*event.data["promise"], {"said": "Report back", "by": timezone.localdate().isoformat()}]
    moving.changed(change_record(event, officer, promise=more), officer)
    assert Commitment.objects.count() == 3


def test_commitments_kept_are_a_number(dialogue: RecordType, officer: Any, office: Any) -> None:
    with time_machine.travel(timezone.localtime() - timedelta(days=35), tick=False):
        hold(dialogue, officer, office, "In time", "Late", "Withdrawn")
    for text, ago in (("In time", 10), ("Late", 1)):
        record = Commitment.objects.get(record__data__text=text).record
        with time_machine.travel(timezone.localtime() - timedelta(days=ago), tick=False):
            moving.move(officer, record.pk, moving.Move("finish", "open"))
        moving.move(officer, record.pk, moving.Move("verify", "done"))
    Record.objects.filter(data__text="Withdrawn").update(withdrawn=True)
    today = timezone.localdate()
    period = Period(today - timedelta(days=20), today)
    kept = measures.get("commitments_kept")
    assert kept.of(period) == [Figure("", 1, 2)]
    assert kept.of(period, "record_type") == [Figure("dialogue", 1, 2)]
    assert kept.of(period, "office") == [Figure(office.key, 1, 2)]
