"""The Wagtail admin in our colours, without what this project does not use. Nothing else of it is changed."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem

# Leads to the web site of Wagtail, which knows nothing of our forms.
UNUSED_MENU_ITEMS = {"help"}


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    files = [(static(f"nirapod/css/{name}.css"),) for name in ("fonts", "admin")]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', files)


@hooks.register("construct_main_menu")
def hide_unused(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_MENU_ITEMS]
