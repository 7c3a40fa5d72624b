"""What visitors sent becomes records: with workflow, sealed, once, in the right office, and never in the staff's name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_builder.models import FormVersion, Submission
from forms_builder.questions import attachments
from forms_builder.schema import PublicUse
from registry import taking_in
from registry.models import Office, Record, RecordType, Scope
from registry.query import get_record, opened
from tests.factories.forms import ask, document, page, publish
from tests.factories.registry import make_office, make_type, make_worker
from tests.filling.browser import Browser
from tests.public_forms.conftest import SECRET, at_check, complaint_form, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> FormVersion:
    make_office("DHK")
    make_office("JSR")
    version = publish(complaint_form(), key="complaint")
    make_type(version, key="complaint", id_pattern="FBK-{office}-{yy}-{counter:04}")
    return version


@pytest.fixture
def sent(form: FormVersion, client: Client) -> Submission:
    at_check(Browser(client).open("/bn/forms/complaint/").press()).press()
    return Submission.objects.get()


def test_a_complaint_becomes_a_record_of_the_office_it_names(sent: Submission) -> None:
    taking_in.take_in_all.call()
    record = Record.objects.get()
    assert record.reference.startswith("FBK-DHK-")
    assert (record.submission, record.office.key, record.is_test) == (sent, "dhk", False)
    assert (record.owner.email, record.owner.is_active) == (taking_in.ACCOUNT, False)
    assert not record.owner.has_usable_password()


def test_where_one_office_handles_all_complaints_it_gets_them_whatever_they_name(sent: Submission) -> None:
    RecordType.objects.update(office_keys=["jsr"])
    assert taking_in.take_in(sent.pk).office.key == "jsr"


def test_a_complaint_about_an_office_that_handles_none_is_not_lost(sent: Submission) -> None:
    make_office("KHU")
    RecordType.objects.update(office_keys=["jsr", "khu"])
    assert taking_in.take_in(sent.pk).office.key == "dhk"


def test_its_sensitive_answers_are_sealed_and_only_for_those_cleared_for_them(sent: Submission) -> None:
    record = taking_in.take_in(sent.pk)
    assert SECRET not in str(record.data)
    assert record.data["channel"] == "web"
    cleared = make_worker(record.type, record.office, scope=Scope.OFFICE)
    answers = opened(cleared, get_record(cleared, record.pk)).answers
    assert (answers["said"], answers["contact"]) == (SECRET, "Example contact")
    reader = make_worker(record.type, record.office, scope=Scope.OFFICE, tier="I")
    assert "said" not in opened(reader, get_record(reader, record.pk)).answers


def test_running_the_job_again_makes_no_second_record(sent: Submission) -> None:
    taking_in.take_in_all.call()
    taking_in.take_in_all.call()
    assert taking_in.take_in(sent.pk) == Record.objects.get()


def test_what_cannot_be_taken_in_yet_waits_and_keeps_nothing_else_waiting(
    sent: Submission, client: Client
) -> None:
    loose = document(page("p", ask("name")), public=PublicUse())
    publish(loose, key="loose")
    Browser(client).open("/bn/forms/loose/").press().press(name="Example").press()
    taking_in.take_in_all.call()
    assert Record.objects.count() == 1
    make_type(publish(loose, key="loose"), key="loose")
    taking_in.take_in_all.call()
    assert Record.objects.count() == 1, "two offices, and none is named"
    Office.objects.filter(key="jsr").delete()
    taking_in.take_in_all.call()
    assert set(Record.objects.values_list("type__key", flat=True)) == {"complaint", "loose"}


def test_a_photo_of_a_visitor_belongs_to_the_record(form: FormVersion, client: Client) -> None:
    page = Browser(client).open("/en/forms/complaint/").press().press(office="jsr", anonymous="yes")
    picture = SimpleUploadedFile("photo.jpg", photo(), "image/jpeg")
    page.press(**{"said": SECRET, "photo-file": picture}).press()
    record = taking_in.take_in(Submission.objects.get().pk)
    worker = make_worker(record.type, record.office)
    kept = opened(worker, get_record(worker, record.pk)).answers["photo"]
    assert str(record.files.get().attachment_id) == kept
    assert attachments.is_of(kept, record.owner_id)


def test_a_record_type_below_another_takes_nothing_in(sent: Submission) -> None:
    above = make_type(key="above")
    RecordType.objects.filter(key="complaint").update(parent_type=above)
    with pytest.raises(taking_in.Waiting):
        taking_in.take_in(sent.pk)
