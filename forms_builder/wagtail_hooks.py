"""What the forms app adds to the Wagtail admin."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

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


@hooks.register("insert_global_admin_css")
def designer_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("nirapod/designer/designer.css"))
