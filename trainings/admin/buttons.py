"""The buttons of a row that lead out of the admin: into the workspace, onto paper, into a file. Access is checked there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail_modeladmin.helpers import ButtonHelper

from registry.directory import record_of
from registry.models import Organisation
from trainings.models import Body, Capability

Way = tuple[str, str]
"""(label, address)."""


class RowButtons(ButtonHelper):
    """Derived classes say where a row leads, before the usual buttons."""

    def ways(self, obj: Any) -> Iterator[Way]:
        raise NotImplementedError

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        usual: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        look = self.finalise_classname(["button-small", "button-secondary"])
        ours = [
            {"url": url, "label": label, "classname": look, "title": f"{label}: {obj}"}
            for label, url in self.ways(obj)
        ]
        return [*ours, *usual]


class BodyButtons(RowButtons):
    def ways(self, obj: Body) -> Iterator[Way]:
        yield _("Open in the workspace"), reverse("trainings:body", args=[obj.pk])
        yield _("Print"), reverse("trainings:body_print", args=[obj.pk])
        yield _("Export"), reverse("trainings:body_export", args=[obj.pk])


class PartnerButtons(RowButtons):
    """One that is a record of its own opens as that; any other on the page of partners."""

    def ways(self, obj: Organisation) -> Iterator[Way]:
        record = record_of(obj)
        if record is None:
            yield _("Open in the workspace"), reverse("trainings:partner", args=[obj.key])
            yield _("Print"), reverse("trainings:partner_print", args=[obj.key])
            yield _("Export"), reverse("trainings:partner_export", args=[obj.key])
            return
        yield _("Open in the workspace"), reverse("registry:record", args=[record.type.key, record.pk])
        yield _("Print"), reverse("registry:print", args=[record.type.key, record.pk])
        yield _("Export"), reverse("registry:export", args=[record.type.key])


class TypeButtons(RowButtons):
    """Kinds of events and meetings: their records, in the workspace."""

    def ways(self, obj: Capability) -> Iterator[Way]:
        yield _("Open in the workspace"), reverse("registry:records", args=[obj.record_type.key])
        yield _("Export"), reverse("registry:export", args=[obj.record_type.key])
