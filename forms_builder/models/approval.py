"""A second person's yes to one exact draft, and the workflow task in which it is asked for.

The approval is evidence: written once, bound to the hash of what would be published. The rule is in `approvals`.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from forms_builder.insert_only import InsertOnlyModel

if TYPE_CHECKING:
    from forms_builder.models.definition import FormDefinition


class FormApproval(InsertOnlyModel):
    """Who agreed to which document of a form. A draft that is changed has another hash, and no approval."""

    definition = models.ForeignKey("FormDefinition", models.PROTECT, related_name="approvals")
    sha256 = models.CharField(max_length=64, help_text="Of the document as it would be published.")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("approved"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("approval of a form")
        verbose_name_plural = _("approvals of forms")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "sha256", "approved_by"], name="forms_builder_approval_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.sha256[:8]}"


class FormApprovalTask(Task):
    """Workflow task: somebody who may approve forms agrees to the draft, or asks for changes.

    Approving writes the `FormApproval` that the gate looks for; the workflow then publishes for the person who asked.
    """

    class Meta:
        verbose_name = _("approval of a form by a second person")
        verbose_name_plural = _("approvals of forms by a second person")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Somebody who may approve forms, and who did not work on this draft, agrees to it."))

    def user_can_access_editor(self, obj: "FormDefinition", user: Any) -> bool:
        return _may_ever(user)

    def get_actions(self, obj: "FormDefinition", user: Any) -> list[tuple[str, Any, bool]]:
        from forms_builder.approvals import may_approve

        if not may_approve(user, obj):
            return []
        return [
            ("reject", gettext("Request changes"), True),
            ("approve", gettext("Approve"), False),
            ("approve", gettext("Approve with comment"), True),
        ]

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve":
            from forms_builder.publishing import approve_latest

            approve_latest(task_state.workflow_state.content_object, user, kwargs.get("comment", ""))
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> "QuerySet[TaskState]":
        if not _may_ever(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)


def _may_ever(user: Any) -> bool:
    from forms_builder.approvals import PERMISSION

    return bool(user.is_active and user.has_perm(PERMISSION))
