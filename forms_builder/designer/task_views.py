"""The pages around a form: its home, and what the page of every task has in common."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder.designer.panels import live_sentence
from forms_builder.designer.tasks import Task, all_tasks
from forms_builder.models import FormDefinition


def address(name: str, definition: FormDefinition) -> str:
    """Address of a page of a form's: edit, history, home, task_<slug> …"""
    return reverse(definition.snippet_viewset.get_url_name(name), args=[definition.pk])


class AroundForm(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one form. `definition` is the form with its latest draft's questions."""

    permission_policy = ModelPermissionPolicy(FormDefinition)
    permission_required = "change"
    header_icon = "form"
    _show_breadcrumbs = True

    @cached_property
    def definition(self) -> FormDefinition:
        stored = get_object_or_404(
            FormDefinition.objects.select_related("live_version"), pk=self.kwargs["pk"]
        )
        draft: FormDefinition = stored.get_latest_revision_as_object()
        return draft

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse(self.definition.snippet_viewset.get_url_name("list"))
        home = {"url": address("home", self.definition), "label": str(self.definition)}
        return [*self.breadcrumbs_items, {"url": listing, "label": _("Forms")}, home, *self.crumbs()]

    def crumbs(self) -> list[dict[str, Any]]:
        """What comes after the form's home."""
        return []

    def get_page_title(self) -> str:
        return str(self.definition)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "definition": self.definition,
            "sentence": live_sentence(self.definition),
        }


class HomeView(AroundForm):
    """The form's home: what is live, and its tasks with their states."""

    template_name = "designer/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = [
            {
                "task": task,
                "state": task.state(self.definition),
                "url": address(f"task_{task.slug}", self.definition),
            }
            for task in all_tasks()
        ]
        return {**super().get_context_data(**kwargs), "tasks": tasks}


class TaskView(AroundForm):
    """The page of one task; a subclass brings template and work."""

    task: ClassVar[Task]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.header_icon = self.task.icon

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.task.title)}]

    def get_page_subtitle(self) -> str:
        return str(self.task.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "task": self.task}
