"""Which pages anybody may read, and how lists get them: in one query, whatever types are listed."""

from typing import Any, TypeVar

from django.db.models import CharField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

AnyQuery = TypeVar("AnyQuery", bound=QuerySet[Any])


def open_to_all(pages: AnyQuery) -> AnyQuery:
    """Live, and not restricted: not itself, not through a page above it, not as an alias of such a page.

    Wagtail's `.public()` fetches all restrictions first, and knows nothing of aliases.
    """
    closed = PageViewRestriction.objects.annotate(here=Cast(OuterRef("path"), CharField()))
    original_closed = PageViewRestriction.objects.filter(page=OuterRef("alias_of"))
    return (
        pages.filter(live=True)
        .exclude(Exists(closed.filter(here__startswith=F("page__path"))))
        .exclude(Exists(original_closed))
    )


def teasers(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Pages of any type with their `summary`, without a query for each type."""
    from knowledge.models.page import HubPage

    summaries = [f"{model._meta.model_name}__summary" for model in with_tables(HubPage)]
    return pages.annotate(summary=Coalesce(*summaries)).select_related("locale")


def with_tables(model: type[Page]) -> list[type[Page]]:
    """The page types below an abstract one."""
    if not model._meta.abstract:
        return [model]
    return [found for below in model.__subclasses__() for found in with_tables(below)]


def ways_to(path: str) -> list[str]:
    """The paths of a page and of all pages above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def front_pages(request: HttpRequest, locale: int | None = None) -> list[Page]:
    """The front page of a language and the pages right below it, for menu, foot and way back.

    Without `locale`: those in the language of the moment.
    """
    from knowledge.remembering import remembered

    every = remembered(request, ("front pages",), _front_pages)
    if locale:
        return [page for page in every if page.locale_id == locale]
    language = get_language() or ""
    return [page for page in every if page.locale.language_code == language]


def _front_pages() -> list[Page]:
    pages = open_to_all(Page.objects.filter(depth__in=(2, 3)))
    return list(pages.select_related("content_type", "locale").order_by("path"))
