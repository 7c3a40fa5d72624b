"""What people have begun and sent: drafts, submissions and the files that came with them. All sealed.

What becomes of a submission is up to the handler that its `purpose` names (`forms_builder.filling.handlers`).
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel


class Draft(models.Model):
    """Answers on their way, sealed under a key of the draft's own. Only its owner ever sees it.

    Without an owner it is a visitor's: only the session that began it does (`forms_builder.public.visitors`).
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SENT = "sent", _("sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey("FormVersion", models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="form_drafts")
    purpose = models.CharField(max_length=60, help_text="Name of the handler the submission goes to.")
    target = models.CharField(
        max_length=100, blank=True, help_text="What the handler works on, an id or a key."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(
        default=0, help_text="Goes up with each save; a stale save is refused."
    )
    step = models.CharField(max_length=63, blank=True, help_text="Key of the page last worked on.")
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(db_index=True)
    submission = models.OneToOneField("Submission", models.SET_NULL, null=True, related_name="draft")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["owner", "state", "-saved_at"], name="forms_builder_my_drafts")]

    def __str__(self) -> str:
        return str(self.id)


class Submission(InsertOnlyModel):
    """What was said, when, and under which version. Evidence: the record made from it lives its own life."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.UUIDField(unique=True, help_text="Sending the same thing twice makes one submission.")
    version = models.ForeignKey("FormVersion", models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=60)
    target = models.CharField(max_length=100, blank=True)
    is_test = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    sealed = models.BinaryField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return str(self.id)


class SubmissionKey(models.Model):
    """The data key of a submission, in a row of its own: deleting it erases the answers for good."""

    submission = models.OneToOneField(Submission, models.CASCADE, primary_key=True, related_name="key")
    wrapped_key = models.BinaryField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.submission_id)


class Attachment(models.Model):
    """A file that came with an answer, sealed in the protected store. The answer holds the attachment's id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="attachments")
    path = models.CharField(max_length=200, help_text="Name in the protected store.")
    sealed_name = models.BinaryField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes before sealing.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the sealed bytes.")
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")

    def __str__(self) -> str:
        return str(self.id)
