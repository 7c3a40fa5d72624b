"""An event's attendance sheet: its sessions, the people on it, and one mark for each of them and session.

Marks say present or not and are open; what else a sheet asks of people is sealed as its questions want it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel
from forms_builder.models import FormVersion
from registry.models import Record
from trainings.models.counting import MarkQuerySet
from trainings.models.person import Person
from trainings.models.sealed_row import SealedRow


class Sheet(models.Model):
    """The sheet of one event. `version` is the form whose questions are its columns, as it was when the sheet began."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="sheet")
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    restricted = models.BooleanField(
        default=False, help_text="Names nobody of the directory: those on it stand here by a sealed alias."
    )
    day_rate = models.DecimalField(
        _("allowance a day (BDT)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        help_text="What somebody gets for each day they came; none where no allowance is paid.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["first_day"], name="trainings_sheet_day")]

    def __str__(self) -> str:
        return str(self.record_id)


class Session(models.Model):
    """A part of a day of the event."""

    class Part(models.TextChoices):
        MORNING = "am", _("morning")
        AFTERNOON = "pm", _("afternoon")
        DAY = "day", _("whole day")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="sessions")
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=3, choices=Part.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["day", "part"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "day", "part"], name="trainings_session_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.part}"


class Participant(SealedRow):
    """Somebody on a sheet. Sealed: answers that its columns keep sealed, and on a restricted sheet the `alias`."""

    class Origin(models.TextChoices):
        INVITED = "invited", _("invited")
        ADDED = "added", _("added by the trainer")
        IMPORTED = "imported", _("from a list")
        CHECKED_IN = "checked_in", _("checked in by themselves")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="attendances")
    case = models.ForeignKey(
        Record,
        models.PROTECT,
        null=True,
        related_name="attendances",
        help_text="On a sheet of cases, in place of a person.",
    )
    number = models.PositiveIntegerField(help_text="Place on the sheet.")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    data = models.JSONField(default=dict, help_text="Answers to the sheet's columns that are not sealed.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "person"],
                name="trainings_participant_once",
                condition=models.Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["sheet", "case"],
                name="trainings_participant_case_once",
                condition=models.Q(case__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"


class State(models.TextChoices):
    """How somebody took part in a session."""

    PRESENT = "p", _("Present")
    LATE = "l", _("Late")
    LEFT_EARLY = "e", _("Left early")
    ABSENT = "a", _("Absent")


CAME = (State.PRESENT, State.LATE, State.LEFT_EARLY)
"""Those that count as attendance."""


class Mark(models.Model):
    """One cell of the sheet."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="marks")
    session = models.ForeignKey(Session, models.PROTECT, related_name="marks")
    state = models.CharField(max_length=1, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MarkQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "session"], name="trainings_mark_once")]
        indexes = [models.Index(fields=["session", "state"], name="trainings_mark_state")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.state}"


class MarkChange(InsertOnlyModel):
    """A cell changed. What was done together shares a batch; undoing is a batch too, and names the one it undoes."""

    batch = models.UUIDField()
    undoes = models.UUIDField(null=True)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    before = models.CharField(max_length=1, blank=True)
    after = models.CharField(max_length=1, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["session", "by", "at"], name="trainings_change_last")]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.before or '–'} → {self.after or '–'}"
