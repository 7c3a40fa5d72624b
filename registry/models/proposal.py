"""What somebody wants to change in the grants, until somebody else has agreed."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.access import Grant, Scope
from registry.models.record_type import RecordType


class GrantProposal(models.Model):
    """A grant that is to be given, changed or taken away. Nothing follows from it before another person confirms it.

    Written and decided by `registry.admin.granting`. Role, record type and scope are those of the grant as it would be;
    of one that would go, as it is.
    """

    grant = models.ForeignKey(
        Grant,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The grant it is about; none for a new one.",
    )
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    record_type = models.ForeignKey(RecordType, models.CASCADE, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    before = models.JSONField(null=True, help_text="The grant as it was then; none for a new one.")
    wanted = models.JSONField(null=True, help_text="The grant as it would be; none for one that would go.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(default=False)
    refusal = models.CharField(max_length=500, blank=True, help_text="Why not.")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposed grant")
        verbose_name_plural = _("proposed grants")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "record_type", "scope"],
                condition=models.Q(decided_at=None),
                name="registry_proposal_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.record_type} ({self.get_scope_display()})"
