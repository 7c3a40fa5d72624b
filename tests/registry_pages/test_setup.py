"""The registry's set-up in the admin: who gets there, what it refuses, and that no record is ever in it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from registry.admin import granting
from registry.admin.fields import RollupsField
from registry.admin.registers import RegistrySetup
from registry.models import (
    Grant,
    GrantProposal,
    Office,
    OfficeMembership,
    Organisation,
    Place,
    RecordType,
    SlotMap,
    Workflow,
)
from tests.factories.forms import make_user
from tests.factories.registry import make_record, make_type
from tests.factories.workflows import make_role, make_workflow, state, task
from tests.registry_pages.conftest import signed_in

pytestmark = pytest.mark.django_db
ADDRESSES = [
    f"/admin/registry/{model._meta.model_name}/"
    for model in (RecordType, Grant, Office, OfficeMembership, Place, Organisation)
]
TYPES = "/admin/registry/recordtype/"


def configurer(*permissions: str) -> Client:
    """Somebody with access to the admin and these permissions, named like "change_recordtype"."""
    user = make_user()
    role = Group.objects.create(name=f"Configures {user.pk}")
    names = ["access_admin", *permissions]
    role.permissions.set(Permission.objects.filter(codename__in=names))
    user.groups.add(role)
    return signed_in(user)


def everything(model: str) -> Client:
    return configurer(*(f"{action}_{model}" for action in ("view", "add", "change", "delete")))


def posted(kind: RecordType, **changes: Any) -> dict[str, Any]:
    """What the form of a record type sends."""
    return {
        "name_bn": kind.name_bn,
        "name_en": kind.name_en,
        "key": kind.key,
        "form": kind.form_id,
        "id_pattern": "V-{counter:04}",
        "statuses": "open | খোলা | Open\nclosed | বন্ধ | Closed",
        "parent_type": "",
        "list_keys": "district",
        "filter_keys": "district",
        "profile_keys": "full_name",
        "sort": "-_created_at",
        "icon": "file",
        "menu_order": "10",
    } | changes


def test_only_set_up_is_in_the_admin() -> None:
    registered = {item.model for item in RegistrySetup.items}
    assert registered == {
        RecordType,
        Workflow,
        Grant,
        Office,
        OfficeMembership,
        Place,
        Organisation,
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_access_to_the_admin_alone_opens_nothing(address: str, record_type: RecordType) -> None:
    client = configurer()
    for way in (
        "",
        "create/",
        f"edit/{record_type.pk}/",
        f"delete/{record_type.pk}/",
        f"history/{record_type.pk}/",
    ):
        response = client.get(address + way)
        assert response.status_code in (302, 404)
    assert "Registry set-up" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("model", [address.split("/")[-2] for address in ADDRESSES])
def test_each_register_opens_for_those_who_may(model: str, record_type: RecordType) -> None:
    client = everything(model)
    assert client.get(f"/admin/registry/{model}/").status_code == 200
    assert client.get(f"/admin/registry/{model}/create/").status_code == 200


def test_a_permission_to_delete_does_not_open_the_list(record_type: RecordType) -> None:
    assert configurer("delete_recordtype").get(TYPES).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "form__versions__document__contains=x",
        "records__reference__startswith=T",
        "foo=1",
        "key__startswith=v",
    ],
)
def test_an_address_cannot_ask_what_the_list_does_not_offer(query: str, record_type: RecordType) -> None:
    client = everything("recordtype")
    assert client.get(f"{TYPES}?{query}").status_code == 302
    assert client.get(f"{TYPES}?active__exact=1&q=visit").status_code == 200


def test_history_opens_for_those_who_may_see_only(record_type: RecordType) -> None:
    assert everything("recordtype").get(f"{TYPES}history/{record_type.pk}/").status_code == 200
    assert configurer("view_office").get(f"{TYPES}history/{record_type.pk}/").status_code == 302


def test_a_record_type_is_changed_in_lines_instead_of_json(record_type: RecordType) -> None:
    client = everything("recordtype")
    page = client.get(f"{TYPES}edit/{record_type.pk}/").content.decode()
    assert "open | খোলা | Open" in page
    answer = client.post(f"{TYPES}edit/{record_type.pk}/", posted(record_type))
    assert answer.status_code == 302, answer.context["form"].errors
    record_type.refresh_from_db()
    assert record_type.list_keys == ["district"]
    assert record_type.statuses[1] == {"value": "closed", "bn": "বন্ধ", "en": "Closed"}
    assert record_type.initial_status == "open"


def test_a_new_record_type_gets_its_index_columns(record_type: RecordType) -> None:
    other = make_type(key="other")
    client = everything("recordtype")
    form = posted(other, key="fresh", name_en="Fresh")
    answer = client.post(f"{TYPES}create/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert SlotMap.objects.filter(record_type__key="fresh", key="district").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"list_keys": "shoe_size"}, "Not possible here: shoe_size. Possible are:"),
        ({"list_keys": "diagnosis"}, "Not possible here: diagnosis"),
        ({"filter_keys": "full_name"}, "Not possible here: full_name"),
        ({"profile_keys": "nobody"}, "Not possible here: nobody"),
        ({"sort": "-remarks"}, "Not possible here: remarks"),
        ({"list_keys": "district\ndistrict"}, "is there twice"),
        ({"statuses": ""}, "This field is required"),
        ({"statuses": "open"}, "write value | Bangla | English"),
        ({"statuses": "Not A Key | ক | A"}, "a value has only"),
        ({"statuses": "a | ক | A\na | খ | B"}, "is there twice"),
        ({"id_pattern": "no-counter"}, "The pattern needs {counter} once"),
        ({"list_keys": "relation"}, "Not possible here: relation"),
        ({"profile_keys": "relation"}, "Not possible here: relation"),
        ({"filter_keys": "relation"}, "Not possible here: relation"),
        ({"sort": "relation"}, "Not possible here: relation"),
        ({"sort": "-topics"}, "Not possible here: topics"),
        ({"icon": "unicorn"}, "unicorn is not one of the available choices"),
        ({"guard_when": "${shoe_size} = 1"}, "“shoe_size” is not asked by the form"),
        ({"guard_when": "${risk} ="}, "The condition does not work"),
        ({"guard_names": "full_name"}, "Not possible here: full_name. Possible are: –."),
        ({"parent_key": "venue"}, "Say first which record type it belongs to"),
    ],
)
def test_what_cannot_work_is_refused_with_what_could(
    record_type: RecordType, changes: dict[str, str], said: str
) -> None:
    client = everything("recordtype")
    answer = client.post(f"{TYPES}edit/{record_type.pk}/", posted(record_type, **changes))
    assert answer.status_code == 200
    assert said in answer.context["form"].errors.as_text()
    record_type.refresh_from_db()
    assert record_type.list_keys == ["district", "visits", "met_on", "full_name"]


def test_key_and_form_stay_once_there_are_records(
    record_type: RecordType, worker: Any, office: Office
) -> None:
    make_record(record_type, by=worker, office=office)
    other = make_type(key="other")
    client = everything("recordtype")
    client.post(f"{TYPES}edit/{record_type.pk}/", posted(record_type, key="renamed", form=other.form_id))
    before = record_type.form_id
    record_type.refresh_from_db()
    assert (record_type.key, record_type.form_id) == ("visit", before)


def test_what_is_in_use_is_not_deleted_and_does_not_tell_by_whom(
    record_type: RecordType, worker: Any, office: Office
) -> None:
    record = make_record(record_type, by=worker, office=office)
    for model, thing in (("recordtype", record_type), ("office", office)):
        client = everything(model)
        answer = client.post(f"/admin/registry/{model}/delete/{thing.pk}/", follow=True)
        text = answer.content.decode()
        assert "This is in use" in text
        assert record.reference not in text
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_a_grant_is_made_of_ticks(record_type: RecordType) -> None:
    role = Group.objects.create(name="Readers")
    form = {
        "group": role.pk,
        "record_type": record_type.pk,
        "actions": ["view", "export"],
        "scope": "office",
        "tier": "C",
        "compartments": ["identity"],
    }
    client = everything("grant")
    answer = client.post("/admin/registry/grant/create/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert not Grant.objects.exists()  # until somebody else has confirmed it
    granting.confirm(make_user(is_superuser=True), GrantProposal.objects.get().pk)
    grant = Grant.objects.get(group=role)
    assert (grant.actions, grant.compartments, grant.tier) == (["export", "view"], ["identity"], "C")


def test_nobody_exports_what_they_may_not_see(record_type: RecordType) -> None:
    role = Group.objects.create(name="Readers")
    form = {
        "group": role.pk,
        "record_type": record_type.pk,
        "actions": ["export"],
        "scope": "all",
        "tier": "I",
    }
    answer = everything("grant").post("/admin/registry/grant/create/", form)
    assert "has to see them too" in answer.context["form"].errors.as_text()


def test_a_place_lies_in_one_of_a_higher_level(db: None) -> None:
    district = Place.objects.create(code="D1", level="district", name_en="District", name_bn="জেলা")
    form = {
        "name_en": "Division",
        "name_bn": "বিভাগ",
        "code": "V1",
        "level": "division",
        "parent": district.pk,
        "aliases": "",
    }
    answer = everything("place").post("/admin/registry/place/create/", form)
    assert "of a higher level" in answer.context["form"].errors.as_text()


def test_what_narrows_a_figure_is_not_lost_by_saving_its_type(record_type: RecordType) -> None:
    client, address = configurer("view_recordtype", "change_recordtype"), f"{TYPES}edit/{record_type.pk}/"
    figure = {"key": "talks", "label": {"bn": "কথা", "en": "Talks"}, "record_type": "visit"}
    narrowed = {"statuses": ["open"], "where": {"point": ["a", "b"]}, "since": "open", "shown": False}
    RecordType.objects.filter(pk=record_type.pk).update(rollups=[{**figure, **narrowed}])
    record_type.refresh_from_db()
    shown = client.get(address).context["form"]["rollups"].value()
    line = RollupsField().prepare_value(shown)
    client.post(address, posted(record_type, rollups=line))
    record_type.refresh_from_db()
    assert record_type.rollups == [{**figure, **narrowed}]


def test_the_check_tells_of_tasks_that_reach_nobody(record_type: RecordType) -> None:
    for key in ("nurse", "chief"):
        make_role(key)
    late = {"role": "nurse", "escalate_after": 1, "escalate_to": "chief"}
    make_workflow("care", {"states": [state("open")], "at_start": [task("look", **late)]}, record_type)
    client = configurer("view_recordtype", "change_recordtype")
    told = client.get(f"/admin/registry/type/{record_type.pk}/check/").content.decode()
    assert "The task is for “nurse”, who may not see all such records." in told
    assert "It is handed up to “chief”, who may not see all such records." in told
