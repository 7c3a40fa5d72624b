"""Forms in and out as files, from the admin: the report comes before anything is stored, and nobody gets another's."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_builder.models import FormDefinition
from forms_builder.schema import to_json
from forms_builder.xlsform.workbook import read_workbook
from tests.designer.conftest import a_form
from tests.factories.forms import ask, choices, document, make_user, page, publish
from tests.xlsform.workbooks import survey, workbook

pytestmark = pytest.mark.django_db
GOOD = survey(["integer", "age", "How old?"], ["range", "pain", "Pain"])
BAD = survey(["integer", "age", "How old?"], ["hologram", "face", "Face"])


def address(name: str, *arguments: Any) -> str:
    return reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}", args=arguments)


def send(client: Client, to: str, content: bytes, name: str = "home visit.xlsx") -> Any:
    return client.post(to, {"workbook": SimpleUploadedFile(name, content)})


def test_a_workbook_with_faults_is_reported_by_row_and_nothing_can_be_stored(form_admin: Client) -> None:
    response = send(form_admin, address("import"), BAD)
    text = response.content.decode()
    assert "<td>survey</td><td>3</td><td>There is no question type “hologram”.</td>" in text
    assert "Save as a draft" not in text
    form_admin.post(address("import"), {"token": response.context["token"], "key": "visit"})
    assert not FormDefinition.objects.exists()


def test_a_good_workbook_becomes_a_draft_only_after_its_report(form_admin: Client) -> None:
    response = send(form_admin, address("import"), GOOD)
    text = response.content.decode()
    assert "The type “range” is asked as" in text
    assert 'value="home_visit"' in text
    assert not FormDefinition.objects.exists()
    response = form_admin.post(address("import"), {"token": response.context["token"], "key": "home_visit"})
    form = FormDefinition.objects.get(key="home_visit")
    assert response.url == address("edit", form.pk)
    assert form.live_version is None
    assert [item.key for item in form.get_latest_revision_as_object().parsed.pages[0].items] == [
        "age",
        "pain",
    ]


def test_a_key_that_is_taken_or_is_none_is_told_and_the_report_stays(form_admin: Client) -> None:
    a_form("visit")
    token = send(form_admin, address("import"), GOOD).context["token"]
    for key, told in (("visit", "There is a form with this key."), ("1 x", "Use a–z, 0–9 and _")):
        text = form_admin.post(address("import"), {"token": token, "key": key}).content.decode()
        assert told in text
        assert f'value="{key}"' in text
        assert "Save as a draft" in text
    assert FormDefinition.objects.count() == 1


def test_no_file_and_a_file_that_is_no_workbook_are_told(form_admin: Client) -> None:
    assert "This field is required" in form_admin.post(address("import"), {}).content.decode()
    text = send(form_admin, address("import"), b"PK\x03\x04nothing").content.decode()
    assert "The file is damaged" in text


def test_a_report_is_for_its_reader_alone(form_admin: Client) -> None:
    token = send(form_admin, address("import"), GOOD).context["token"]
    other = make_user(is_superuser=True)
    client = Client()
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(address("import"), {"token": token, "key": "visit"}, follow=True)
    assert "no longer kept" in response.content.decode()
    assert not FormDefinition.objects.exists()


def test_a_draft_is_replaced_and_what_is_live_stays(form_admin: Client) -> None:
    version = publish(document(page("one", ask("name"))), "visit")
    form = version.definition
    token = send(form_admin, address("task_exchange", form.pk), GOOD).context["token"]
    form_admin.post(address("task_exchange", form.pk), {"token": token})
    form.refresh_from_db()
    assert form.live_version == version
    assert form.get_latest_revision_as_object().parsed.pages[0].items[0].key == "age"


def test_a_published_question_is_not_given_another_type_by_a_workbook(form_admin: Client) -> None:
    form = publish(document(page("one", ask("age", "text"))), "visit").definition
    before = form.latest_revision_id
    token = send(form_admin, address("task_exchange", form.pk), GOOD).context["token"]
    text = form_admin.post(address("task_exchange", form.pk), {"token": token}).content.decode()
    assert "age: " in text
    assert "Replace the draft" in text
    form.refresh_from_db()
    assert form.latest_revision_id == before


def test_a_locked_form_keeps_its_draft(form_admin: Client) -> None:
    form = a_form("visit")
    form.locked, form.locked_at, form.locked_by = True, timezone.now(), make_user()
    form.save()
    token = send(form_admin, address("task_exchange", form.pk), GOOD).context["token"]
    text = form_admin.post(address("task_exchange", form.pk), {"token": token}).content.decode()
    assert "The form is locked" in text


def test_what_was_taken_away_comes_back_exactly(form_admin: Client) -> None:
    form = a_form("visit", ask("kind", "choose_one", choices=choices("a", "b"), show_if=" 1 =  1"))
    before = to_json(form.get_latest_revision_as_object().parsed)
    response = form_admin.get(address("export_file", form.pk, "xlsx"))
    assert response["Content-Disposition"] == 'attachment; filename="visit-v1-draft.xlsx"'
    assert {sheet.name for sheet in read_workbook(response.content)} == {"survey", "choices", "settings"}
    token = send(form_admin, address("task_exchange", form.pk), response.content).context["token"]
    form_admin.post(address("task_exchange", form.pk), {"token": token})
    form.refresh_from_db()
    assert to_json(form.get_latest_revision_as_object().parsed) == before


def test_a_version_goes_out_as_an_xform_with_its_external_choices_beside_it(form_admin: Client) -> None:
    form = publish(document(page("one", ask("name"))), "visit").definition
    response = form_admin.get(address("export_file", form.pk, "xform", 1))
    assert b'id="visit" version="1"' in response.content
    assert response["Content-Type"] == "application/xml"
    outside = workbook(
        survey=[
            ["type", "name", "label", "choice_filter"],
            ["text", "zila", "Zila"],
            ["select_one_external places", "place", "Place", "zila=${zila}"],
        ],
        choices=[["list_name", "name", "label"], ["x", "a", "A"]],
        external_choices=[["list_name", "name", "label", "zila"], ["places", "p1", "Place 1", "z"]],
    )
    token = send(form_admin, address("task_exchange", form.pk), outside).context.get("token")
    form_admin.post(address("task_exchange", form.pk), {"token": token})
    response = form_admin.get(address("export_file", form.pk, "xform"))
    assert response["Content-Type"] == "application/zip"
    names = ZipFile(BytesIO(response.content)).namelist()
    assert names == ["visit-v2-draft.xml", "itemsets.csv"]


def test_who_may_not_see_forms_gets_none_of_it() -> None:
    form = a_form("visit")
    client = Client()
    client.force_login(make_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in (
        address("import"),
        address("task_exchange", form.pk),
        address("export_file", form.pk, "xlsx"),
        address("export_file", form.pk, "xform"),
    ):
        assert client.get(path).status_code in (302, 403)
    assert send(client, address("import"), GOOD).status_code in (302, 403)


def test_the_list_of_forms_offers_the_way_in(form_admin: Client) -> None:
    assert address("import") in form_admin.get(address("list")).content.decode()
