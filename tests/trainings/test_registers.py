"""The registers of the admin and what they lead to: the workspace, paper, a file; names of people nowhere but there."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from registry.models import AccessEvent, Organisation, Record, RecordType
from tests.factories.forms import ask, document, make_user, page, repeat
from tests.factories.registry import grant, make_office, make_record, make_type
from tests.factories.trainings import make_body, make_event, make_event_type, make_minutes, make_person
from tests.support.pdf_text import Pdf
from tests.trainings.conftest import signed_in
from trainings.committees import members
from trainings.models import Body

PROGRAMME = {"record_type": "programme", "rows": "part", "facilitator": "led_by"}


@pytest.fixture
def admin(db: None) -> Client:
    user = make_user()
    names = [
        f"{do}_{model}" for do in ("view", "add", "change") for model in ("facilitator", "serviceprovider")
    ]
    user.user_permissions.add(*Permission.objects.filter(codename__in=[*names, "access_admin"]))
    return signed_in(user)


def partner(key: str, kind: str, **fields: Any) -> Organisation:
    return Organisation.objects.create(
        key=key, kind=kind, name_en=f"Example {key}", name_bn=f"নমুনা {key}", **fields
    )


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return Pdf(answer.content).text


def test_each_register_lists_its_own_kind_and_exports_it(admin: Client) -> None:
    partner("trainer_one", "facilitator")
    partner("clinic_one", "provider", active=False)
    page = admin.get("/admin/trainings/facilitator/").content.decode()
    assert "Example trainer_one" in page
    assert "clinic_one" not in page
    for way in ("", "print/", "export/"):
        assert f'href="/workspace/facilitators/trainer_one/{way}"' in page
    assert "clinic_one" in admin.get("/admin/trainings/serviceprovider/?active__exact=0").content.decode()
    export = b"".join(admin.get("/admin/trainings/serviceprovider/?export=csv")).decode()
    assert "Example clinic_one" in export
    assert "trainer_one" not in export
    assert admin.get("/admin/trainings/facilitator/?kind=provider").status_code in (302, 403)


def test_who_is_added_to_a_register_is_of_its_kind(admin: Client) -> None:
    posted = {"name_bn": "নমুনা", "name_en": "Example", "key": "new_one", "active": "on"}
    assert admin.post("/admin/trainings/facilitator/create/", posted).status_code == 302
    made = Organisation.objects.get(key="new_one")
    assert made.kind == "facilitator"
    assert admin.get(f"/admin/trainings/serviceprovider/edit/{made.pk}/").status_code == 404


def test_a_provider_that_is_a_record_opens_as_that(admin: Client, office: Any) -> None:
    kind = make_type(document(page("about", ask("name"))), key="provider")
    record = make_record(kind, {"name": "Example clinic"}, by=make_user(), office=office)
    partner(f"record_{record.pk.hex}", "provider")
    page_ = admin.get("/admin/trainings/serviceprovider/").content.decode()
    assert f"/workspace/records/provider/{record.pk}/print/" in page_
    assert (
        admin.get(f"/workspace/records/provider/{record.pk}/").status_code == 404
    )  # the admin opens no record


@pytest.fixture
def event_type(db: None) -> RecordType:
    return make_event_type(programme=PROGRAMME)


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    """An event whose programme says who led its two parts."""
    asked = page("programme", repeat("part", ask("topic"), ask("led_by", "organisation")))
    programme = make_type(document(asked), key="programme", parent_type=event_type)
    grant(trainer, programme, scope="own")
    partner("trainer_one", "facilitator", office=office)
    made = make_event(event_type, trainer, office)
    parts = [{"topic": "Law", "led_by": "trainer_one"}, {"topic": "Practice", "led_by": "trainer_one"}]
    make_record(programme, {"part": parts}, by=trainer, office=office, parent=made)
    return made


def test_a_facilitators_page_tells_the_events_they_led(browser: Client, event: Record) -> None:
    where = "/workspace/facilitators/trainer_one/"
    page_ = browser.get(where).content.decode()
    assert event.reference in page_
    assert "Example training" in page_
    assert "Example training" in text(browser.get(f"{where}print/?lang=en"))
    lines = browser.get(f"{where}export/").content.decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"{event.reference},Example training,")
    assert lines[1].endswith(",2")
    assert AccessEvent.objects.filter(action="export", record_type=event.type.key).exists()


def test_events_one_may_not_see_are_on_no_facilitators_page(event: Record, event_type: RecordType) -> None:
    stranger = make_user()
    grant(stranger, event_type, scope="own")
    assert (
        signed_in(stranger).get("/workspace/facilitators/trainer_one/").status_code == 404
    )  # another office
    Organisation.objects.filter(key="trainer_one").update(office=None)
    page_ = signed_in(stranger).get("/workspace/facilitators/trainer_one/").content.decode()
    assert event.reference not in page_
    assert signed_in(make_user()).get("/workspace/facilitators/trainer_one/").status_code == 404


def test_a_body_is_printed_with_members_and_exported_without_names(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    person = make_person("Example Chairperson", by=officer)
    members.join(officer, body, person, position="chair", since=date(2024, 1, 1))
    record = make_minutes(minutes, body, officer, ago=3, came=3)
    gone = make_minutes(minutes, body, officer, ago=9)
    Record.objects.filter(pk=gone.pk).update(withdrawn=True)
    client = signed_in(officer)
    said = text(client.get(f"/workspace/committees/{body.pk}/print/?lang=en"))
    assert "Example Chairperson" in said
    assert record.reference in said
    export = client.get(f"/workspace/committees/{body.pk}/export/").content.decode()
    assert record.reference in export
    assert gone.reference not in export
    assert "Chairperson" not in export


def test_names_of_members_are_on_no_paper_for_who_may_not_see_them(
    minutes: RecordType, body: Body, officer: Any, office: Any
) -> None:
    members.join(officer, body, make_person("Example Chairperson"), position="chair", since=date(2024, 1, 1))
    reader = make_user()
    grant(reader, minutes, scope="all", tier="I")
    assert "Chairperson" not in text(signed_in(reader).get(f"/workspace/committees/{body.pk}/print/?lang=en"))
    elsewhere = make_body(make_office("JSR"))
    for way in ("print", "export"):
        assert signed_in(officer).get(f"/workspace/committees/{elsewhere.pk}/{way}/").status_code == 404
