"""Facilitators and service providers: organisations of two kinds, each with a register of its own.

A facilitator is whoever trains for us: an organisation, or a resource person under the name they work by. No telephone
number stands here; people of trainings and committees are in the directory, never in a register.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Organisation


class OfKind(models.Manager[Organisation]):
    """Organisations of the kind that the model is about."""

    def get_queryset(self) -> models.QuerySet[Organisation]:
        return super().get_queryset().filter(kind=self.model.KIND)  # type: ignore[attr-defined]  # of the proxies


class Facilitator(Organisation):
    KIND: ClassVar[str] = "facilitator"

    objects = OfKind()  # type: ignore[assignment,misc]  # not all organisations

    class Meta:
        proxy = True
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")


class ServiceProvider(Organisation):
    KIND: ClassVar[str] = "provider"

    objects = OfKind()  # type: ignore[assignment,misc]  # not all organisations

    class Meta:
        proxy = True
        verbose_name = _("service provider")
        verbose_name_plural = _("service providers")
