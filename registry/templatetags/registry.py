"""Small lists that the workspace's templates hand to components. Says what a page offers, decides nothing."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def crumbs(*pairs: str) -> list[dict[str, str]]:
    """`{% crumbs label url label url as links %}`: what components/breadcrumb.html takes."""
    return [{"label": label, "url": url} for label, url in zip(pairs[::2], pairs[1::2], strict=True)]


@register.simple_tag
def list_actions(new_url: str, export_url: str, import_url: str = "") -> list[dict[str, str]]:
    """The buttons of a list, for components/page_header.html; blank addresses make none."""
    offered = [
        {"url": new_url, "label": _("Add a record"), "icon": "plus", "kind": "main"},
        {"url": export_url, "label": _("Export"), "icon": "download", "kind": "second"},
        {"url": import_url, "label": _("Import"), "icon": "upload", "kind": "second"},
    ]
    return [action for action in offered if action["url"]]


@register.simple_tag
def record_actions(change_url: str, print_url: str = "") -> list[dict[str, str]]:
    """The buttons of a record's page."""
    offered = [
        {"url": change_url, "label": _("Change"), "icon": "edit", "kind": "main"},
        {"url": print_url, "label": _("Print"), "icon": "print", "kind": "second"},
    ]
    return [action for action in offered if action["url"]]


@register.simple_tag
def case_link(name: str) -> str:
    """The words of a way to go on from a case, by its name."""
    words = {
        "people": _("Who works on it"),
        "merge": _("Merge"),
        "office": _("Another office"),
        "looked": _("Who looked"),
        "past": _("Enter its past"),
        "conference": _("Case conference"),
        "history": _("History in full"),
        "withdraw": _("Withdraw this record"),
        "mistake": _("Entered by mistake"),
        "letter": _("Letter"),
        "convert": _("Make a case of it"),
    }
    return words[name]
