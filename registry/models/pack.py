"""What packs have brought in: roles with their names, and what each object looked like when a pack applied it."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.models.choices import plain_key
from registry.models.places import Named


class Role(Named):
    """A group of people with a key and a name in both languages. Rights hang on the group."""

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    group = models.OneToOneField(Group, models.CASCADE, related_name="role", verbose_name=_("group"))

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["name_en"]


class PackEntry(models.Model):
    """One object that a pack applied, and its state then: a different state now is somebody's own change."""

    pack = models.CharField(max_length=63)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of the object's state when the pack last applied it.")
    applied_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "kind", "key"], name="registry_pack_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.kind} {self.key}"
