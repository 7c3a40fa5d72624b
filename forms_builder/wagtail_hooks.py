"""What the forms app adds to the Wagtail admin."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from forms_builder.designer import (  # noqa: F401 - importing registers the tasks
    publish_task,
    tests_task,
    versions_task,
)
from forms_builder.designer.viewsets import FormsGroup
from forms_builder.models import FormDefinition

register_snippet(FormsGroup)


@hooks.register("before_bulk_action")
def keep_used_forms(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: object
) -> HttpResponse | None:
    """Bulk deletion knows nothing of our delete page: published forms and lists in use stay here too."""
    kept = [str(one) for one in objects if isinstance(one, FormDefinition) and one.live_version_id]
    if action_type != "delete" or not kept:
        return None
    messages.error(
        request,
        _("Published forms are kept: %(forms)s. Unpublish them instead.") % {"forms": ", ".join(kept)},
    )
    return redirect("wagtailsnippets_forms_builder_formdefinition:list")


@hooks.register("register_log_actions")
def form_log_actions(actions: LogActionRegistry) -> None:
    """What happens to forms besides Wagtail's own actions, for their history."""
    actions.register_action(
        "forms_builder.schedule_refused",
        gettext_lazy("Not published"),
        gettext_lazy("Publishing was due, and refused"),
    )


@hooks.register("register_permissions")
def form_permissions() -> QuerySet[Permission]:
    """Rights that Wagtail's page of a group does not list by itself."""
    return Permission.objects.filter(
        content_type__app_label="forms_builder", codename="approve_formdefinition"
    )


@hooks.register("insert_global_admin_css")
def designer_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("nirapod/designer/designer.css"))
