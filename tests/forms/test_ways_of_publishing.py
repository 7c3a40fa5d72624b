"""Whatever publishes (bulk, schedule, workflow, pack), a sensitive form goes live with a second person's yes only."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, ModelLogEntry, Workflow, WorkflowTask

from forms_builder import approvals
from forms_builder.approvals import NotYours
from forms_builder.models import ChoiceItem, ChoiceList, FormApproval, FormApprovalTask, FormDefinition
from forms_builder.publishing import Installation, NotApproved, NotPublishable, approve_latest
from tests.factories.forms import ask, document, make_draft, make_user, page
from tests.forms.conftest import latest, live_number, plain, refused, secret

pytestmark = pytest.mark.django_db


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
    definition = make_draft(document(page("one", ask("name", show_if="${nobody} = 1"))), None)
    with pytest.raises(NotPublishable):
        definition.publish(latest(definition), behalf=Installation("pack demo"))


def test_only_the_command_line_publishes_without_a_second_person() -> None:
    """No view and no form may make an `Installation`: it stands in for a second person, and the version names it."""
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
    makers = {path for path in makers if not path.startswith("site/nirapod/bench/")}  # a database of its own
    assert makers == {"registry/packs/form_kinds.py", "forms_builder/management/commands/xlsform.py"}
    appliers = {
        str(path.relative_to(root))
        for path in (root / "registry").rglob("*.py")
        if "apply_pack" in path.read_text()
    }
    assert not any("views" in path or "admin" in path or "hooks" in path for path in appliers)
