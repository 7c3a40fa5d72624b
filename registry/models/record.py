"""Records: the answers, their sealed part, the narrow index for lists, and the history.

`data` and `sealed` are the truth; `RecordIndex` and `RecordValue` are derived and may be rebuilt at will.
"""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel
from forms_builder.models import Attachment, FormVersion, Submission
from forms_builder.stored_json import StoredJSONField
from registry.models.places import Office
from registry.models.record_type import RecordType

TEXT_SLOTS = tuple(f"t{number}" for number in range(1, 11))
NUMBER_SLOTS = tuple(f"n{number}" for number in range(1, 7))
DATE_SLOTS = tuple(f"d{number}" for number in range(1, 7))
SLOTS = TEXT_SLOTS + NUMBER_SLOTS + DATE_SLOTS


class RecordQuerySet(models.QuerySet["Record"]):
    """Records as people may see them."""

    def visible_to(self, user: Any, record_type: RecordType | None = None) -> Self:
        """The records somebody may see, of one type or of all; `registry.access` decides."""
        from registry.access import visible_condition

        return self.filter(visible_condition(user, record_type), withdrawn=False)


class RecordIndexQuerySet(models.QuerySet["RecordIndex"]):
    """Index rows of the records that people may see."""

    def visible_to(self, user: Any, record_type: RecordType | None = None) -> Self:
        """The rows of the records somebody may see, of one type or of all."""
        from registry.access import visible_condition

        return self.filter(visible_condition(user, record_type))


class Record(models.Model):
    """One record. Its string is its reference: names stand in answers only, and those are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    type = models.ForeignKey(RecordType, models.PROTECT, related_name="records", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=40)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="record")
    data = StoredJSONField(help_text="Answers that are not sealed.")
    sealed = models.BinaryField(help_text="Box of sealed answers, one compartment each.")
    missing = StoredJSONField(
        default=list, help_text="Paths of questions sent empty that should be answered."
    )
    revision = models.PositiveIntegerField(default=1)
    is_test = models.BooleanField(default=False)
    withdrawn = models.BooleanField(
        default=False, help_text="Taken out of use, or made by an import that was undone: shown nowhere."
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RecordQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        indexes = [models.Index(fields=["type", "office", "status"], name="registry_record_office")]

    def __str__(self) -> str:
        return self.reference


class RecordKey(models.Model):
    """A record's data key for one compartment. Deleting the row erases what it sealed, history included."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="keys", db_index=False)
    compartment = models.CharField(max_length=20)
    wrapped = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "compartment"], name="registry_key_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.compartment}"


class RecordIndex(models.Model):
    """The narrow row that lists read: fixed columns and typed slots, all derived from the record.

    What it points at the record points at too, so only the record is checked when rows are written.
    """

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="index")
    type = models.ForeignKey(
        RecordType, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    status = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    is_test = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = RecordIndexQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["type", "created_at", "record"], name="registry_ix_created"),
            models.Index(fields=["type", "updated_at", "record"], name="registry_ix_updated"),
            models.Index(fields=["type", "reference"], name="registry_ix_reference"),
            models.Index(fields=["type", "office", "status", "record"], name="registry_ix_office"),
            models.Index(fields=["type", "owner", "record"], name="registry_ix_owner"),
            models.Index(fields=["type", "status", "record"], name="registry_ix_status"),
            *(
                models.Index(
                    fields=["type", slot, "record"],
                    name=f"registry_ix_{slot}",
                    condition=models.Q(**{f"{slot}__isnull": False}),
                )
                for slot in SLOTS
            ),
        ]

    def __str__(self) -> str:
        return self.reference


for _slot in TEXT_SLOTS:
    RecordIndex.add_to_class(_slot, models.CharField(max_length=200, null=True))
for _slot in NUMBER_SLOTS:
    RecordIndex.add_to_class(_slot, models.DecimalField(max_digits=18, decimal_places=4, null=True))
for _slot in DATE_SLOTS:
    RecordIndex.add_to_class(_slot, models.DateField(null=True))


class RecordValue(models.Model):
    """One of several values of an answer: multiple choices, so that each can be filtered by. Derived."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="values")
    type = models.ForeignKey(RecordType, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=63)
    text = models.CharField(max_length=200)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["type", "key", "text", "record"], name="registry_value_text")]

    def __str__(self) -> str:
        return f"{self.key}={self.text}"


class RecordFile(models.Model):
    """A file that belongs to a record: who may see the answer may see the file."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="record_file")
    key = models.CharField(max_length=63, help_text="Key of the question that the file answers.")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.key}: {self.attachment_id}"


class RecordLink(models.Model):
    """Two records that have to do with each other, and since when."""

    relation = models.CharField(max_length=63)
    from_record = models.ForeignKey(Record, models.CASCADE, related_name="links_out")
    to_record = models.ForeignKey(Record, models.CASCADE, related_name="links_in")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relation", "from_record", "to_record"], name="registry_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relation}: {self.from_record_id} → {self.to_record_id}"


class RecordRevision(InsertOnlyModel):
    """One change of a record: what, by whom, why. The payload is sealed under the record's keys."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    changed_keys = StoredJSONField(help_text="Keys of the questions that changed, without their answers.")
    status = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    sealed = models.BinaryField(
        help_text="Box with the whole answers after the change, sealed by compartment."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, help_text="SHA-256 over the previous hash and the sealed payload.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["record", "number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="registry_revision_once")]

    def __str__(self) -> str:
        return f"{self.record_id} #{self.number}"
