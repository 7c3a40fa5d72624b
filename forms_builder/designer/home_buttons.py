"""Addresses of the pages around a form, and the buttons on top of its home."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from forms_builder.designer.tasks import all_tasks
from forms_builder.models import FormDefinition


def address(name: str, definition: FormDefinition) -> str:
    """Address of a page of a form's: edit, history, home, task_<slug> …"""
    return reverse(definition.snippet_viewset.get_url_name(name), args=[definition.pk])


def home_buttons(definition: FormDefinition, may: Callable[[str], bool]) -> list[Any]:
    """For the header: editing in front, the rest behind the dots."""
    edit = [HeaderButton(_("Edit questions"), address("edit", definition), icon_name="edit")]
    dots = ButtonWithDropdown(
        buttons=home_links(definition, may),
        icon_name="dots-horizontal",
        attrs={"aria-label": _("More about this form")},
        classname="w-h-slim-header",
    )
    return [*(edit if may("change") else []), dots]


def home_links(definition: FormDefinition, may: Callable[[str], bool]) -> list[Button]:
    """What else can be done with a form, in this order."""
    tasks = {task.slug for task in all_tasks()}
    preview = address("task_preview", definition)
    away = _("Take back from the archive") if definition.archived_at else _("Archive")
    wanted: list[tuple[bool, str, str, str]] = [
        (True, _("Preview in Bangla"), f"{preview}?language=bn", "view"),
        (True, _("Preview in English"), f"{preview}?language=en", "view"),
        (may("add"), _("Copy"), address("copy", definition), "copy"),
        (may("change"), _("History"), address("history", definition), "history"),
        (True, _("Unused questions"), address("unused", definition), "no-view"),
        (may("publish"), away, address("archive", definition), "folder-inverse"),
    ]
    if "exchange" in tasks:
        wanted.append((True, _("Export and import"), address("task_exchange", definition), "download"))
    return [
        Button(label, url, icon_name=icon, priority=number)
        for number, (allowed, label, url, icon) in enumerate(wanted)
        if allowed
    ]
