"""Taking a record type out of use asks first; deleting one says what needs it; the check says who can help."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from registry.handlers import NEW
from registry.models import Grant, Office, RecordType, Workflow
from tests.factories.registry import begin, make_record, make_type
from tests.factories.workflows import make_role, make_workflow, state, task, transition
from tests.registry_pages.test_setup import TYPES
from tests.registry_pages.test_setup_pages import admin, check_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db: None) -> Client:
    return admin("recordtype", "workflow")


def delete(client: Client, kind: RecordType | Workflow) -> str:
    address = f"/admin/registry/{kind._meta.model_name}/delete/{kind.pk}/"
    client.get(address)
    text: str = client.post(address, follow=True).content.decode()
    return text


def test_taking_out_of_use_asks_first_and_says_what_goes(
    client: Client, record_type: RecordType, worker: Any, office: Office
) -> None:
    for _number in range(3):
        make_record(record_type, by=worker, office=office)
    begin(worker, NEW, record_type.key)
    address = f"/admin/registry/type/{record_type.pk}/check/"
    first = client.get(address).content.decode()
    assert 'href="?leaving=1#leaving"' in first
    assert 'value="0"' not in first
    asked = client.get(f"{address}?leaving=1").content.decode()
    assert "3 records stay as they are" in asked
    assert "1 form that somebody began cannot be sent" in asked
    assert "Its list, its form for new records, its import and its export" in asked
    record_type.refresh_from_db()
    assert record_type.active
    client.post(address, {"active": "0"})
    record_type.refresh_from_db()
    assert not record_type.active


def test_a_type_made_by_mistake_is_deleted_with_its_grants(client: Client) -> None:
    kind = make_type(key="mistake")
    Grant.objects.create(group=Group.objects.create(name="Nobody"), record_type=kind, actions=["view"])
    delete(client, kind)
    assert not RecordType.objects.filter(key="mistake").exists()
    assert not Grant.objects.exists()


def test_a_type_in_use_stays_and_says_what_needs_it(
    client: Client, record_type: RecordType, worker: Any, office: Office
) -> None:
    make_record(record_type, by=worker, office=office)
    make_type(key="talk", parent_type=record_type, name_en="Talks")
    label = {"bn": "ক", "en": "A"}
    make_type(rollups=[{"key": "a", "record_type": "visit", "label": label}], name_en="Families")
    make_role("nurse")
    rules = [task("see", opens="visit")]
    only = transition("close", "open", "closed", roles=["nurse"])
    states = [state("open"), state("closed", end=True)]
    make_workflow("care", {"states": states, "transitions": [only], "at_start": rules})
    text = delete(client, record_type)
    for words in (
        "It has 1 record.",
        "take it out of use instead",
        "“Talks” belongs to it.",
        "A task of the workflow “care” is done by filling it in.",
        "The set-up of “Families” names it.",
    ):
        assert words in text
    assert RecordType.objects.filter(pk=record_type.pk).exists()


def test_a_workflow_goes_once_no_type_follows_it(client: Client, record_type: RecordType) -> None:
    make_role("nurse")
    only = transition("close", "open", "closed", roles=["nurse"])
    states = [state("open"), state("closed", end=True)]
    flow = make_workflow("care", {"states": states, "transitions": [only]}, record_type)
    assert "Records of “Visits” follow it." in delete(client, flow)
    RecordType.objects.update(workflow=None)
    delete(client, flow)
    assert not Workflow.objects.exists()


def test_who_may_not_delete_is_told_nothing(record_type: RecordType) -> None:
    other = admin("office")
    assert "belongs to it" not in other.get(f"{TYPES}delete/{record_type.pk}/", follow=True).content.decode()


def test_the_check_says_who_can_give_a_grant(client: Client) -> None:
    fresh = make_type(key="fresh", active=False)
    role = make_role("system_keeper")
    role.group.permissions.add(Permission.objects.get(codename="add_grant"))
    assert "who may give it: system_keeper." in check_page(client, fresh)


def test_the_check_says_what_comes_from_the_pack_alone(client: Client) -> None:
    plain = make_type(key="plain")
    case = make_type(key="case", casework={"attempts": True})
    assert "From the pack alone" not in check_page(client, plain)
    assert "<code>attempts</code>" in check_page(client, case)


def test_the_map_tells_tasks_at_the_start_and_what_a_way_asks_for(client: Client) -> None:
    make_role("nurse")
    only = transition(
        "close", "open", "closed", roles=["nurse"], consent=True, reason="required", four_eyes=["creator"]
    )
    states = [state("open"), state("closed", end=True)]
    rules = [task("call_back", days=3, role="nurse", when="1 = 1")]
    flow = make_workflow("care", {"states": states, "transitions": [only], "at_start": rules})
    text = client.get(f"/admin/registry/flow/{flow.pk}/map/").content.decode()
    assert "When the record is new, these tasks are made:" in text
    assert "Call back (for: nurse; within 3 days; only if 1 = 1)" in text
    assert "only with consent, a second person does it, asks why" in text
