"""Taking back: at once, everywhere, with its files; and by itself when a consent ends."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, PageLogEntry

from knowledge.models import HubDocument, HubImage, MediaConsent, Withdrawal
from knowledge.models.review import Subject
from knowledge.safeguarding.gate import NotPublishable
from knowledge.safeguarding.withdrawing import withdraw, withdraw_consent
from knowledge.tasks import withdraw_expired
from tests.factories import hub
from tests.factories.forms import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_pages")]


def test_a_withdrawn_page_answers_410_and_its_files_are_gone(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = hub.make_image()
    page = hub.draft_item(body=[("picture", {"image": image, "caption": ""})])
    page = hub.publish(page)
    assert client.get(page.url).status_code == 200
    document = page.files.get().document
    files = [document.file.name, image.file.name, *(one.file.name for one in image.renditions.all())]
    assert client.get(document.url).status_code == 200
    assert len(files) > 2
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(page, make_user())
    answer = client.get(page.url)
    assert answer.status_code == 410
    assert page.title not in answer.text
    assert "1098" in answer.text
    assert client.get(document.url).status_code == 404
    assert not [name for name in files if default_storage.exists(name)]
    assert PageLogEntry.objects.filter(page=page.pk, action="knowledge.withdraw").exists()
    assert Withdrawal.objects.get().documents_deleted == 1


def test_a_picture_that_another_page_shows_stays() -> None:
    image = hub.make_image()
    picture = ("picture", {"image": image, "caption": ""})
    gone, stays = (hub.publish(hub.draft_news(title, body=[picture])) for title in ("Gone", "Stays"))
    withdraw(gone, None)
    assert HubImage.objects.filter(pk=image.pk).exists()
    assert Page.objects.get(pk=stays.pk).live


def test_a_withdrawn_page_comes_back_only_after_a_new_review() -> None:
    page = hub.publish(hub.draft_news())
    withdraw(page, None)
    with pytest.raises(NotPublishable):
        page.get_latest_revision().publish()
    assert hub.publish(page).live


def test_both_languages_go_together() -> None:
    page = hub.draft_news()
    other = hub.translated(page)
    for one in (page, other):
        hub.publish(one)
    withdraw(page, None)
    assert not Page.objects.filter(pk__in=[page.pk, other.pk], live=True).exists()


def story_resting_on(consent: MediaConsent) -> Page:
    page = hub.draft_story()
    hub.approve(page, subject=Subject.ADULT, consents=[consent])
    page.get_latest_revision().publish()
    return page


def test_taking_a_consent_back_takes_the_page_down_at_once(client: Client) -> None:
    consent = hub.make_consent()
    page = story_resting_on(consent)
    withdraw_consent(consent, make_user())
    assert client.get(page.url).status_code == 410
    assert not consent.is_valid()


def test_the_daily_job_takes_down_what_rests_on_a_consent_that_is_over(client: Client) -> None:
    consent = hub.make_consent()
    page, other = story_resting_on(consent), hub.publish(hub.draft_news())
    MediaConsent.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    withdraw_expired.call()
    assert client.get(page.url).status_code == 410
    assert client.get(other.url).status_code == 200


def test_documents_of_a_draft_have_no_public_address(client: Client) -> None:
    page = hub.draft_item()
    assert client.get(HubDocument.objects.get(pk=page.files.get().document.pk).url).status_code == 404
