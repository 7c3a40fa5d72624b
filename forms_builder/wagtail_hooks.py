"""What the forms app adds to the Wagtail admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet

from forms_builder import trials
from forms_builder.designer import (  # noqa: F401 - importing registers the tasks
    archiving,
    publish_task,
    tests_task,
    versions_task,
)
from forms_builder.designer.lists.using import is_used
from forms_builder.designer.trying_out import wiped_text
from forms_builder.designer.viewsets import FormsGroup
from forms_builder.models import ChoiceList, FormDefinition

register_snippet(FormsGroup)


@hooks.register("before_bulk_action")
def keep_used_forms(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: object
) -> HttpResponse | None:
    """Bulk deletion knows nothing of our delete page: published forms and lists in use stay here too."""
    ours = [one for one in objects if isinstance(one, FormDefinition | ChoiceList)]
    kept = [one for one in ours if is_kept(one)] if action_type == "delete" else []
    if not kept:
        return None
    names = ", ".join(map(str, kept))
    messages.error(request, _("These are in use and stay: %(names)s.") % {"names": names})
    return redirect(type(kept[0]).snippet_viewset.get_url_name("list"))


def is_kept(one: FormDefinition | ChoiceList) -> bool:
    """Whether something was published or is pointed at, so that it cannot be deleted."""
    if isinstance(one, ChoiceList):
        return is_used(one)
    return one.live_version_id is not None


@hooks.register("register_log_actions")
def form_log_actions(actions: LogActionRegistry) -> None:
    """What happens to forms besides Wagtail's own actions, for their history."""
    actions.register_action(
        "forms_builder.schedule_refused",
        gettext_lazy("Not published"),
        gettext_lazy("Publishing was due, and refused"),
    )

    @actions.register_action(trials.WIPED)
    class TrialsWiped(LogFormatter):
        label = gettext_lazy("Test submissions deleted")

        def format_message(self, log_entry: Any) -> str:
            return wiped_text(int(log_entry.data.get("count", 0)))


@hooks.register("register_permissions")
def form_permissions() -> QuerySet[Permission]:
    """Rights that Wagtail's page of a group does not list by itself."""
    return Permission.objects.filter(
        content_type__app_label="forms_builder", codename="approve_formdefinition"
    )


@hooks.register("insert_global_admin_css")
def designer_css() -> str:
    sheets = ("designer", "around")
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        [(static(f"nirapod/designer/{name}.css"),) for name in sheets],
    )


@hooks.register("register_log_actions")
def archive_actions(actions: LogActionRegistry) -> None:
    """What the history of a form says about archiving."""
    actions.register_action(archiving.ARCHIVE, gettext_lazy("Archive"), gettext_lazy("Archived"))
    actions.register_action(
        archiving.UNARCHIVE,
        gettext_lazy("Take back from the archive"),
        gettext_lazy("Taken back from the archive"),
    )
