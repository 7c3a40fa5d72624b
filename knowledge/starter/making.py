"""Makes pages in both languages from plain text. What exists already is never touched."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from wagtail.models import Locale, Page

from knowledge.models.page import HubPage
from knowledge.safeguarding.gate import approve_shipped

Blocks = list[tuple[str, Any]]
AnyPage = TypeVar("AnyPage", bound=HubPage)


@dataclass(frozen=True)
class Words:
    """A page in one language; `more` holds the fields of its type."""

    title: str
    summary: str
    body: Blocks = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        return {"title": self.title, "summary": self.summary, "body": self.body, **self.more}


@transaction.atomic
def ensure_page(
    parent: Page,
    model: type[AnyPage],
    slug: str,
    bangla: Words,
    english: Words,
    add: Callable[[AnyPage], None] | None = None,
    **shared: Any,
) -> AnyPage:
    """The Bangla page with this slug below `parent`; made and published with its translation where it is missing.

    `add` gives a new page its rows, such as files. Commits both languages or nothing.
    """
    found = model._default_manager.child_of(parent).filter(slug=slug).first()
    if found is not None:
        return found
    page = model(slug=slug, live=False, locale=parent.locale, **bangla.fields(), **shared)
    parent.add_child(instance=page)
    if add:
        add(page)
    page.save_revision()
    translation = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in english.fields().items():
        setattr(translation, name, value)
    translation.draft_title = translation.title
    for one in (page, translation):
        publish_shipped(one)
    return page


def publish_shipped(page: HubPage) -> None:
    revision = page.save_revision()
    if page.needs_review:
        approve_shipped(revision.as_object())
    revision.publish()
    page.refresh_from_db()


def text(html: str) -> tuple[str, Any]:
    return ("text", html)


def helplines() -> tuple[str, Any]:
    return ("helplines", None)


def callout(title: str, html: str) -> tuple[str, Any]:
    return ("callout", {"title": title, "text": html})


def steps(title: str, *all_steps: str) -> tuple[str, Any]:
    return ("steps", {"title": title, "steps": list(all_steps)})
