"""The schedule table: what runs when. `ticking` starts what is due, `schedules` declares the rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Every(models.TextChoices):
    """How often a job runs."""

    MINUTE = "minute", _("every minute")
    FIVE_MINUTES = "five_minutes", _("every five minutes")
    HOUR = "hour", _("every hour")
    DAY = "day", _("every day")


class Outcome(models.TextChoices):
    """How the last run of a job ended."""

    NEVER = "never", _("has not run yet")
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("succeeded")
    FAILED = "failed", _("failed")


class Schedule(models.Model):
    """A job and its times, in Asia/Dhaka. Key and task come from the code; the times may be changed."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    task = models.CharField(_("task"), max_length=200)
    every = models.CharField(_("how often"), max_length=20, choices=Every)
    at = models.TimeField(
        _("at"), null=True, blank=True, help_text=_("For daily jobs: the time in Bangladesh.")
    )
    enabled = models.BooleanField(_("switched on"), default=True)
    next_run = models.DateTimeField(_("next run"), db_index=True)
    last_run = models.DateTimeField(_("last run"), null=True, blank=True, editable=False)
    last_outcome = models.CharField(
        _("how it ended"), max_length=20, choices=Outcome, default=Outcome.NEVER, editable=False
    )
    # The kind of error only: its message may quote somebody's answers.
    last_error = models.CharField(_("error"), max_length=200, blank=True, editable=False)
    last_job = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every=Every.DAY, at__isnull=False) | ~models.Q(every=Every.DAY),
                name="jobs_schedule_daily_has_time",
                violation_error_message=_("Give the time of day for a daily job."),
            )
        ]

    def __str__(self) -> str:
        return self.key
