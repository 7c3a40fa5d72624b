"""Test submissions: sent from the draft, read on their page, counted nowhere, and wiped when the draft goes live."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from forms_builder.models import Draft, FormDefinition, Submission, TrialSubmission
from tests.designer.test_cases_page import about_age, fill_in
from tests.designer.test_publish_page import address, author, press, shown, signed_in  # noqa: F401
from tests.factories.forms import make_approver, make_draft, make_form_admin, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(author: Any) -> FormDefinition:  # noqa: F811
    return make_draft(about_age(), author)


@pytest.fixture
def client(author: Any) -> Client:  # noqa: F811
    return signed_in(author)


def send(client: Client, form: FormDefinition, **typed: str) -> Any:
    return fill_in(client, form, "send", **(typed or {"age": "12", "guardian": "MARK guardian"}))


def test_what_cannot_be_sent_is_not_taken_and_comes_back_as_it_was_typed(
    client: Client, form: FormDefinition
) -> None:
    for typed in ({"age": "40"}, {"age": "many"}, {"age": "", "guardian": "Somebody"}):
        page = send(client, form, **typed).content.decode()
        assert "error-summary" in page
        assert f'value="{typed["age"]}"' in page or not typed["age"]
    assert not TrialSubmission.objects.exists()


def test_what_was_sent_is_read_as_it_would_arrive_and_makes_nothing_else(
    client: Client, form: FormDefinition
) -> None:
    sent = send(client, form)
    page = client.get(sent.headers["location"]).content.decode()
    for said in ("Age", "12", "MARK guardian", "24", "Counted nowhere"):
        assert said in page
    assert "1 test submission." in shown(client, form, "task_tests")
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def test_an_answer_that_is_hidden_when_it_is_sent_does_not_arrive(
    client: Client, form: FormDefinition
) -> None:
    page = client.get(send(client, form, age="20", guardian="MARK guardian").headers["location"])
    assert "MARK guardian" not in page.content.decode()


def test_it_is_kept_sealed(client: Client, form: FormDefinition) -> None:
    send(client, form)
    row = TrialSubmission.objects.values().get()
    assert b"MARK" not in b"".join(bytes(value) for value in row.values() if isinstance(value, bytes))


def test_at_the_first_publishing_they_are_wiped_and_counted(client: Client, form: FormDefinition) -> None:
    send(client, form)
    send(client, form, age="20")
    assert "2 test submissions will be deleted when this draft goes live." in shown(client, form)
    page = press(client, form, "publish")
    assert "2 test submissions were deleted." in page
    assert not TrialSubmission.objects.exists()
    entry = ModelLogEntry.objects.get(action="forms_builder.trials_wiped")
    assert entry.data == {"count": 2}
    assert "2 test submissions were deleted." in client.get(address("history", form)).content.decode()


def test_a_refused_publishing_wipes_none(client: Client, form: FormDefinition) -> None:
    send(client, form)
    fill_in(client, form, "case", age="12", **{"case-name": "A child"})
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    draft.document["test_cases"][0]["expected"]["values"]["double"] = 25
    draft.save_revision()
    assert "will be deleted" in press(client, form, "publish")
    assert TrialSubmission.objects.count() == 1


def test_those_of_a_later_draft_go_with_its_version_and_those_of_another_form_stay(
    client: Client,
    form: FormDefinition,
    author: Any,  # noqa: F811
) -> None:
    other = make_draft(about_age(), author)
    send(client, other)
    press(client, form, "publish")
    assert TrialSubmission.objects.get().definition_id == other.pk
    send(client, form)
    press(client, form, "publish")  # nothing new goes live
    assert TrialSubmission.objects.count() == 2
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    draft.document["title"] = {"en": "Another title"}
    draft.save_revision(user=author)
    assert "1 test submission was deleted." in press(client, form, "publish")
    assert TrialSubmission.objects.get().definition_id == other.pk


def test_who_looks_after_forms_deletes_them_and_who_approves_may_only_read(
    client: Client, form: FormDefinition
) -> None:
    where = send(client, form).headers["location"]
    approver = signed_in(make_approver())
    assert approver.get(where).status_code == 200
    assert "Delete all test submissions" not in shown(approver, form, "task_tests")
    approver.post(address("task_tests", form), {"do": "wipe"})
    assert TrialSubmission.objects.count() == 1
    gone = client.post(address("task_tests", form), {"do": "wipe"}, follow=True).content.decode()
    assert "1 test submission was deleted." in gone
    assert not TrialSubmission.objects.exists()


def test_nobody_else_reads_them(client: Client, form: FormDefinition) -> None:
    where = send(client, form).headers["location"]
    assert signed_in(make_user()).get(where).status_code in (302, 403)
    other = make_draft(about_age(), make_form_admin())
    for wrong in (where.replace(f"/{form.pk}/", f"/{other.pk}/"), where[:-4], where + "x"):
        assert client.get(wrong).status_code == 404
