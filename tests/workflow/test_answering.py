"""What a transition answers by itself stands in the form, as a change of its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forms_builder.expressions import ValueType
from registry.models import Record
from registry.sealing import KeyRing, open_record
from registry.workflow import historic
from registry.workflow.checking import Surroundings, check
from registry.workflow.document import Workflow
from registry.workflow.moving import Move, move
from tests.factories.workflows import make_workflow, state, transition
from tests.workflow.conftest import World

pytestmark = pytest.mark.django_db

SETS = {
    "venue": "concat('from ', ${_status})",
    "met_on": "today()",
    "diagnosis": "${_reason}",
    "visits": "${visits} + 1",
    "remarks": "''",
    "not_asked": "'x'",
}


def content(**sets: str) -> dict[str, Any]:
    step = transition("go", "open", "gone", roles=["worker"], reason="optional", sets=sets)
    return {"states": [state("open"), state("gone", end=True, locked=True)], "transitions": [step]}


def moved(world: World, **sets: str) -> Record:
    record = world.new_case(district="dhaka", visits=3, venue="Before", remarks="Goes")
    stored = make_workflow("going", {**content()}, world.case)
    stored.document = content(**sets)
    stored.save()
    world.case.refresh_from_db()
    return record


def answers_of(record: Record) -> dict[str, Any]:
    record.refresh_from_db()
    return open_record(record, KeyRing.of(record))


def test_it_is_a_change_of_its_own_that_says_which_step_made_it(world: World) -> None:
    record = moved(world, **SETS)
    move(world.worker, record.pk, Move("go", "open", "Example reason", "en"))
    answers, today = answers_of(record), timezone.localdate()
    assert {key: answers.get(key) for key in SETS} == {
        "venue": "from open",
        "met_on": today.isoformat(),
        "diagnosis": "Example reason",
        "visits": 4,
        "remarks": None,
        "not_asked": None,
    }
    assert answers["district"] == "dhaka"
    last = record.revisions.get(number=2)
    assert (last.reason, last.by) == ("Go", world.worker)


def test_the_past_has_its_own_day(world: World) -> None:
    record = moved(world, met_on="today()")
    Record.objects.filter(pk=record.pk).update(created_at=timezone.now())
    day = timezone.localdate() - timedelta(days=40)
    historic.enter(world.supervisor, record.pk, historic.Step("go", "open", day, "Example: on paper"))
    assert answers_of(record)["met_on"] == day.isoformat()


def test_a_reason_is_never_written_where_it_is_not_sealed(world: World) -> None:
    record = moved(world, venue="concat('so: ', ${_reason})")
    move(world.worker, record.pk, Move("go", "open", "Example secret", "en"))
    assert answers_of(record)["venue"].strip() == "so:"


@pytest.mark.parametrize(
    ("sets", "code"),
    [
        ({"nothing": "'x'"}, "unknown-question"),
        ({"venue": "${_reason}"}, "open-reason"),
        ({"venue": "${secret}"}, "sealed-condition"),
        ({"venue": "today("}, "bad-condition"),
        ({"secret": "${_reason}", "venue": "${_status}"}, ""),
    ],
)
def test_what_it_cannot_answer_is_told_before(sets: dict[str, str], code: str) -> None:
    around = Surroundings({"worker"}, (), {"venue": ValueType.TEXT}, {"secret"})
    found = {problem.code for problem in check(Workflow.model_validate(content(**sets)), around)}
    assert found == ({code} if code else set())
