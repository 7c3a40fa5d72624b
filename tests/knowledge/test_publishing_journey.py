"""A campaign on its way: written, reviewed, compared in both languages, published, read, and taken back."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, Workflow

from knowledge.models import CampaignPage
from knowledge.models.review import CHECKLIST
from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "front_pages")]
ANSWERS = {"subject": "drawn_child", **dict.fromkeys(CHECKLIST, "on")}


def typed(document: int) -> dict[str, Any]:
    """What the writer types into the page for a new campaign."""
    return {
        "title": "পাশে থাকুন", "slug": "", "summary": "শুনুন, বিশ্বাস করুন, সাহায্য ডাকুন।", "goal": "সবাই জানুক।",
        "starts_on": "2026-11-01", "ends_on": "", "how_to_help": "", "funder_line": "Example Fund", "cover": "",
        "seo_title": "", "topics": [], "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "helplines", "body-0-id": "",
        "messages-count": "1", "messages-0-deleted": "", "messages-0-order": "0", "messages-0-type": "message",
        "messages-0-value": "দোষ দেবেন না।", "messages-0-id": "",
        "materials-TOTAL_FORMS": "1", "materials-INITIAL_FORMS": "0", "materials-MIN_NUM_FORMS": "0",
        "materials-MAX_NUM_FORMS": "1000", "materials-0-id": "", "materials-0-ORDER": "1", "materials-0-DELETE": "",
        "materials-0-channel": "facebook", "materials-0-document": str(document), "materials-0-size": "1080 × 1080",
        "materials-0-caption_bn": "শুনুন। বিপদে ১০৯৮।", "materials-0-caption_en": "Listen. In trouble call 1098.",
    }  # fmt: skip


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def approve(page: Page, person: Any, answers: dict[str, str] | None = None) -> None:
    """In the dialog of the workflow, on the step that the page has come to."""
    state = Page.objects.get(pk=page.pk).current_workflow_state.current_task_state_id
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state])
    assert signed_in(person).post(address, answers or {}).status_code == 302


def test_a_bilingual_campaign_goes_through_all_hands_and_is_taken_back_at_once(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    writer, reviewer, translator, publisher = map(
        hub.make_member, (roles.WRITER, roles.REVIEWER, roles.TRANSLATOR, roles.PUBLISHER)
    )
    document = hub.make_document()
    section = hub.section("campaigns")
    create = reverse("wagtailadmin_pages:add", args=["knowledge", "campaignpage", section.pk])
    signed_in(writer).post(create, typed(document.pk))
    page = CampaignPage.objects.get()
    english = hub.translated(
        page, title="Stand by", summary="Listen, believe, call for help.", goal="All know."
    )
    assert [client.get(one.url).status_code for one in (page, english)] == [404, 404]

    for one in (page, english):
        Workflow.objects.get(name=roles.WORKFLOW).start(one, writer)
        approve(one, reviewer, ANSWERS)
        approve(one, translator)
        assert not Page.objects.get(pk=one.pk).live
        approve(one, publisher)

    shown = {
        address: client.get(address)
        for address in ("/bn/campaigns/pashe-thakun/", "/en/campaigns/pashe-thakun/")
    }
    assert {answer.status_code for answer in shown.values()} == {200}
    assert "শুনুন। বিপদে ১০৯৮।" in shown["/bn/campaigns/pashe-thakun/"].text
    assert "Listen. In trouble call 1098." in shown["/en/campaigns/pashe-thakun/"].text
    assert all("Example Fund" in answer.text for answer in shown.values())
    assert client.get(document.url).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(reviewer).post(reverse("hub_withdraw", args=[page.pk]))
    assert [client.get(address).status_code for address in shown] == [410, 410]
    assert client.get(document.url).status_code == 404
    assert client.get(f"/media/posters/{page.pk}.pdf").status_code == 404
    assert not default_storage.exists(document.file.name)
