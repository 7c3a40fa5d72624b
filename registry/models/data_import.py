"""An import on its way: the rows of a file, sealed, what is to become of them, and what they made.

The rows are kept only until they are in records; what an import made is kept, so that it can be undone.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.record import Record
from registry.models.record_type import RecordType


class DataImport(models.Model):
    """One file that somebody brings in. Only they see it."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("columns to be named")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        APPLYING = "applying", _("being brought in")
        DONE = "done", _("brought in")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("stopped")

    class Mode(models.TextChoices):
        CREATE = "create", _("Add the new ones, leave those that are here alone")
        BOTH = "both", _("Add the new ones, and change those that are here")
        UPDATE = "update", _("Only change those that are here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_type = models.ForeignKey(RecordType, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    language = models.CharField(max_length=2, default="bn")
    wrapped_key = models.BinaryField()
    sealed_head = models.BinaryField(help_text="Headings and the first rows, sealed.")
    mapping = models.JSONField(
        default=dict, help_text="Number of a column → key of a question, or _reference."
    )
    key = models.CharField(
        max_length=63, blank=True, help_text="What records are known by; blank: all are new."
    )
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.CREATE)
    only_whole = models.BooleanField(default=True, help_text="Bring in all rows or none.")
    office = models.ForeignKey("registry.Office", models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0, help_text="Of the step that runs now.")
    to_create = models.PositiveIntegerField(default=0)
    to_update = models.PositiveIntegerField(default=0)
    to_skip = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    alike = models.PositiveIntegerField(default=0, help_text="New rows that may be here already.")
    leave_alike = models.BooleanField(default=False, help_text="Leave out the rows that may be here already.")
    kept_back = models.PositiveIntegerField(default=0, help_text="Not undone: changed since.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.record_type_id} {self.created_at:%Y-%m-%d %H:%M}"


class ImportChunk(models.Model):
    """Some hundred rows of a file, and what the check said about them. Both sealed under the import's key."""

    batch = models.ForeignKey(DataImport, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    sealed_report = models.BinaryField(default=b"")
    has_bad = models.BooleanField(default=False)
    has_alike = models.BooleanField(default=False)
    applied = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="registry_import_chunk_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.number}"


class ImportedRecord(models.Model):
    """A record that an import made or changed, and the revision it had then: what undoing goes by."""

    batch = models.ForeignKey(DataImport, models.CASCADE, related_name="imported", db_index=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    created = models.BooleanField()
    revision = models.PositiveIntegerField()
    undone = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "record"], name="registry_imported_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.record_id}"


class PastReplay(models.Model):
    """Somebody answers for the past of what an import brought in: whose name, why, and how far it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(DataImport, models.CASCADE, related_name="replays")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="bn")
    wrapped_key = models.BinaryField()
    sealed_reason = models.BinaryField(help_text="Why, sealed; gone once it is with the records.")
    rows = models.PositiveIntegerField()
    rows_done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=models.Q(finished_at=None), name="registry_replay_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.started_at:%Y-%m-%d %H:%M}"


class ImportedPast(models.Model):
    """On which days a record that an import brought in made its transitions, until somebody has answered for them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not entered yet")
        DONE = "done", _("entered")
        REFUSED = "refused", _("refused")

    batch = models.ForeignKey(DataImport, models.CASCADE, related_name="pasts")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(help_text="Number of the row in the file.")
    steps = models.JSONField(
        default=list, help_text="[key of a transition, day], the first first; empty once entered."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    refusal = models.CharField(max_length=300, blank=True, help_text="Why it was refused; no answers.")
    replay = models.ForeignKey(PastReplay, models.SET_NULL, null=True, related_name="pasts")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["batch", "record"], name="registry_past_once")]
        indexes = [models.Index(fields=["batch", "state"], name="registry_past_state")]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.row}"
