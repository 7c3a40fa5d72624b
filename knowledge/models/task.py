"""The steps of the review before the public: safeguarding, translation, and the last word of a publisher."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from knowledge.models.consent import MediaConsent
from knowledge.models.review import CHECKLIST, Subject
from knowledge.safeguarding import gate
from knowledge.safeguarding.checks import authors, faults


class SafeguardingTask(AbstractGroupApprovalTask):
    """Somebody who did not write the page goes through the checklist."""

    class Meta:
        verbose_name = _("safeguarding review")
        verbose_name_plural = _("safeguarding reviews")

    @classmethod
    def get_description(cls) -> str:
        return gettext("A safeguarding reviewer who did not write the page answers the checklist")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        if self.why_not(obj, user):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Answer the checklist"), True)]

    def why_not(self, page: Page, user: Any) -> str:
        """Why this person cannot answer the checklist of the page; "" when nothing speaks against it."""
        if user.pk in authors(page.specific):
            return gettext("You had a hand in this version. Somebody else has to answer the checklist.")
        if not (user.is_superuser or self._user_in_groups(user)):
            return gettext("A safeguarding reviewer has to answer the checklist now.")
        return ""

    def get_form_for_action(self, action: str) -> type[Form]:
        # Wagtail's form can only be imported when all models are there.
        from knowledge.safeguarding.forms import ChecklistForm, TaskStateCommentForm

        return ChecklistForm if action == "approve" else TaskStateCommentForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approving writes the review down first; where that is refused nothing moves on."""
        if action_name == "approve":
            page = task_state.revision.as_object()
            if not {"subject", *CHECKLIST} <= kwargs.keys():
                raise gate.NotPublishable([gettext("Answer the checklist to approve this page.")])
            gate.approve(
                page,
                user,
                Subject(kwargs["subject"]),
                {name: kwargs[name] for name in CHECKLIST},
                list(MediaConsent.objects.filter(pk__in=kwargs.get("consents") or [])),
            )
        return super().on_action(task_state, user, action_name, comment=kwargs.get("comment", ""))


class TranslationTask(AbstractGroupApprovalTask):
    """A translator compares both languages."""

    class Meta:
        verbose_name = _("translation check")
        verbose_name_plural = _("translation checks")

    @classmethod
    def get_description(cls) -> str:
        return gettext("A translator compares the page with its other language")


class PublishingTask(AbstractGroupApprovalTask):
    """The last word. Offered only while nothing stands in the way."""

    class Meta:
        verbose_name = _("publishing")
        verbose_name_plural = _("publishing steps")

    @classmethod
    def get_description(cls) -> str:
        return gettext("A publisher puts the page before the public")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        latest = obj.get_latest_revision_as_object()
        return [action for action in actions if action[0] != "approve"] if faults(latest) else actions
