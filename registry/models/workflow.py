"""Workflows as admins set them up, what they were before, and what they did to records: transitions and tasks."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel
from forms_builder.models.choices import plain_key
from registry.models.places import Named
from registry.models.record import Record


class Workflow(Named):
    """A workflow under its key. `document` is a `registry.workflow.document.Workflow`; write it by `configuring`."""

    key = models.CharField(_("key"), max_length=40, unique=True, validators=[plain_key])
    document = models.JSONField(_("states and transitions"), default=dict)

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("workflow")
        verbose_name_plural = _("workflows")
        ordering = ["name_en"]


class ConfigVersion(InsertOnlyModel):
    """A piece of set-up as it was once: what a decision of that day went by."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=63)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Where a second person had to agree.",
    )
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["kind", "key", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "number"], name="registry_config_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.number}"


class RecordTransition(InsertOnlyModel):
    """A record went from one state to another: who, when, by which rule of which version of the workflow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="transitions")
    rule = models.CharField(max_length=40, help_text="Key of the transition; blank for the first state.")
    label = models.JSONField(help_text="The transition's words as they were.")
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40)
    automatic = models.BooleanField(default=False)
    historic = models.BooleanField(default=False, help_text="Entered later, by somebody who answers for it.")
    config = models.ForeignKey(ConfigVersion, models.PROTECT, null=True, related_name="+")
    sealed_reason = models.BinaryField(help_text="Why, sealed under the record's general key; may be empty.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField(help_text="The day it happened; for what is entered later, not the day of entry.")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        indexes = [models.Index(fields=["record", "at"], name="registry_transition_at")]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.from_status} → {self.to_status}"


class Task(models.Model):
    """Something to be done about a record. It names the record's reference and the rule's words, no person."""

    class Snooze(models.TextChoices):
        NOT_REACHED = "not_reached", _("tried, could not reach them")
        WAITING = "waiting", _("waiting for somebody else")
        NOT_NOW = "not_now", _("not a good time for the person")
        WORKLOAD = "workload", _("something more urgent comes first")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        ANSWERED = "answered", _("done by filling in a form")
        NEEDLESS = "needless", _("no longer needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="tasks")
    rule = models.CharField(max_length=40)
    label = models.JSONField()
    transition = models.ForeignKey(RecordTransition, models.PROTECT, null=True, related_name="tasks")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="registry_tasks"
    )
    role = models.CharField(max_length=63, blank=True, help_text="Key of the role it is for.")
    opens = models.CharField(max_length=63, blank=True, help_text="Key of the record type to fill in.")
    due = models.DateField()
    first_due = models.DateField()
    snoozed = models.CharField(max_length=20, choices=Snooze.choices, blank=True)
    snoozes = models.PositiveSmallIntegerField(default=0)
    escalate_on = models.DateField(null=True)
    escalate_to = models.CharField(max_length=63, blank=True)
    escalated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                fields=["assignee", "due"], condition=models.Q(done_at=None), name="registry_task_mine"
            ),
            models.Index(fields=["role", "due"], condition=models.Q(done_at=None), name="registry_task_role"),
            models.Index(
                fields=["escalate_on"],
                condition=models.Q(done_at=None, escalated_at=None),
                name="registry_task_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.rule}"
