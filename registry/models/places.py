"""Offices, places and organisations: where records belong and what they point at."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_builder.models.choices import plain_key


class Named(models.Model):
    """Something with a name in both languages."""

    name_bn = models.CharField(_("name in Bangla"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "bn")

    def name_in(self, language: str) -> str:
        return self.name_bn if language == "bn" and self.name_bn else self.name_en


class Office(Named):
    """A field office: the scope of most people's work. Its code leads record references."""

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    code = models.CharField(_("code in references"), max_length=8, unique=True)

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["name_en"]


class OfficeMembership(models.Model):
    """Somebody works in an office."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="office_memberships",
        verbose_name=_("user"),
    )
    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships", verbose_name=_("office"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("office membership")
        verbose_name_plural = _("office memberships")
        constraints = [models.UniqueConstraint(fields=["user", "office"], name="registry_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.office}"


class Place(Named):
    """A node of the place tree: division → district → upazila or city corporation → union or ward."""

    class Level(models.TextChoices):
        DIVISION = "division", _("division")
        DISTRICT = "district", _("district")
        UPAZILA = "upazila", _("upazila, city corporation or municipality")
        WARD = "ward", _("union or ward")

    code = models.CharField(_("code"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies within"),
    )
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["level", "name_en"]
        indexes = [models.Index(fields=["level", "parent"], name="registry_place_level")]


class Organisation(Named):
    """A committee, group, agency or training provider that answers point at."""

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    kind = models.CharField(_("kind"), max_length=40)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    active = models.BooleanField(_("active"), default=True)

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["kind", "name_en"]
