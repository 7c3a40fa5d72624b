"""What was done to a record besides its answers and its states: signed, added to, restored, withdrawn, linked."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel
from registry.models.record import Record


class RecordEvent(InsertOnlyModel):
    """One such deed: by whom, when, at which revision. Its words are sealed under the record's keys; write it by
    `registry.events`.
    """

    class Kind(models.TextChoices):
        SIGNED = "signed", _("Signed")
        COUNTERSIGNED = "countersigned", _("Countersigned")
        UNLOCKED = "unlocked", _("Unlocked")
        LIFTED = "lifted", _("Opened to add forms of its past")
        LOCKED_AGAIN = "locked_again", _("Closed again")
        ADDENDUM = "addendum", _("Addendum written")
        RESTORED = "restored", _("An earlier state was restored")
        EXPLAINED = "explained", _("Why it was changed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        BROUGHT_BACK = "brought_back", _("Brought back")
        LINKED = "linked", _("Linked to another record")
        UNLINKED = "unlinked", _("Link to another record ended")
        MOVED = "moved", _("Moved below another record")

    token = models.UUIDField(
        unique=True, default=uuid.uuid4, editable=False, help_text="What its sealed words are bound to."
    )
    record = models.ForeignKey(Record, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    revision = models.PositiveIntegerField(help_text="The record's revision at that time.")
    digest = models.CharField(
        max_length=64, blank=True, help_text="Hash of that revision: what a signature stands under."
    )
    other = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="+", help_text="The other record of a link."
    )
    compartment = models.CharField(max_length=20, help_text="Which of the record's keys seals the words.")
    sealed = models.BinaryField(help_text="Reason or text; empty where there is none.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event of a record")
        verbose_name_plural = _("events of records")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind}"
