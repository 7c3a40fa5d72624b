"""The directory of people: officials, committee and community members. One row a person, across all events.

Not for survivors' case files: those are records, and sealed. A survivor leader stands here under the name they chose
and like anybody else: no column, kind or mark tells who is one.
"""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models import Place
from registry.models.places import Named
from trainings.models.sealed_row import SealedRow


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> Self:
        """Those in use: neither put away nor merged into somebody else."""
        return self.filter(active=True, merged_into=None)


class Person(SealedRow, Named):
    """Somebody who takes part: named in both scripts, told apart by agency and designation.

    Sealed: `phone` (+880…). It is found by `phone_index` only, a keyed hash.
    """

    class Sex(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")
        THIRD = "t", _("third gender (hijra)")
        NOT_STATED = "x", _("not stated")

    class AgeBand(models.TextChoices):
        CHILD = "under_18", _("under 18")
        YOUNG = "18_24", _("18 to 24")
        ADULT = "25_59", _("25 to 59")
        OLDER = "60_up", _("60 and over")
        NOT_STATED = "x", _("not stated")

    class Disability(models.TextChoices):
        YES = "y", _("yes")
        NO = "n", _("no")
        NOT_ASKED = "dk", _("not asked or not known")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_kind = models.CharField(
        _("kind of agency"), max_length=40, blank=True, help_text=_("A value of the choice list “agency”.")
    )
    agency = models.CharField(_("office or agency"), max_length=200, blank=True)
    designation = models.CharField(_("designation"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.NOT_STATED)
    age_band = models.CharField(
        _("age band"), max_length=8, choices=AgeBand.choices, default=AgeBand.NOT_STATED
    )
    disability = models.CharField(
        _("disability"), max_length=2, choices=Disability.choices, default=Disability.NOT_ASKED
    )
    district = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level": Place.Level.DISTRICT},
        verbose_name=_("district"),
    )
    active = models.BooleanField(_("active"), default=True)
    sounds = models.CharField(max_length=400, blank=True, editable=False, help_text="Names as they sound.")
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    not_a_duplicate = models.CharField(
        max_length=300, blank=True, editable=False, help_text="Why this is not the person that looks alike."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_en"]
        indexes = [
            models.Index(fields=["active", "name_en"], name="trainings_person_active"),
            models.Index(fields=["phone_index"], name="trainings_person_phone"),
            models.Index(fields=["sounds"], name="trainings_person_sounds"),
            models.Index(fields=["created_by", "active"], name="trainings_person_creator"),
        ]

    def title_in(self, language: str) -> str:
        """The name, and the agency that tells two of one name apart. Never a telephone number."""
        return ", ".join(filter(None, (self.name_in(language), self.agency)))

    def name_in(self, language: str) -> str:
        """The name in the reader's script, or in the only one there is."""
        first, second = (self.name_bn, self.name_en) if language == "bn" else (self.name_en, self.name_bn)
        return first or second

    @property
    def phone(self) -> str:
        """As stored: +880…. Opening it is the caller's to account for (`people.reading`)."""
        return str(self.opened().get("phone", ""))


class PersonMerge(models.Model):
    """Two rows turned out to be one person. Nothing moves: the one points at the other, so it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    filled = models.JSONField(default=list, help_text="Names of the fields that the kept row took over.")
    moved = models.JSONField(default=list, help_text="Ids of rows that pointed at the one that went.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
