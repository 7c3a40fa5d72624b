"""Earlier states brought back as new ones; records withdrawn and brought back. Always with a reason."""

from typing import Any

import pytest

from forms_builder.filling.posted import REVISION
from forms_builder.models import Draft
from registry import restoring, withdrawing
from registry.events import Refused
from registry.history import verify_chain
from registry.models import Action, Record, RecordEvent, RecordIndex
from registry.opening import NotVisible
from registry.query import Op, RecordQuery
from registry.sealing import KeyRing, open_record
from registry.workflow import tasks
from tests.factories.registry import ANSWERS, begin, change_record, make_record, make_worker, type_in
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db


def answers(record: Record) -> dict[str, Any]:
    record = Record.objects.get(pk=record.pk)
    return open_record(record, KeyRing.of(record))


@pytest.fixture
def record(world: World) -> Record:
    made = make_record(world.case, dict(ANSWERS), by=world.worker, office=world.office)
    return change_record(made, world.worker, venue="Library", diagnosis="Another finding")


def test_an_earlier_state_comes_back_as_a_new_revision_with_its_reason(world: World, record: Record) -> None:
    address = f"/workspace/records/case/{record.pk}/"
    client = as_person(world.worker)
    shown = client.get(f"{address}history/").content.decode()
    assert "Community hall" in shown
    assert "Library" in shown
    assert f"{address}restore/1/" in shown
    assert f"{address}restore/2/" not in shown
    empty = client.post(f"{address}restore/1/", {"seen": "2", "reason": ""}).content.decode()
    assert "This field is required" in empty
    done = client.post(f"{address}restore/1/", {"seen": "2", "reason": "Typed over by mistake"}, follow=True)
    text = done.content.decode()
    assert "Community hall" in text
    assert "Typed over by mistake" in text
    fresh = Record.objects.get(pk=record.pk)
    assert fresh.revision == 3
    assert answers(record)["diagnosis"] == ANSWERS["diagnosis"]
    assert verify_chain(fresh) is None
    assert (
        RecordQuery(world.worker, world.case).where("venue", Op.EQUAL, "Community hall").count().number == 1
    )


def test_the_history_says_why_a_state_was_restored_and_which_version_of_the_form_each_change_is(
    world: World, record: Record
) -> None:
    restoring.restore(world.worker, record.pk, 1, 2, "Typed over by mistake")
    address = f"/workspace/records/case/{record.pk}/history/"
    text = page_of(world.worker, address)
    assert text.count("An earlier state was restored") == 1
    assert "Typed over by mistake" in text
    assert text.count("Version 1 of the form") == 3
    reader = make_worker(world.case, world.office, scope="office", tier="I")
    assert "An earlier state was restored" in page_of(reader, address)
    assert "Typed over by mistake" not in page_of(reader, address)


def test_who_changes_a_record_may_say_why(world: World, record: Record) -> None:
    draft, client = begin(world.worker, "registry.edit", str(record.pk)), as_person(world.worker)
    type_in(draft, venue="School")
    check = f"/workspace/fill/{draft.pk}/check/"
    assert 'name="why"' in client.get(check).content.decode()
    seen = Draft.objects.get(pk=draft.pk).revision
    sent = client.post(check, {REVISION: str(seen), "why": "MARKwhy: they  moved"})
    assert sent.headers["Location"].endswith("/sent/")
    for way in ("", "history/"):
        assert "MARKwhy: they moved" in page_of(world.worker, f"/workspace/records/case/{record.pk}/{way}")
    assert b"MARKwhy" not in bytes(RecordEvent.objects.get(kind="explained").sealed)


def test_a_new_record_is_not_asked_why(world: World) -> None:
    draft = begin(world.worker, "registry.new", "case")
    assert (
        'name="why"' not in as_person(world.worker).get(f"/workspace/fill/{draft.pk}/check/").content.decode()
    )


def test_what_is_withheld_from_somebody_stays_as_it_is_when_they_restore(
    world: World, record: Record
) -> None:
    half = make_worker(world.case, world.office, scope="office", compartments=["identity"])
    restoring.restore(half, record.pk, 1, 2, "Wrong place")
    now = answers(record)
    assert now["venue"] == "Community hall"
    assert now["diagnosis"] == "Another finding"


def test_a_stale_page_restores_nothing(world: World, record: Record) -> None:
    change_record(record, world.worker, visits=9)
    with pytest.raises(Refused, match="in the meantime"):
        restoring.restore(world.worker, record.pk, 1, 2, "Reason")
    with pytest.raises(Refused, match="no such earlier"):
        restoring.restore(world.worker, record.pk, 3, 3, "Reason")


def test_who_may_only_look_restores_nothing(world: World, record: Record) -> None:
    reader = make_worker(world.case, world.office, scope="office", actions=[Action.VIEW])
    with pytest.raises(NotVisible):
        restoring.restore(reader, record.pk, 1, 2, "Reason")
    assert "restore/1/" not in page_of(reader, f"/workspace/records/case/{record.pk}/history/")


def test_the_reason_is_sealed(world: World, record: Record) -> None:
    restoring.restore(world.worker, record.pk, 1, 2, "MARKreason")
    assert b"MARKreason" not in bytes(RecordEvent.objects.get(kind="restored").sealed)


def test_a_withdrawn_record_is_nowhere_and_comes_back_as_it_was(world: World) -> None:
    record = world.new_case()
    assert tasks.mine(world.worker).count() == 1
    client = as_person(world.supervisor)
    address = f"/workspace/records/case/{record.pk}/"
    assert "counts nowhere" in client.get(f"{address}withdraw/").content.decode()
    listed = client.post(f"{address}withdraw/", {"reason": "Entered twice"}, follow=True).content.decode()
    assert "Entered twice" in listed
    assert record.reference in listed
    assert client.get(address).status_code == 404
    assert record.reference not in page_of(world.supervisor, "/workspace/records/case/")
    assert tasks.mine(world.worker).count() == 0
    assert not RecordIndex.objects.filter(pk=record.pk).exists()

    back = "/workspace/records/case/withdrawn/"
    assert back in page_of(world.supervisor, "/workspace/records/")
    assert "Say why." in client.post(back, {"record": record.pk, "reason": " "}).content.decode()
    done = client.post(back, {"record": record.pk, "reason": "It was another child"}, follow=True)
    assert "Brought back." in done.content.decode()
    assert record.reference in page_of(world.supervisor, "/workspace/records/case/")
    assert tasks.mine(world.worker).count() == 1


def test_what_has_records_below_it_stays(world: World) -> None:
    record = world.new_case()
    world.visit_of(record, level="low")
    with pytest.raises(Refused, match="belong to this one"):
        withdrawing.withdraw(world.supervisor, record.pk, "Reason")


def test_only_who_manages_records_withdraws_and_brings_back(world: World) -> None:
    record = world.new_case()
    worker = make_worker(world.case, world.office, scope="office", actions=[Action.VIEW, Action.EDIT])
    with pytest.raises(NotVisible):
        withdrawing.withdraw(worker, record.pk, "Reason")
    withdrawing.withdraw(world.supervisor, record.pk, "Reason")
    with pytest.raises(NotVisible):
        withdrawing.bring_back(worker, record.pk, "Reason")
    assert as_person(worker).get("/workspace/records/case/withdrawn/").status_code == 404
    elsewhere = make_worker(world.case, scope="office")
    assert withdrawing.withdrawn(elsewhere, world.case) == []
