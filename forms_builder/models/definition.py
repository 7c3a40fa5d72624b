"""A form as its designer sees it: drafts and revisions from Wagtail, one gate to publishing.

The draft is the document itself (`document`); what people fill in is never the draft but a `FormVersion`.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from forms_builder import schema
from forms_builder.designer.field import DocumentField
from forms_builder.models.choices import plain_key
from forms_builder.schema import Document
from forms_builder.schema.document import text_in

if TYPE_CHECKING:
    from forms_builder.publishing import Installation


def empty_document() -> dict[str, Any]:
    return schema.to_json(Document())


class FormDefinition(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """A form under design. Its key names it in packs, addresses and exports and does not change."""

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    document = DocumentField(_("questions"), default=empty_document)
    live_version = models.ForeignKey(
        "FormVersion", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    archived_at = models.DateTimeField(
        _("archived"),
        null=True,
        blank=True,
        editable=False,
        help_text="Out of lists and not filled in any more.",
    )

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="form_definition",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="form_definition",
        for_concrete_model=False,
    )

    preview_modes: ClassVar[list[tuple[str, Any]]] = [("bn", _("Bangla, phone")), ("en", _("English, phone"))]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["key"]
        permissions = [("approve_formdefinition", _("Can approve forms"))]

    def __str__(self) -> str:
        return self.title_in(get_language() or "bn") or self.key

    @property
    def parsed(self) -> Document:
        """The draft as a document; `schema.DocumentError` when it is not one."""
        return schema.from_json(self.document)

    @property
    def is_open(self) -> bool:
        """Whether people may begin to fill it in: live, and not archived."""
        return self.live and self.live_version_id is not None and self.archived_at is None

    def title_in(self, language: str) -> str:
        return text_in(self.document.get("title", {}), language)

    def clean(self) -> None:
        super().clean()
        from forms_builder.publishing import refuse_changed_keys

        refuse_changed_keys(self)

    def publish(
        self, revision: Revision, user: Any = None, *, behalf: "Installation | None" = None, **kwargs: Any
    ) -> Any:
        """The only gate to going live, whatever calls it: editor, bulk, schedule, workflow, pack.

        In one transaction the revision is compiled to a new `FormVersion`, the ledger is brought up to date, what was
        sent to try the draft is deleted, and Wagtail publishes. `publishing.NotPublishable` (a ValidationError) when
        the form has errors, and `publishing.NotApproved` when a second person has to agree first.
        A revision that is to go live later is only checked; Wagtail calls again when it is due.
        `behalf`: a pack applied from the command line; no view passes it.
        """
        from forms_builder import approvals, publishing

        user = approvals.publisher(self, revision, user)
        now = timezone.now()
        due = revision.as_object().go_live_at
        try:
            with transaction.atomic():
                if due is not None and due > now:
                    publishing.check_revision(self, revision, user)  # told now, not at night when it is due
                    return super().publish(revision, user=user, **kwargs)
                self.live_version = publishing.compile_revision(self, revision, user, behalf)
                type(self).objects.filter(pk=self.pk).update(live_version=self.live_version)
                revision.content_object = self  # a copy read earlier would put the old version back
                return super().publish(revision, user=user, **kwargs)
        except publishing.NotPublishable as refusal:
            if user is not None or not revision.approved_go_live_at or revision.approved_go_live_at > now:
                raise
            self._miss_its_time(revision, refusal.messages)

    def _miss_its_time(self, revision: Revision, reasons: list[str]) -> None:
        """A scheduled draft was refused when it was due: noted in the form's history, and tried no more.

        Raising would keep everything else that is scheduled from going live, at every tick.
        """
        self.revisions.update(approved_go_live_at=None)
        log(
            instance=self,
            action="forms_builder.schedule_refused",
            revision=revision,
            data={"reasons": reasons},
        )

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Saves the draft, whatever calls it; in the same transaction the notes beside it follow."""
        from forms_builder.models.notes import follow

        with transaction.atomic():
            before = type(self).objects.get(pk=self.pk).get_latest_revision_as_object().document
            revision: Revision = super().save_revision(*args, **kwargs)
            follow(self, before)
        return revision

    def with_content_json(self, content: dict[str, Any]) -> "FormDefinition":
        """A revision brings back the draft, never which version is live or whether the form is archived."""
        found: FormDefinition = super().with_content_json(content)
        found.live_version_id = self.live_version_id
        found.archived_at = self.archived_at
        return found

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "filling/preview.html"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from forms_builder.filling.preview import preview_response

        return preview_response(request, self, mode_name)
