"""The English page made text by text in wagtail-localize: from the newest draft, through the review, and kept in step."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from knowledge.models import CampaignPage
from knowledge.models.review import CHECKLIST
from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "front_pages")]
ANSWERS = {"subject": "nobody", **dict.fromkeys(CHECKLIST, "on")}


def at_work(role: roles.HubRole) -> Client:
    client = Client()
    client.force_login(hub.make_member(role))
    return client


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def translate(client: Client, page: Page) -> CampaignPage:
    """Press “Translate this page” and choose English."""
    english = Locale.objects.get(language_code="en")
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert client.post(address, {"locales": [english.pk]}).status_code == 302
    return CampaignPage.objects.get(translation_key=page.translation_key, locale=english)


def write(client: Client, page: Page, *but: str) -> None:
    """Fill in every text of the translation, except those."""
    translation = Translation.objects.get(
        target_locale=page.locale_id, source__object_id=page.translation_key
    )
    for segment in translation.source.stringsegment_set.exclude(context__path__in=["slug", *but]):
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        form = {"value": f"In English: {segment.context.path[:8]}"}
        answer = client.put(
            address, "&".join(f"{k}={v}" for k, v in form.items()), "application/x-www-form-urlencoded"
        )
        assert answer.status_code in {200, 201}


def press(client: Client, page: Page, action: str) -> Any:
    return client.post(edit_url(page), {"action": action}, follow=True)


def review(page: Page) -> None:
    """All three steps, in the dialogs of the workflow."""
    for role, answers in ((roles.REVIEWER, ANSWERS), (roles.TRANSLATOR, {}), (roles.PUBLISHER, {})):
        state = Page.objects.get(pk=page.pk).current_workflow_state.current_task_state_id
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state])
        assert at_work(role).post(address, answers).status_code == 302


def live_in_both() -> tuple[CampaignPage, CampaignPage]:
    bangla = hub.publish(hub.draft_campaign())
    english = translate(at_work(roles.TRANSLATOR), bangla)
    translator = at_work(roles.TRANSLATOR)
    write(translator, english)
    press(translator, english, "send")
    review(english)
    return bangla, CampaignPage.objects.get(pk=english.pk)


def test_a_translation_is_made_of_the_newest_draft_and_goes_through_the_review() -> None:
    page = hub.draft_campaign()
    page.goal = "Zqnewest goal"
    page.save_revision()
    translator = at_work(roles.TRANSLATOR)
    english = translate(translator, page)
    editor = translator.get(edit_url(english)).text
    assert "Zqnewest goal" in editor
    assert "Translated: 0 of 5 texts." in editor
    write(translator, english)
    assert "The page is sent to the review." in press(translator, english, "send").text
    assert not Page.objects.get(pk=english.pk).live
    seen = at_work(roles.REVIEWER).get(edit_url(english)).text
    assert ("Answer the checklist" in seen, "js-translation-editor" in seen) == (True, False)
    review(english)
    english.refresh_from_db()
    assert (english.live, english.goal) == (True, "In English: goal")


def test_changes_that_are_asked_for_are_made_in_the_translation_and_sent_again() -> None:
    translator, reviewer = at_work(roles.TRANSLATOR), at_work(roles.REVIEWER)
    english = translate(translator, hub.draft_campaign())
    write(translator, english)
    press(translator, english, "send")
    state = Page.objects.get(pk=english.pk).current_workflow_state.current_task_state_id
    reviewer.post(reverse("wagtailadmin_pages:workflow_action", args=[english.pk, "reject", state]))
    assert "js-translation-editor" in translator.get(edit_url(english)).text
    assert "The page is sent to the review." in press(translator, english, "send").text
    review(english)
    assert Page.objects.get(pk=english.pk).live


def test_a_half_translated_page_is_kept_as_a_draft_and_not_sent() -> None:
    translator = at_work(roles.TRANSLATOR)
    english = translate(translator, hub.draft_campaign())
    write(translator, english, "goal", "summary")
    told = press(translator, english, "send").text
    assert "Texts still to be translated: 2." in told
    assert not Page.objects.get(pk=english.pk).workflow_in_progress
    draft = Page.objects.get(pk=english.pk).get_latest_revision_as_object()
    assert draft.title == "In English: title"
    assert "The draft is saved." in press(translator, english, "draft").text


def test_a_translator_who_reads_bangla_is_told_how_many_texts_are_left_in_bangla_digits() -> None:
    translator = at_work(roles.TRANSLATOR)
    get_user_model().objects.update(language="bn")
    english = translate(translator, hub.draft_campaign())
    write(translator, english, "goal", "summary")
    assert "এখনো অনুবাদ বাকি ২টি লেখা।" in press(translator, english, "send").text


def test_publishing_past_the_review_is_refused_with_words() -> None:
    translator, publisher = at_work(roles.TRANSLATOR), at_work(roles.PUBLISHER)
    english = translate(translator, hub.draft_campaign())
    write(translator, english)
    told = press(publisher, english, "publish")
    assert "A safeguarding reviewer has to approve exactly this version first." in told.text
    assert not Page.objects.get(pk=english.pk).live
    assert press(translator, english, "publish").status_code == 200
    assert not Page.objects.get(pk=english.pk).live


def test_a_translation_of_a_public_page_begins_as_a_draft() -> None:
    english = translate(at_work(roles.WRITER), hub.publish(hub.draft_campaign()))
    assert not english.live


def test_the_translator_is_told_when_the_original_changed_and_nothing_public_changes_by_catching_up(
    client: Client,
) -> None:
    bangla, english = live_in_both()
    translator = at_work(roles.TRANSLATOR)
    assert "has changed since" not in translator.get(edit_url(english)).text
    bangla.goal = "Zqchanged goal"
    bangla.save_revision()
    hub.publish(bangla)
    assert "has changed since" in translator.get(edit_url(english)).text
    source = Translation.objects.get().source
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert "Publish immediately" not in translator.get(update).text
    translator.post(update, {"publish_translations": "on"})
    editor = translator.get(edit_url(english)).text
    assert "has changed since" not in editor
    assert "Translated: 4 of 5 texts." in editor
    press(translator, english, "draft")
    assert "Zqchanged" not in client.get(english.url).text
    assert "In English: goal" in client.get(english.url).text
    write(translator, english)
    press(translator, english, "send")
    review(english)
    assert client.get(english.url).status_code == 200
