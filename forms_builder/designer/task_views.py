"""The pages around a form: its home, and what the page of every task has in common."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder.designer.home_buttons import address, home_buttons, home_links
from forms_builder.designer.panels import live_sentence
from forms_builder.designer.saving import lock_message
from forms_builder.designer.tasks import Task, all_tasks
from forms_builder.models import FormDefinition


class AroundForm(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one form. `definition` is the form with its latest draft's questions.

    Who may view forms may look; whatever is posted needs the right to change them.
    """

    permission_policy = ModelPermissionPolicy(FormDefinition)
    any_permission_required: tuple[str, ...] = ("view", "change")
    posting_needs: tuple[str, ...] = ("change",)
    """One of these rights is needed to post."""
    header_icon = "form"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        posting = request.method not in ("GET", "HEAD")
        if posting and not self.user_has_any_permission(self.posting_needs):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

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

    @cached_property
    def locked(self) -> str:
        """Why this person cannot change the form now; blank when they can."""
        if not self.user_has_permission("change"):
            return _("You may look at this form, not change it.")
        return lock_message(self.definition, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "definition": self.definition,
            "sentence": live_sentence(self.definition),
            "locked": self.locked,
        }


class HomeView(AroundForm):
    """The form's home: what is live, and its tasks with their states."""

    template_name = "designer/home.html"

    def get_header_buttons(self) -> list[Any]:
        return home_buttons(self.definition, self.user_has_permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = [
            {
                "task": task,
                "state": task.state(self.definition),
                "url": address(f"task_{task.slug}", self.definition),
            }
            for task in all_tasks()
        ]
        links = home_links(self.definition, self.user_has_permission)
        return {**super().get_context_data(**kwargs), "tasks": tasks, "links": links}


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
