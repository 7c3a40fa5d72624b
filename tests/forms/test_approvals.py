"""The two-person rule at the gate: whatever publishes, sensitive forms need somebody else's yes to exactly this draft."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import ModelLogEntry, Revision, Workflow, WorkflowTask

from forms_builder import approvals
from forms_builder.approvals import NotYours
from forms_builder.insert_only import WrittenOnce
from forms_builder.models import ChoiceItem, ChoiceList, FormApproval, FormApprovalTask, FormDefinition
from forms_builder.publishing import Installation, NotApproved, approve_latest, latest_candidate
from forms_builder.schema import Document, Question
from tests.factories.forms import (
    ask,
    document,
    make_approver,
    make_draft,
    make_form_admin,
    make_user,
    page,
    publish,
)

pytestmark = pytest.mark.django_db


def secret(*more: Question) -> Document:
    return document(page("one", ask("name", sensitivity="R", compartment="identity"), *more))


def plain(*more: Question) -> Document:
    return document(page("one", ask("name"), *more))


@pytest.fixture
def author(db: None) -> Any:
    return make_form_admin(full_name="Author (example)")


@pytest.fixture
def second(db: None) -> Any:
    return make_approver(full_name="Second (example)")


def latest(definition: FormDefinition) -> Revision:
    revision = FormDefinition.objects.get(pk=definition.pk).get_latest_revision()
    assert revision is not None
    return revision


def live_number(definition: FormDefinition) -> int | None:
    version = FormDefinition.objects.select_related("live_version").get(pk=definition.pk).live_version
    return version.number if version else None


def refused(definition: FormDefinition, user: Any) -> list[str]:
    with pytest.raises(NotApproved) as refusal:
        latest(definition).publish(user=user)
    assert live_number(definition) is None
    return [problem.code for problem in refusal.value.problems]


# -- Which forms -----------------------------------------------------------------------------------


def test_a_form_without_secrets_needs_one_person(author: Any) -> None:
    definition = make_draft(plain(), author)
    latest(definition).publish(user=author)
    assert live_number(definition) == 1
    assert definition.versions.get().approved_by is None


@pytest.mark.parametrize("sensitivity", ["C", "R"])
def test_a_form_with_secrets_needs_two(author: Any, sensitivity: str) -> None:
    definition = make_draft(document(page("one", ask("name", sensitivity=sensitivity))), author)
    assert refused(definition, author) == ["approval-sensitive"]


def test_a_secret_question_that_is_retired_asks_nothing_of_anybody(author: Any) -> None:
    definition = make_draft(plain(ask("old", sensitivity="R", retired=True)), author)
    latest(definition).publish(user=author)
    assert live_number(definition) == 1


def test_protecting_answers_less_needs_two_although_nothing_is_secret_any_more(author: Any) -> None:
    publish(secret(), "demo")
    definition = make_draft(plain(), author, "demo")
    with pytest.raises(NotApproved) as refusal:
        latest(definition).publish(user=author)
    assert [problem.code for problem in refusal.value.problems] == ["approval-less-protected"]
    assert live_number(definition) == 1


def test_the_same_form_again_needs_nobody(author: Any) -> None:
    publish(secret(), "demo")
    definition = make_draft(secret(), author, "demo")
    latest(definition).publish(user=author)
    assert live_number(definition) == 1


# -- Who -------------------------------------------------------------------------------------------


def test_with_the_yes_of_a_second_person_it_goes_live_and_the_version_names_both(
    author: Any, second: Any
) -> None:
    definition = make_draft(secret(), author)
    approve_latest(definition, second, "Looks right")
    latest(definition).publish(user=author)
    version = definition.versions.get()
    assert (version.published_by, version.approved_by, version.installed_from) == (author, second, "")


def test_nobody_approves_their_own_draft_not_even_an_administrator() -> None:
    chief = make_user(is_superuser=True)
    definition = make_draft(secret(), chief)
    with pytest.raises(NotYours):
        approve_latest(definition, chief)
    assert refused(definition, chief) == ["approval-sensitive"]


def test_nobody_approves_a_draft_they_worked_on_before_somebody_else_did(author: Any) -> None:
    helper = make_approver()
    definition = make_draft(secret(), helper)
    make_draft(secret(ask("more")), author, definition.key)
    with pytest.raises(NotYours):
        approve_latest(definition, helper)


def test_nobody_publishes_on_their_own_approval(author: Any) -> None:
    chief = make_user(is_superuser=True)
    definition = make_draft(secret(), author)
    approve_latest(definition, chief)
    assert refused(definition, chief) == ["approval-sensitive"]
    latest(definition).publish(user=author)
    assert live_number(definition) == 1


def test_whoever_has_no_right_to_approve_does_not_count(author: Any) -> None:
    other = make_form_admin()
    definition = make_draft(secret(), author)
    with pytest.raises(NotYours):
        approve_latest(definition, other)


def test_work_on_an_earlier_version_does_not_stand_in_the_way(author: Any) -> None:
    helper = make_approver()
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        definition = make_draft(secret(), helper, "demo")
        clock.move_to(start + timedelta(hours=1))
        publish(secret(), "demo")
        clock.move_to(start + timedelta(hours=2))
        definition = make_draft(secret(ask("more")), author, "demo")
        approve_latest(definition, helper)
        latest(definition).publish(user=author)
    assert live_number(definition) == 2


# -- Which draft -----------------------------------------------------------------------------------


def test_a_changed_draft_needs_a_new_yes(author: Any, second: Any) -> None:
    definition = make_draft(secret(), author)
    approve_latest(definition, second)
    make_draft(secret(ask("more")), author, definition.key)
    assert refused(definition, author) == ["approval-sensitive"]


def test_a_choice_list_that_changes_after_the_yes_needs_a_new_one(author: Any, second: Any) -> None:
    sexes = ChoiceList.objects.create(key="sex", name="Sex")
    ChoiceItem.objects.create(list=sexes, value="f", label_bn="মেয়ে", label_en="Girl")
    definition = make_draft(secret(ask("sex", "choose_one", choice_list="sex")), author)
    approve_latest(definition, second)
    ChoiceItem.objects.create(list=sexes, value="m", label_bn="ছেলে", label_en="Boy")
    assert refused(definition, author) == ["approval-sensitive"]


def test_an_approval_is_written_once(author: Any, second: Any) -> None:
    definition = make_draft(secret(), author)
    approval = approve_latest(definition, second)
    assert approve_latest(definition, second) == approval
    approval.note = "other"
    with pytest.raises(WrittenOnce):
        approval.save()
    with pytest.raises(WrittenOnce):
        FormApproval.objects.all().delete()


# -- Every way of publishing -----------------------------------------------------------------------


def test_publishing_many_at_once_asks_for_each(author: Any, second: Any) -> None:
    first, other = make_draft(secret(), author), make_draft(secret(), author)
    approve_latest(first, second)
    latest(first).publish(user=author)
    with pytest.raises(NotApproved):
        latest(other).publish(user=author)
    assert (live_number(first), live_number(other)) == (1, None)


def scheduled(author: Any, at: datetime) -> FormDefinition:
    definition = make_draft(secret(), None)
    definition.go_live_at = at
    definition.save_revision(user=author)
    return definition


def test_a_form_is_scheduled_with_a_second_persons_yes_only(author: Any, second: Any) -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        definition = scheduled(author, start + timedelta(days=1))
        assert refused(definition, author) == ["approval-sensitive"]
        approve_latest(definition, second)
        with pytest.raises(NotApproved):
            latest(definition).publish(user=second)
        latest(definition).publish(user=author)
        assert live_number(definition) is None
        clock.move_to(start + timedelta(days=2))
        call_command("publish_scheduled")
    assert live_number(definition) == 1
    assert definition.versions.get().approved_by == second


def test_a_scheduled_form_that_is_refused_when_due_holds_nothing_else_up_and_says_so(
    author: Any, second: Any
) -> None:
    sexes = ChoiceList.objects.create(key="sex", name="Sex")
    ChoiceItem.objects.create(list=sexes, value="f", label_bn="মেয়ে", label_en="Girl")
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        definition = make_draft(secret(), None)
        definition.document = make_draft(secret(ask("sex", "choose_one", choice_list="sex"))).document
        definition.go_live_at = start + timedelta(days=1)
        definition.save_revision(user=author)
        approve_latest(definition, second)
        latest(definition).publish(user=author)
        other = make_draft(plain(), None)
        other.go_live_at = start + timedelta(days=1, hours=1)
        other.save_revision(user=author)
        latest(other).publish(user=author)
        ChoiceItem.objects.create(list=sexes, value="m", label_bn="ছেলে", label_en="Boy")
        clock.move_to(start + timedelta(days=2))
        call_command("publish_scheduled")
    assert (live_number(definition), live_number(other)) == (None, 1)
    entry = ModelLogEntry.objects.get(action="forms_builder.schedule_refused")
    assert entry.object_id == str(definition.pk)
    assert not definition.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_asking_for_an_approval_publishes_for_the_one_who_asked(author: Any, second: Any) -> None:
    definition = make_draft(secret(), author)
    approvals.request_approval(definition, author)
    waiting = approvals.open_request(definition)
    assert waiting is not None
    waiting.task.specific.on_action(waiting, second, "approve", comment="Fine")
    version = definition.versions.get()
    assert (version.published_by, version.approved_by) == (author, second)
    assert live_number(definition) == 1
    assert FormApproval.objects.get().note == "Fine"


def test_the_one_who_asked_cannot_answer(author: Any) -> None:
    chief = make_user(is_superuser=True)
    definition = make_draft(secret(), chief)
    approvals.request_approval(definition, chief)
    waiting = approvals.open_request(definition)
    assert waiting is not None
    assert waiting.task.specific.get_actions(definition, chief) == []
    with pytest.raises(NotYours):
        waiting.task.specific.on_action(waiting, chief, "approve")
    assert live_number(definition) is None


def test_the_one_who_asked_cannot_answer_a_draft_that_another_wrote(author: Any) -> None:
    chief = make_user(is_superuser=True)
    definition = make_draft(secret(), author)
    approvals.request_approval(definition, chief)
    waiting = approvals.open_request(definition)
    assert waiting is not None
    with pytest.raises(NotApproved):
        waiting.task.specific.on_action(waiting, chief, "approve")
    assert live_number(definition) is None
    assert not FormApproval.objects.exists()


def test_an_ordinary_review_of_the_installations_own_is_no_approval(author: Any, second: Any) -> None:
    from wagtail.models import GroupApprovalTask

    definition = make_draft(secret(), author)
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Second look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(definition, author)
    chief = make_user(is_superuser=True)
    with pytest.raises(NotApproved):
        state.current_task_state.approve(user=chief)
    assert live_number(definition) is None


def test_sent_back_and_asked_again(author: Any, second: Any) -> None:
    definition = make_draft(secret(), author)
    approvals.request_approval(definition, author)
    waiting = approvals.open_request(definition)
    assert waiting is not None
    waiting.task.specific.on_action(waiting, second, "reject", comment="Name the guardian")
    assert approvals.open_request(definition) is None
    approvals.request_approval(definition, author)
    assert approvals.open_request(definition) is not None
    assert FormApprovalTask.objects.count() == 1


# -- Installing ------------------------------------------------------------------------------------


def test_a_pack_publishes_from_the_command_line_and_the_version_says_so() -> None:
    definition = make_draft(secret(), None)
    definition.publish(latest(definition), behalf=Installation("pack demo"))
    version = definition.versions.get()
    assert (version.installed_from, version.approved_by) == ("pack demo", None)


def test_a_pack_cannot_publish_what_is_faulty() -> None:
    from forms_builder.publishing import NotPublishable

    definition = make_draft(document(page("one", ask("name", show_if="${nobody} = 1"))), None)
    with pytest.raises(NotPublishable):
        definition.publish(latest(definition), behalf=Installation("pack demo"))


def test_only_applying_a_pack_publishes_on_behalf_of_one() -> None:
    """No view, no form and no command but the pack's may make an `Installation`: it stands in for a second person."""
    root = Path(__file__).resolve().parents[2]
    makers = {
        str(path.relative_to(root))
        for package in ("forms_builder", "registry", "trainings", "knowledge", "site")
        for path in (root / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) == "Installation"
    }
    assert makers == {"registry/packs/form_kinds.py"}
    appliers = {
        str(path.relative_to(root))
        for path in (root / "registry").rglob("*.py")
        if "apply_pack" in path.read_text()
    }
    assert not any("views" in path or "admin" in path or "hooks" in path for path in appliers)


def test_a_draft_tells_what_it_waits_for(author: Any) -> None:
    definition = make_draft(secret(), author)
    found = latest_candidate(definition)
    assert (found.is_news, [str(reason) for reason in found.reasons]) == (True, ["sensitive"])
