"""Committees and groups: their kinds with dated rules, the bodies themselves, who holds which office when.

Laws and rules are data: each has the day from which it holds, and what was in force on a day is looked up for that day.
"""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.insert_only import InsertOnlyModel
from forms_builder.models.choices import plain_key
from registry.models import Organisation, Place
from registry.models.places import Named
from trainings.models.person import Person


class BodyKind(Named):
    """A kind of committee or group."""

    class Family(models.TextChoices):
        COMMITTEE = "committee", _("committee")
        GROUP = "group", _("group")

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    family = models.CharField(_("committee or group"), max_length=10, choices=Family.choices)
    restricted = models.BooleanField(
        _("members are not named"),
        default=False,
        help_text=_("No list of members is kept here, and its sheets name nobody of the directory."),
    )
    active = models.BooleanField(_("active"), default=True)

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("kind of committee or group")
        verbose_name_plural = _("kinds of committees and groups")
        ordering = ["family", "name_en"]


class BodyRule(InsertOnlyModel):
    """What holds for a kind from a day on. Never changed: a new rule is a new row, so old meetings keep theirs."""

    kind = models.ForeignKey(BodyKind, models.PROTECT, related_name="rules", verbose_name=_("kind"))
    since = models.DateField(_("in force since"))
    law = models.CharField(_("law or order"), max_length=300, blank=True)
    chair = models.CharField(_("chair by office"), max_length=200, blank=True)
    secretary = models.CharField(_("member secretary by office"), max_length=200, blank=True)
    composition = models.JSONField(
        _("composition"),
        default=list,
        blank=True,
        help_text="List of {position, least}: how many of a position there have to be.",
    )
    quorum_members = models.PositiveSmallIntegerField(
        _("quorum: members"), default=0, help_text=_("How many members have to be there; 0: not set.")
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum: per cent of the members"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("0: not set."),
    )
    interval_days = models.PositiveSmallIntegerField(
        _("days between two meetings"), validators=[MinValueValidator(7), MaxValueValidator(366)]
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rule of a kind")
        verbose_name_plural = _("rules of kinds")
        ordering = ["kind", "-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.since}"


class BodyQuerySet(models.QuerySet["Body"]):
    def with_names(self) -> Self:
        return self.select_related("organisation", "kind", "place")


class Body(models.Model):
    """One committee or group, of one place. Its names are those of the organisation that answers point at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="body", verbose_name=_("organisation")
    )
    kind = models.ForeignKey(BodyKind, models.PROTECT, related_name="bodies", verbose_name=_("kind"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    order_reference = models.CharField(_("government order or memo"), max_length=200, blank=True)

    objects = BodyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("committee or group")
        verbose_name_plural = _("committees and groups")
        ordering = ["kind", "organisation__name_en"]

    def __str__(self) -> str:
        return str(self.organisation)


class Membership(models.Model):
    """Somebody belongs to a body and holds an office in it, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    position = models.CharField(
        _("position"), max_length=40, help_text="A value of the choice list “com_role”."
    )
    held_as = models.CharField(_("by what office"), max_length=200, blank=True)
    ex_officio = models.BooleanField(_("ex officio"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["position", "since"]
        indexes = [models.Index(fields=["body", "since", "until"], name="trainings_member_dates")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="trainings_member_days",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.position}"
