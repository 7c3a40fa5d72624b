"""The two-person rule: which drafts need a second person's yes, who may give it, and whether it was given.

An approval counts for one exact document only. The gate (`publishing`) asks here; superusers need another person too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import TaskState, Workflow, WorkflowState, WorkflowTask

from forms_builder.evolution import Change, ChangeClass
from forms_builder.models import FormApproval, FormApprovalTask, FormDefinition
from forms_builder.questions import types
from forms_builder.schema import Document, Question, Sensitivity, questions

if TYPE_CHECKING:
    from wagtail.models import Revision

PERMISSION = "forms_builder.approve_formdefinition"
WORKFLOW = "Approval of a form"
"""Name of the workflow: data, as Wagtail shows it to everybody."""
SECRET = (Sensitivity.CONFIDENTIAL, Sensitivity.RESTRICTED)


class Reason(StrEnum):
    """Why a draft needs a second person."""

    SENSITIVE = "sensitive"
    """It asks for confidential or restricted answers."""
    LESS_PROTECTED = "less-protected"
    """A change makes existing answers less protected."""


class NotYours(PermissionDenied):
    """This person may not approve this draft: no permission, or it is their own work."""


def reasons(document: Document, changes: Iterable[Change]) -> list[Reason]:
    """Why publishing the document needs an approval; nothing where it needs none."""
    found = []
    if secret_questions(document):
        found.append(Reason.SENSITIVE)
    if any(change.change_class is ChangeClass.TWO_PERSONS for change in changes):
        found.append(Reason.LESS_PROTECTED)
    return found


def secret_questions(document: Document) -> list[Question]:
    """Questions that are asked and whose answers are confidential or restricted."""
    asked = (question for question, _ in questions(document) if not question.retired)
    return [one for one in asked if types.of(one).stored and one.sensitivity in SECRET]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an exact draft stands with the two-person rule."""

    approvals: tuple[FormApproval, ...]
    authors: frozenset[int]
    """Keys of the people who worked on the draft since the live version: their own yes does not count."""

    def counting(self, publisher: Any) -> FormApproval | None:
        """The approval that lets `publisher` publish: the newest by somebody else who did not work on the draft."""
        own = self.authors | ({publisher.pk} if publisher is not None else set())
        return next((one for one in self.approvals if one.approved_by_id not in own), None)


def standing(definition: FormDefinition, sha256: str) -> Standing:
    approvals = definition.approvals.filter(sha256=sha256).select_related("approved_by")
    return Standing(tuple(approvals), frozenset(authors(definition)))


def authors(definition: FormDefinition) -> set[int]:
    """Everybody who saved a draft since the newest version was published."""
    newest = definition.versions.order_by("-number").values_list("published_at", flat=True).first()
    revisions = definition.revisions.filter(user__isnull=False)
    if newest is not None:
        revisions = revisions.filter(created_at__gt=newest)
    return set(revisions.order_by().values_list("user_id", flat=True).distinct())


def may_approve(user: Any, definition: FormDefinition) -> bool:
    """Whether this person's yes would count for the draft as it is."""
    return bool(user.is_active and user.has_perm(PERMISSION) and user.pk not in authors(definition))


def approve(definition: FormDefinition, sha256: str, user: Any, note: str = "") -> FormApproval:
    """Write the approval down; `NotYours` when it would not count. A second time gives the first again."""
    if not may_approve(user, definition):
        raise NotYours("The draft has to be approved by another person.")
    with transaction.atomic():
        found = definition.approvals.filter(sha256=sha256, approved_by=user).first()
        return found or FormApproval.objects.create(
            definition=definition, sha256=sha256, approved_by=user, note=note[:500]
        )


def publisher(definition: FormDefinition, revision: "Revision", user: Any) -> Any:
    """Who publishes: `user`, or the person who asked where a workflow publishes by itself once `user` approved."""
    if user is None:
        return None
    finished = (
        WorkflowState.objects.for_instance(definition)
        .filter(
            status=WorkflowState.STATUS_APPROVED,
            current_task_state__task__formapprovaltask__isnull=False,
            requested_by__isnull=False,
            current_task_state__finished_by=user,
            current_task_state__finished_at__gte=revision.created_at,
        )
        .select_related("requested_by")
        .order_by("-pk")
        .first()
    )
    return finished.requested_by if finished else user


def request_approval(definition: FormDefinition, user: Any) -> WorkflowState:
    """Ask the people who may approve: they see the form among what awaits their review. Asking again goes on."""
    current = definition.current_workflow_state
    if current is None:
        return workflow().start(definition, user)
    if current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        current.resume(user)
    return current


def open_request(definition: FormDefinition) -> TaskState | None:
    """The request for an approval that waits for an answer."""
    waiting = definition.current_workflow_task_state
    return waiting if waiting is not None and isinstance(waiting.task.specific, FormApprovalTask) else None


def workflow() -> Workflow:
    """The workflow of the one task; made when it is first needed. It belongs to no kind of content by itself."""
    with transaction.atomic():
        found, made = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
        if made:
            task = FormApprovalTask.objects.create(name=WORKFLOW)
            WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
    return found


def approvers(definition: FormDefinition) -> Sequence[Any]:
    """People who may approve the draft as it is, by name."""
    return list(_permitted().exclude(pk__in=authors(definition)).order_by("full_name")[:20])


def _permitted() -> QuerySet[Any]:
    label, codename = PERMISSION.split(".")
    permission = Permission.objects.filter(content_type__app_label=label, codename=codename)
    return (
        get_user_model()
        .objects.filter(is_active=True)
        .filter(
            Q(is_superuser=True) | Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
        )
        .distinct()
    )
