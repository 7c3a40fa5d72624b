"""The directory of people: officials, committee and community members, leaders. One row a person, across all events.

Not for survivors' case files: those are records, and sealed.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Place
from registry.models.places import Named


class Person(Named):
    """Somebody who takes part: named in both scripts, told apart by agency and designation."""

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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.CharField(_("agency"), max_length=200, blank=True)
    designation = models.CharField(_("designation"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.NOT_STATED)
    age_band = models.CharField(
        _("age band"), max_length=8, choices=AgeBand.choices, default=AgeBand.NOT_STATED
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

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_en"]
        indexes = [models.Index(fields=["active", "name_en"], name="trainings_person_active")]

    def title_in(self, language: str) -> str:
        """The name, and the agency that tells two of one name apart. Never a telephone number."""
        return ", ".join(filter(None, (self.name_in(language), self.agency)))
