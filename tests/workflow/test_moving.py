"""A record goes from state to state by the rules of its workflow, and everything about it is kept."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from forms_builder.filling import handlers
from registry.models import ConfigVersion, Record, RecordIndex, RecordKey, RecordTransition, Task, Workflow
from registry.opening import NotVisible
from registry.sealing import KeyRing
from registry.workflow import moving
from registry.workflow.configuring import save_workflow
from registry.workflow.moving import Move, Refused
from registry.workflow.offers import locked, offers
from tests.factories.forms import make_user
from tests.factories.registry import change_record, grant, make_office, make_worker
from tests.factories.workflows import make_role
from tests.workflow.conftest import World

WHY = "Example reason that nobody else should read"


def enrol(world: World, record: Record) -> RecordTransition:
    return moving.move(world.supervisor, record.pk, Move("enrol", record.status, language="en"))


def open_tasks(record: Record) -> list[str]:
    return list(record.tasks.filter(done_at=None).order_by("rule").values_list("rule", flat=True))


def test_a_new_record_begins_in_the_first_state_with_its_first_tasks(world: World) -> None:
    record = world.new_case()
    assert record.status == "open"
    assert [(one.from_status, one.to_status) for one in record.transitions.all()] == [("", "open")]
    assert open_tasks(record) == ["call_back"]


def test_what_is_missing_is_said_and_nothing_happens(world: World) -> None:
    record = world.new_case()
    offered = offers(world.supervisor, record, "en")
    assert [(one.transition.key, one.missing) for one in offered] == [
        ("enrol", "A visit is needed first."),
        ("close", ""),
    ]
    with pytest.raises(Refused, match="A visit is needed first"):
        enrol(world, record)
    record.refresh_from_db()
    assert record.status == "open"
    assert record.transitions.count() == 1


@time_machine.travel("2026-11-22T10:00:00+06:00", tick=False)
def test_enrolling_makes_its_tasks_and_closes_the_needless_ones(world: World) -> None:
    record = world.new_case()
    world.visit_of(record, level="low", seen_on="2026-11-22")
    done = enrol(world, record)
    record.refresh_from_db()
    assert (record.status, RecordIndex.objects.get(pk=record.pk).status) == ("enrolled", "enrolled")
    assert (done.by, done.day, done.config) == (
        world.supervisor,
        date(2026, 11, 22),
        ConfigVersion.objects.latest("number"),
    )
    due = {one.rule: (one.due, one.role, one.assignee) for one in record.tasks.filter(done_at=None)}
    assert due == {
        "assess": (date(2026, 12, 6), "", world.worker),
        "review": (date(2027, 2, 22), "supervisor", None),  # 20 February is a Saturday, 21 a holiday
    }
    assert record.tasks.get(rule="call_back").outcome == Task.Outcome.NEEDLESS


def test_the_one_who_filled_it_in_does_not_decide(world: World) -> None:
    make_role("supervisor", world.worker)
    record = world.new_case()
    world.visit_of(record, level="low")
    with pytest.raises(Refused, match="somebody else has to decide"):
        moving.move(world.worker, record.pk, Move("enrol", "open", language="en"))


def test_a_role_that_is_not_named_is_not_asked(world: World) -> None:
    record = world.new_case()
    assert offers(world.worker, record, "en") == []
    with pytest.raises(Refused, match="not for you"):
        moving.move(world.worker, record.pk, Move("close", "open", WHY, "en"))


def test_who_does_not_see_a_record_does_not_move_it(world: World) -> None:
    stranger = make_user()
    make_role("supervisor", stranger)
    with pytest.raises(NotVisible):
        moving.move(stranger, world.new_case().pk, Move("close", "open", WHY, "en"))


def test_two_people_who_decide_at_once_decide_once(world: World) -> None:
    record = world.new_case()
    moving.move(world.supervisor, record.pk, Move("close", "open", WHY, "en"))
    with pytest.raises(Refused, match="in the meantime"):
        moving.move(world.supervisor, record.pk, Move("close", "open", WHY, "en"))
    assert record.transitions.filter(rule="close").count() == 1


def test_a_reason_is_asked_for_and_sealed(world: World) -> None:
    record = world.new_case()
    with pytest.raises(Refused, match="Say why"):
        moving.move(world.supervisor, record.pk, Move("close", "open", "  ", "en"))
    done = moving.move(world.supervisor, record.pk, Move("close", "open", WHY, "en"))
    assert WHY.encode() not in bytes(done.sealed_reason)
    assert moving.reason_of(done, KeyRing.of(record)) == WHY
    assert RecordKey.objects.filter(record=record, compartment="general").count() == 1


def test_how_long_a_reason_may_be_is_said_in_the_digits_of_the_reader(world: World) -> None:
    record = world.new_case()
    with translation.override("bn"), pytest.raises(Refused, match="সর্বোচ্চ ২০০০টি অক্ষর"):
        moving.move(world.supervisor, record.pk, Move("close", "open", "x" * 2001, "bn"))


def test_what_follows_by_itself_follows_from_a_record_below(world: World) -> None:
    record = world.new_case()
    world.visit_of(record, level="low", seen_on="2026-11-01")
    enrol(world, record)
    world.visit_of(record, level="high", seen_on="2026-11-02")
    assert record.status == "in_service"
    last = record.transitions.get(rule="serve")
    assert last.automatic
    assert record.tasks.get(rule="assess").outcome == Task.Outcome.ANSWERED


def test_the_latest_counts_by_its_own_date_not_by_when_it_was_typed(world: World) -> None:
    record = world.new_case()
    world.visit_of(record, level="low", seen_on="2026-11-20")
    enrol(world, record)
    world.visit_of(record, level="high", seen_on="2026-11-02")
    assert record.status == "enrolled"


def test_an_end_closes_all_tasks_and_the_record(world: World) -> None:
    record = world.new_case()
    moving.move(world.supervisor, record.pk, Move("close", "open", WHY, "en"))
    record.refresh_from_db()
    assert open_tasks(record) == []
    assert locked(record)
    assert handlers.get("registry.edit").assignment(world.worker, str(record.pk)) is None
    assert handlers.get("registry.new").assignment(world.worker, f"visit/{record.pk}") is None


def test_a_condition_sees_no_sealed_answer(world: World) -> None:
    stored = Workflow.objects.get(key="case")
    stored.document["transitions"][0]["when"] = "${alias} != ''"
    with pytest.raises(ValidationError, match="sealed"):
        save_workflow(stored)


def test_a_state_in_use_cannot_be_taken_away(world: World) -> None:
    world.new_case()
    stored = Workflow.objects.get(key="case")
    stored.document = {"states": [{"value": "begun", "label": {"en": "Begun"}}]}
    with pytest.raises(ValidationError, match=r"Open.*has to stay"):
        save_workflow(stored)
    assert Workflow.objects.get(key="case").document["states"][0]["value"] == "open"


def test_each_change_of_a_workflow_is_kept_and_nothing_new_is_no_change(world: World) -> None:
    stored = Workflow.objects.get(key="case")
    before = ConfigVersion.objects.filter(key="case").count()
    save_workflow(stored)
    assert ConfigVersion.objects.filter(key="case").count() == before
    stored.document["states"][0]["label"]["en"] = "Found"
    save_workflow(stored)
    assert ConfigVersion.objects.filter(key="case").count() == before + 1
    world.case.refresh_from_db()
    assert world.case.statuses[0]["en"] == "Found"


def test_an_edit_that_changes_a_condition_moves_the_record_on(world: World) -> None:
    record = world.new_case()
    world.visit_of(record, level="high")
    stored = Workflow.objects.get(key="case")
    stored.document["transitions"].append(
        {
            "key": "hurry",
            "label": {"en": "Hurry"},
            "sources": ["open"],
            "to": "in_service",
            "automatic": True,
            "when": "${visits} > 10",
        }
    )
    save_workflow(stored)
    changed = change_record(Record.objects.get(pk=record.pk), world.worker, visits=11)
    moving.changed(changed, world.worker)
    record.refresh_from_db()
    assert record.status == "in_service"


def test_a_record_below_needs_a_parent_that_the_person_sees(world: World) -> None:
    elsewhere = make_worker(world.visit, make_office("JSR"), scope="office")
    grant(elsewhere, world.case, scope="office")
    record = world.new_case()
    assert handlers.get("registry.new").assignment(elsewhere, f"visit/{record.pk}") is None
    assert handlers.get("registry.new").assignment(world.worker, f"visit/{record.pk}") is not None
