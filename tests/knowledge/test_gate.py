"""Nothing reaches the public past the safeguarding gate, whichever way it is published."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, Workflow

from knowledge.models import LibraryFile, NewsPage, SafeguardingReview
from knowledge.models.review import CHECKLIST, Subject
from knowledge.safeguarding.checks import faults
from knowledge.safeguarding.gate import NotPublishable
from knowledge.safeguarding.withdrawing import withdraw
from knowledge.starter import roles
from tests.factories import hub
from tests.factories.forms import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "front_pages")]
ANSWERS = {"subject": "nobody", **dict.fromkeys(CHECKLIST, "on")}


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_publishing_directly_without_a_review_is_refused() -> None:
    page = hub.draft_news()
    with pytest.raises(NotPublishable):
        page.get_latest_revision().publish()
    assert not is_live(page)


def test_an_approved_page_goes_out() -> None:
    assert hub.publish(hub.draft_news()).live


def test_one_word_changed_after_the_review_needs_a_new_review() -> None:
    page = hub.draft_news()
    hub.approve(page)
    page.summary = "Something else."
    page.save_revision()
    with pytest.raises(NotPublishable, match="exactly this version"):
        page.get_latest_revision().publish()


def test_the_author_cannot_review_the_page() -> None:
    author = make_user()
    page = hub.draft_news(by=author)
    with pytest.raises(NotPublishable, match="wrote the page"):
        hub.approve(page, reviewer=author)
    assert not SafeguardingReview.objects.filter(page=page).exists()


def test_the_editor_is_told_and_the_text_is_kept_when_publishing_from_the_editor() -> None:
    publisher = hub.make_member(roles.PUBLISHER)
    page = hub.draft_news()
    client = signed_in(publisher)
    form = {
        "title": "Changed title", "slug": page.slug, "summary": "Kept words", "day": "2026-01-05", "one_language": "on",
        "body-count": "0", "topics": [], "action-publish": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "seo_title": "",
    }  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True)
    assert "approve exactly this version first" in answer.text
    assert not is_live(page)
    assert NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Changed title"


def test_publishing_in_bulk_is_refused_with_a_message() -> None:
    page = hub.draft_news()
    address = (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        + f"?id={page.pk}&next=/admin/"
    )
    answer = signed_in(hub.make_member(roles.PUBLISHER)).post(
        address, {"include_descendants": ""}, follow=True
    )
    assert "approve exactly this version first" in answer.text
    assert not is_live(page)


def test_a_scheduled_page_that_lost_its_approval_stays_back_and_does_not_hold_up_others() -> None:
    stopped, fine = (
        hub.draft_news(title, go_live_at=timezone.now() + timedelta(hours=1)) for title in ("Stopped", "Fine")
    )
    for page in (stopped, fine):
        hub.approve(page)
        page.get_latest_revision().publish()
    SafeguardingReview.objects.filter(page=stopped).update(revoked_at=timezone.now())
    for page in (stopped, fine):
        page.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
        revision = page.get_latest_revision()
        revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
        revision.save(update_fields=["content"])
    call_command("publish_scheduled")
    assert not is_live(stopped)
    assert is_live(fine)


def test_scheduling_without_a_review_is_refused() -> None:
    page = hub.draft_news(go_live_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(NotPublishable):
        page.get_latest_revision().publish()


def test_copying_a_page_as_live_is_refused() -> None:
    page = hub.publish(hub.draft_news())
    with pytest.raises(NotPublishable):
        page.copy(update_attrs={"slug": "a-copy"}, keep_live=True)
    assert not NewsPage.objects.filter(slug="a-copy", live=True).exists()


def test_a_page_goes_through_the_hands_of_reviewer_translator_and_publisher() -> None:
    writer, reviewer = hub.make_member(roles.WRITER), hub.make_member(roles.REVIEWER)
    translator, publisher = hub.make_member(roles.TRANSLATOR), hub.make_member(roles.PUBLISHER)
    page = hub.draft_news(by=writer)
    state = Workflow.objects.get(name=roles.WORKFLOW).start(page, writer)
    assert state.current_task_state.task.specific.get_actions(page, writer) == []
    for person, data in ((reviewer, ANSWERS), (translator, {}), (publisher, {})):
        assert not is_live(page)
        state.refresh_from_db()
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]
        )
        signed_in(person).post(address, data)
    assert is_live(page)


def test_the_workflow_stays_where_it_is_while_one_answer_is_no() -> None:
    writer, reviewer = hub.make_member(roles.WRITER), hub.make_member(roles.REVIEWER)
    page = hub.draft_news(by=writer)
    state = Workflow.objects.get(name=roles.WORKFLOW).start(page, writer)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]
    )
    refused = signed_in(reviewer).post(
        address, {**ANSWERS, "no_child": ""}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert "It cannot be published while this is not so" in refused.text
    state.refresh_from_db()
    assert state.current_task_state.status == "in_progress"
    assert not SafeguardingReview.objects.filter(page=page).exists()


def test_the_editor_takes_the_answers_of_the_checklist_along_as_json() -> None:
    writer, reviewer, consent = (
        hub.make_member(roles.WRITER),
        hub.make_member(roles.REVIEWER),
        hub.make_consent(),
    )
    page = hub.draft_news(by=writer)
    state = Workflow.objects.get(name=roles.WORKFLOW).start(page, writer).current_task_state
    dialog = reverse("wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "approve", state.pk])
    answers = {**ANSWERS, "subject": "adult", "consents": [consent.pk]}
    collected = signed_in(reviewer).post(dialog, answers).json()["cleaned_data"]
    assert (collected["subject"], collected["consents"]) == ("adult", [consent.pk])
    state.task.specific.on_action(state, reviewer, "approve", **collected)
    review = SafeguardingReview.objects.get(page=page)
    assert (review.reviewer, list(review.consents.all())) == (reviewer, [consent])


def test_an_administrator_answers_the_checklist_of_what_somebody_else_wrote() -> None:
    writer, administrator = hub.make_member(roles.WRITER), make_user(is_superuser=True)
    page = hub.draft_news(by=writer)
    state = Workflow.objects.get(name=roles.WORKFLOW).start(page, writer)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]
    )
    signed_in(administrator).post(address, ANSWERS)
    assert SafeguardingReview.objects.get(page=page).reviewer == administrator


def test_whoever_cannot_answer_the_checklist_reads_why() -> None:
    writer, administrator = hub.make_member(roles.WRITER), make_user(is_superuser=True)
    page = hub.draft_news(by=writer)
    Workflow.objects.get(name=roles.WORKFLOW).start(page, writer)
    page.summary = "Changed by the administrator."
    page.save_revision(user=administrator)
    for person, words in (
        (administrator, "You had a hand in this"),
        (hub.make_member(roles.PUBLISHER), "reviewer has to"),
    ):
        answer = signed_in(person).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert words in answer.text


def alias_of(page: Page) -> Page:
    return CreatePageAliasAction(page, parent=page.get_parent(), update_slug="again").execute(
        skip_permission_checks=True
    )


def test_a_page_that_repeats_a_draft_is_not_public() -> None:
    alias = alias_of(hub.draft_news())
    alias.live = True
    with pytest.raises(NotPublishable, match="repeats another one"):
        alias.save()
    assert not is_live(alias)


def test_a_page_that_repeats_a_public_one_goes_with_it(client: Client) -> None:
    page = hub.publish(hub.draft_item())
    alias = alias_of(page)
    assert client.get(alias.url).status_code == 200
    withdraw(page, make_user())
    assert client.get(alias.url).status_code == 410


@pytest.mark.parametrize("words", ["a child prostitute", "Rescued girls", "যৌন দাসী", "উদ্ধারকৃত শিশু"])
def test_words_that_label_people_are_named_with_a_better_one(words: str) -> None:
    page = hub.draft_news(body=[("text", f"<p>About {words} here.</p>")])
    assert any("labels people" in fault for fault in faults(page))


def test_a_story_without_helplines_is_refused() -> None:
    assert any("helplines are missing" in fault for fault in faults(hub.draft_story(body=[])))


def test_a_page_without_a_translation_has_to_say_so() -> None:
    page = hub.draft_news()
    page.one_language = False
    assert any("no translation yet" in fault for fault in faults(page))


def test_an_adult_is_shown_only_with_a_valid_consent() -> None:
    over = hub.make_consent(valid_until=timezone.localdate() - timedelta(days=1))
    page = hub.draft_story()
    with pytest.raises(NotPublishable, match="withdrawn or over"):
        hub.approve(page, subject=Subject.ADULT, consents=[over])
    with pytest.raises(NotPublishable, match="consent is missing"):
        hub.approve(page, subject=Subject.ADULT)
    hub.approve(page, subject=Subject.ADULT, consents=[hub.make_consent()])


def test_a_child_can_never_be_the_subject() -> None:
    assert "child" not in Subject.values


def test_an_event_in_the_past_is_not_announced() -> None:
    from knowledge.models import EventPage

    past = timezone.now() - timedelta(days=3)
    page = EventPage(title="Past", summary="x", starts_at=past, ends_at=past, venue="Hall", one_language=True)
    assert any("This event is over" in fault for fault in page.own_faults())


def test_a_reviewer_who_kept_a_version_without_changing_it_may_still_review() -> None:
    writer, reviewer = make_user(), make_user()
    page = hub.draft_item(by=writer)
    page.files.add(LibraryFile(document=hub.make_document(), language="en"))
    page.save_revision(user=writer)
    # As the editor does on approving: the file that was only in the draft has a row by then.
    again = page.get_latest_revision_as_object()
    again.files.all()[1].pk = 999
    again.save_revision(user=reviewer)
    hub.approve(type(page).objects.get(pk=page.pk), reviewer)
    changed = page.get_latest_revision_as_object()
    changed.title = "Another title"
    changed.save_revision(user=reviewer)
    with pytest.raises(NotPublishable, match="may not be one of the people who wrote"):
        hub.approve(type(page).objects.get(pk=page.pk), reviewer)
