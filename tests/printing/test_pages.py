"""Where people print from: a record, a form they may fill in, a form they design. And who gets what."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.models import FormDefinition
from forms_builder.printing import renderer
from registry.models import AccessEvent, Action, Office, Record, RecordType
from tests.designer.conftest import a_form, form_admin
from tests.factories.forms import ask, document, make_user, page, publish
from tests.factories.registry import make_office, make_record, make_type, make_worker
from tests.support.pdf_text import Pdf
from tests.support.shared import shared

pytestmark = pytest.mark.django_db
__all__ = ["form_admin"]


@shared
def office() -> Office:
    return make_office("DHK", name_en="Dhaka office", name_bn="ঢাকা কার্যালয়")


@shared
def record_type() -> RecordType:
    return make_type(key="visit", name_en="Visits")


@shared
def worker(record_type: RecordType, office: Office) -> Any:
    return make_worker(record_type, office)


@shared
def record(worker: Any, record_type: RecordType, office: Office) -> Record:
    return make_record(record_type, by=worker, office=office)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(record: Record) -> str:
    return f"/workspace/records/{record.type.key}/{record.pk}/print/"


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    return Pdf(response.content).text


# -- A record ------------------------------------------------------------------------------------------


def test_a_record_prints_what_its_page_shows(worker: Any, record: Record) -> None:
    text = read(signed_in(worker), address(record))
    for words in (
        record.reference,
        "Dhaka office",
        "Example Child",
        "Example Alias",
        "05/03/2026",
        "Teacher",
        "Open",
    ):
        assert words in text
    assert f"Printed by {worker.full_name}" in text


def test_the_page_of_a_record_has_the_button(worker: Any, record: Record) -> None:
    page = signed_in(worker).get(address(record).removesuffix("print/")).content.decode()
    assert f'href="{address(record)}"' in page


def test_withheld_answers_stay_withheld_on_paper(
    record: Record, record_type: RecordType, office: Office
) -> None:
    reader = make_worker(record_type, office, actions=[Action.VIEW], tier="I", compartments=[])
    response = signed_in(reader).get(address(record))
    text = Pdf(response.content).text
    assert "(Withheld)" in text
    for secret in ("Example Child", "Example Alias", "Example finding", "Example remark", "Example Aunt"):
        assert secret not in text
        assert secret.encode() not in response.content


def test_printing_is_noted_with_what_it_told(worker: Any, record: Record) -> None:
    before = AccessEvent.objects.count()
    read(signed_in(worker), address(record))
    event = AccessEvent.objects.latest("at")
    assert AccessEvent.objects.count() == before + 1
    assert (event.action, event.user, event.records) == ("print", worker, [str(record.pk)])
    assert event.tiers == "ICR"


def test_the_file_is_named_by_the_reference_alone(worker: Any, record: Record) -> None:
    response = signed_in(worker).get(address(record))
    assert response["Content-Disposition"] == f'inline; filename="{record.reference.lower()}.pdf"'
    assert b"Example Child" not in response.content, (
        "not in the file's own data; words are drawn, not written"
    )


def test_the_languages_can_be_chosen(worker: Any, record: Record) -> None:
    both = read(signed_in(worker), f"{address(record)}?lang=bn,en")
    for words in ("Full name (bn)", "ঢাকা কার্যালয়", "Dhaka office", "নথি নম্বর", "Record number"):
        assert words in both
    assert "Full name (bn)" not in read(signed_in(worker), f"{address(record)}?lang=xx")


def test_a_record_of_another_office_is_not_there(record: Record, record_type: RecordType) -> None:
    stranger = make_worker(record_type, make_office("JSR"), scope="office")
    before = AccessEvent.objects.count()
    assert signed_in(stranger).get(address(record)).status_code == 404
    assert AccessEvent.objects.count() == before


def test_what_cannot_be_printed_is_said_on_the_page(
    worker: Any, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "MOST_PAGES", 0)
    response = signed_in(worker).get(address(record), follow=True)
    assert response.redirect_chain == [(address(record).removesuffix("print/"), 302)]
    assert "too long to print at once" in response.content.decode()


# -- A form to fill in ---------------------------------------------------------------------------------


def test_who_may_fill_a_form_in_may_print_it_empty(worker: Any, record_type: RecordType) -> None:
    client = signed_in(worker)
    start = client.get("/workspace/fill/registry.new/visit/").content.decode()
    assert "/workspace/fill/print/registry.new/visit/?lang=bn,en" in start
    text = read(client, "/workspace/fill/print/registry.new/visit/?lang=bn,en")
    for words in ("Full name (bn)", "Full name", "সংস্করণ ১"):
        assert words in text


def test_who_may_not_fill_it_in_gets_nothing(record_type: RecordType, office: Office) -> None:
    reader = make_worker(record_type, office, actions=[Action.VIEW])
    for client in (signed_in(reader), signed_in(make_user())):
        assert client.get("/workspace/fill/print/registry.new/visit/").status_code == 404


def test_a_change_prints_without_the_answers_and_without_what_is_not_theirs(
    record: Record, record_type: RecordType, office: Office
) -> None:
    editor = make_worker(record_type, office, tier="I", compartments=[])
    text = read(signed_in(editor), f"/workspace/fill/print/registry.edit/{record.pk}/")
    assert "Venue" in text
    assert "Community hall" not in text
    assert "Diagnosis" not in text


# -- A form under design -------------------------------------------------------------------------------


def admin_address(form: FormDefinition, *more: object) -> str:
    return "".join(
        f"{part}/" for part in ("/admin/snippets/forms_builder/formdefinition/print", form.pk, *more)
    )


def test_the_draft_prints_as_a_draft(form_admin: Client) -> None:
    form = a_form()
    edit = form_admin.get(f"/admin/snippets/forms_builder/formdefinition/edit/{form.pk}/").content.decode()
    assert f"{admin_address(form)}?lang=bn" in edit
    text = read(form_admin, admin_address(form))
    assert "Draft" in text
    assert "Date of visit" in text


def test_any_published_version_prints_as_it_was(form_admin: Client) -> None:
    publish(document(page("about", ask("first"))), "visit")
    form = publish(document(page("about", ask("first", retired=True), ask("second"))), "visit").definition
    assert "First" in read(form_admin, admin_address(form, 1))
    newer = read(form_admin, admin_address(form, 2))
    assert "Second" in newer
    assert "First" not in newer
    assert form_admin.get(admin_address(form, 3)).status_code == 404


def test_a_draft_that_is_no_form_is_told_so(form_admin: Client) -> None:
    form = a_form()
    form.document = {"pages": 3}
    form.save_revision()
    assert form_admin.get(admin_address(form))["Location"].endswith(f"edit/{form.pk}/?check")


def test_faulty_rules_do_not_keep_a_draft_from_paper(form_admin: Client) -> None:
    form = publish(document(page("about", ask("first"))), "visit").definition
    form.document["pages"][0]["items"][0]["show_if"] = "${nobody} >"
    form.save_revision()
    assert "If it applies" in read(form_admin, admin_address(form))


def test_only_those_who_look_after_forms_print_them_there(db: None) -> None:
    form = a_form()
    assert signed_in(make_user()).get(admin_address(form)).status_code == 302
    assert Client().get(admin_address(form)).status_code == 302
