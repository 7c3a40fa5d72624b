"""Template helpers of the hub: its menu and foot, what may be quoted of a page, a place in the reader's script."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language
from wagtail.models import Page

from knowledge import places

register = template.Library()
MENU_TYPES = {"helppage", "librarypage", "sectionpage"}
FOOT_TYPES = {"infopage", "glossarypage"}


@register.simple_tag(takes_context=True)
def hub_links(context: Context) -> dict[str, list[Page]]:
    """Pages below the front page in the language of the moment, for the menu and the foot. One query a request."""
    request: HttpRequest = context["request"]
    if not hasattr(request, "_hub_links"):
        children = Page.objects.live().public().filter(depth=3, locale__language_code=get_language())
        pages = list(children.select_related("content_type").order_by("path"))
        request._hub_links = {  # type: ignore[attr-defined]
            name: [page for page in pages if page.content_type.model in types]
            for name, types in (("menu", MENU_TYPES), ("foot", FOOT_TYPES))
        }
    links: dict[str, list[Page]] = request._hub_links  # type: ignore[attr-defined]
    return links


@register.filter
def district(code: str) -> str:
    """The name of a district in the reader's script."""
    return str(places.BY_CODE.get(code, ""))


@register.filter
def caption_here(material: Any) -> str:
    """The caption in the language of the moment, else in the other one."""
    captions = {"bn": material.caption_bn, "en": material.caption_en}
    return captions.get(get_language() or "bn") or captions["bn"] or captions["en"]
