"""What the hub adds to the Wagtail admin: our colours, the gate in the editor, consents, reach, withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from knowledge import downloads
from knowledge.admin.calendar import calendar
from knowledge.admin.translation import TakeOver, TranslatePage, instead_of_the_editor
from knowledge.admin.views import withdraw_page
from knowledge.admin.viewsets import viewsets
from knowledge.models import HubDocument
from knowledge.models.page import HubPage
from knowledge.safeguarding.checks import faults

# Leads to the web site of Wagtail, which knows nothing of our forms.
UNUSED_MENU_ITEMS = {"help"}


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    files = [(static(f"nirapod/css/{name}.css"),) for name in ("fonts", "admin")]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', files)


@hooks.register("construct_main_menu")
def hide_unused(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_MENU_ITEMS]


@hooks.register("before_create_page")
def save_as_draft_first(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """A page that nobody can have reviewed yet is saved instead of published, and the editor is told."""
    wants = request.method == "POST" and "action-publish" in request.POST
    if wants and issubclass(page_class, HubPage) and page_class.needs_review:
        posted = request.POST.copy()
        del posted["action-publish"]
        request.POST = posted  # type: ignore[assignment]
        messages.warning(
            request, _("Saved as a draft. A safeguarding reviewer has to approve it before it is published.")
        )


@hooks.register("before_edit_page", order=-1)
def translations_go_through_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    return instead_of_the_editor(request, page)


@hooks.register("before_publish_page")
def tell_what_is_in_the_way(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The version is saved by now. Where it may not go out, the editor reads why and goes on."""
    found = faults(page) if isinstance(page, HubPage) else []
    for message in found:
        messages.error(request, message)
    return redirect("wagtailadmin_pages:edit", page.pk) if found else None


@hooks.register("before_serve_document")
def only_public_files(document: HubDocument, request: HttpRequest) -> None:
    downloads.let_or_refuse(document, request)


@hooks.register("register_page_header_buttons")
def withdraw_button(page: Page, user: object, view_name: str, next_url: str | None = None) -> list[Button]:
    if not (
        page.live and isinstance(page.specific, HubPage) and page.permissions_for_user(user).can_unpublish()
    ):
        return []
    return [
        Button(
            _("Withdraw at once"), reverse("hub_withdraw", args=[page.pk]), icon_name="warning", priority=90
        ),
    ]


@hooks.register("register_admin_urls", order=-1)
def admin_urls() -> list[URLPattern]:
    """Two of them stand in front of wagtail-localize's own."""
    return [
        path("localize/submit/page/<int:page_id>/", TranslatePage.as_view()),
        path("localize/update/<int:translation_source_id>/", TakeOver.as_view()),
        path("hub/withdraw/<int:pk>/", withdraw_page, name="hub_withdraw"),
        path("hub/calendar/", calendar, name="hub_calendar"),
    ]


@hooks.register("register_admin_menu_item")
def calendar_in_the_menu() -> MenuItem:
    return MenuItem(
        _("Calendar of the hub"),
        reverse("hub_calendar"),
        name="hub-calendar",
        icon_name="calendar",
        order=255,
    )


@hooks.register("register_admin_viewset")
def our_viewsets() -> list[ViewSet]:
    return viewsets


@hooks.register("register_log_actions")
def our_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("knowledge.withdraw", _("Withdraw"), _("Withdrawn"))
