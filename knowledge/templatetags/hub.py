"""Template helpers of the hub: its menu and foot, what may be quoted of a page, a place in the reader's script."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail_localize.models import Translation

from knowledge import places
from knowledge.models import Award, SafeguardingTask
from knowledge.models.award import Awarded
from knowledge.public import front_pages
from knowledge.remembering import remembered
from knowledge.translating import counted, is_behind

register = template.Library()
HOME_DEPTH = 2
MENU_TYPES = {"helppage", "librarypage", "sectionpage"}
FOOT_TYPES = {"infopage", "glossarypage"}


@register.simple_tag(takes_context=True)
def hub_links(context: Context) -> dict[str, list[Page]]:
    """Pages below the front page in the language of the moment, for the menu and the foot. One query a request."""
    below = [page for page in front_pages(context["request"]) if page.depth > HOME_DEPTH]
    return {
        name: [page for page in below if page.content_type.model in types]
        for name, types in (("menu", MENU_TYPES), ("foot", FOOT_TYPES))
    }


@register.simple_tag
def checklist_note(page: Page, user: Any) -> str:
    """Where the checklist of a page is due: why this person does not find it among the actions."""
    task = page.current_workflow_task if page.pk else None
    return task.why_not(page, user) if isinstance(task, SafeguardingTask) else ""


@dataclass(frozen=True)
class TranslationState:
    """How many texts are translated, and whether the original has changed since."""

    done: int
    all: int
    behind: bool


@register.simple_tag
def translation_state(translation: Translation) -> TranslationState:
    every, missing = counted(translation)
    return TranslationState(every - missing, every, is_behind(translation))


@register.simple_tag(takes_context=True)
def awards_of(context: Context, page: Page) -> list[Award]:
    """Who paid for a page; a draft is asked itself."""
    if not isinstance(page, Awarded):
        return []
    request = context["request"]
    if getattr(request, "is_preview", False) or not page.pk:
        return list(page.awards.all())
    return remembered(request, ("awards", page.pk), lambda: list(page.awards.all()))


@register.filter
def district(code: str) -> str:
    """The name of a district in the reader's script."""
    return str(places.BY_CODE.get(code, ""))


@register.filter
def caption_here(material: Any) -> str:
    """The caption in the language of the moment, else in the other one."""
    captions = {"bn": material.caption_bn, "en": material.caption_en}
    return captions.get(get_language() or "bn") or captions["bn"] or captions["en"]
