"""Who may do what (grants), and who looked at what (access events)."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel
from forms_builder.stored_json import StoredJSONField
from registry.models.record_type import RecordType


class Action(models.TextChoices):
    """What one can do with a record."""

    VIEW = "view", _("see")
    CREATE = "create", _("add")
    EDIT = "edit", _("change")
    EXPORT = "export", _("export")
    MANAGE = "manage", _("hand over, merge, unlock")


class Scope(models.TextChoices):
    """Whose records a grant is about. All but the widest end with the offices that somebody works in."""

    OWN = "own", _("one's own")
    ASSIGNED = "assigned", _("those one works on")
    OFFICE = "office", _("those of one's offices")
    ALL = "all", _("all")


class Watch(models.TextChoices):
    """Which records a grant is about where some of them are guarded (`RecordType.guard`)."""

    ORDINARY = "", _("those that are not guarded")
    GUARDED = "guarded", _("guarded ones too")
    STAND_IN = "stand_in", _("guarded ones that name whoever handles them")


class Grant(models.Model):
    """A role may do some actions with records of a type, within a scope, up to a sensitivity.

    Nothing is allowed without a grant. Compartments narrow what is above internal.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="grants", verbose_name=_("role"))
    record_type = models.ForeignKey(
        RecordType, models.CASCADE, related_name="grants", verbose_name=_("record type")
    )
    actions = models.JSONField(_("actions"), default=list)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.OWN)
    tier = models.CharField(
        _("up to sensitivity"), max_length=1, default="I", choices=[(tier, tier) for tier in "PICR"]
    )
    compartments = models.JSONField(_("compartments"), default=list, blank=True)
    watch = models.CharField(_("guarded records"), max_length=10, choices=Watch.choices, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(fields=["group", "record_type", "scope"], name="registry_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.record_type}: {self.may} ({self.get_scope_display()}, {self.tier})"

    @property
    def may(self) -> str:
        """The actions in words."""
        labels = dict(Action.choices)
        return ", ".join(str(labels.get(action, action)) for action in self.actions)


class AccessEvent(InsertOnlyModel):
    """Somebody saw something. Written in the same transaction as the read; holds ids and tiers, never values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=20)
    record_type = models.CharField(max_length=63)
    records = StoredJSONField(help_text="Ids of the records shown.")
    tiers = models.CharField(max_length=4, help_text="Letters of the sensitivities that were shown.")
    purpose = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        indexes = [
            models.Index(fields=["at"], name="registry_access_export", condition=models.Q(action="export"))
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class AccessedRecord(models.Model):
    """One record that an access event is about, so that "who looked at this record" is found by an index. Exports have
    none: they are found by their own index and looked through.

    Derived from `AccessEvent.records`; the event is the proof.
    """

    event = models.ForeignKey(AccessEvent, models.CASCADE, related_name="about", db_index=False)
    record = models.UUIDField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["record", "event"], name="registry_accessed_record")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.record}"
