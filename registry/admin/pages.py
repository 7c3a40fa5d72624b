"""Pages of the set-up besides modeladmin's own: the check before going live, what changed when, a workflow's picture."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from forms_builder.digits import reader_language
from registry.admin.readiness import can_go_live, findings, leaving, shown
from registry.admin.telling import sentences, tasks_at_start
from registry.admin.versions import GRANTS, TYPE, changes, keep_type
from registry.models import Backfill, RecordType, Workflow
from registry.workflow.configuring import KIND, read
from registry.workflow.picture import picture_of


class SetupPage(WagtailAdminTemplateMixin, TemplateView):
    """A page about one thing of the set-up. Who may see or change such things may look; posting needs `change`."""

    model: ClassVar[Any]
    header_icon = "cogs"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        name = self.model._meta.model_name
        rights = ["change"] if request.method not in ("GET", "HEAD") else ["view", "change"]
        if not any(request.user.has_perm(f"registry.{right}_{name}") for right in rights):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def thing(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    @property
    def index_url(self) -> str:
        return f"/admin/registry/{self.model._meta.model_name}/"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = str(self.model._meta.verbose_name_plural).capitalize()
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": self.index_url, "label": plural}, here]

    def get_page_title(self) -> str:
        return str(self.thing)


class CheckView(SetupPage):
    """What a record type lacks and what it will look like, with the switch that puts it into use."""

    model = RecordType
    template_name = "registry_admin/check.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record_type: RecordType = self.thing
        wanted = request.POST.get("active") == "1"
        if wanted and not can_go_live(record_type):
            messages.error(request, _("Something is missing still, so it is not put into use."))
            return redirect(request.path)
        keep_type(record_type, None)
        RecordType.objects.filter(pk=record_type.pk).update(active=wanted)
        record_type.active = wanted
        keep_type(record_type, request.user)
        messages.success(request, _("It is in use now.") if wanted else _("It is not in use any more."))
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record_type = self.thing
        found = findings(record_type)
        return {
            **super().get_context_data(**kwargs),
            "record_type": record_type,
            "findings": found,
            "ready": can_go_live(record_type),
            "shown": shown(record_type, reader_language()),
            "backfill": Backfill.objects.filter(record_type=record_type).first(),
            "may_change": self.request.user.has_perm("registry.change_recordtype"),
            "leaving": leaving(record_type) if "leaving" in self.request.GET else None,
            "edit_url": f"{self.index_url}edit/{record_type.pk}/",
            "versions_url": reverse("registry_type_versions", args=[record_type.pk]),
            "map_url": reverse("registry_workflow_map", args=[record_type.workflow_id])
            if record_type.workflow_id
            else "",
        }


class TypeVersionsView(SetupPage):
    """What was changed in a record type and in its grants, when, and by whom."""

    model = RecordType
    template_name = "registry_admin/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.thing.key
        parts = [
            (_("The record type"), list(changes(TYPE, key))),
            (_("Who may do what"), list(changes(GRANTS, key))),
        ]
        return {**super().get_context_data(**kwargs), "parts": parts}


class MapView(SetupPage):
    """A workflow drawn, and the same in sentences; and what was changed in it."""

    model = Workflow
    template_name = "registry_admin/map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = read(self.thing.document)
        return {
            **super().get_context_data(**kwargs),
            "picture": picture_of(document, reader_language()),
            "states": sentences(document, reader_language()),
            "at_start": tasks_at_start(document, reader_language()),
            "changes": list(changes(KIND, self.thing.key)),
            "edit_url": reverse("registry_workflow_edit", args=[self.thing.pk]),
            "may_change": self.request.user.has_perm("registry.change_workflow"),
        }
