"""The editors' calendar: what goes public or leaves, campaigns and events, consents that end, texts to look at again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from knowledge.models import CampaignPage, EventPage, LibraryItemPage, MediaConsent, StoryPage

DAYS = 92
"""About three months at a time."""
Span = tuple[date, date]


@dataclass(frozen=True, order=True)
class Entry:
    day: date
    what: str
    title: str
    url: str


def calendar(request: HttpRequest) -> HttpResponse:
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        raise PermissionDenied
    first = _day(request.GET.get("from", "")) or timezone.localdate()
    span = (first, first + timedelta(days=DAYS))
    found = sorted(entry for source in SOURCES for entry in source(span, request.user))
    context = {
        "days": [(day, list(entries)) for day, entries in groupby(found, lambda entry: entry.day)],
        "first": span[0],
        "last": span[1],
        "before": (first - timedelta(days=DAYS)).isoformat(),
        "after": span[1].isoformat(),
    }
    return render(request, "knowledge/admin/calendar.html", context)


def _day(text: str) -> date | None:
    """A day of an address that somebody may have changed by hand."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _scheduled(span: Span, user: Any) -> Iterator[Entry]:
    revisions = Revision.page_revisions.filter(approved_go_live_at__date__range=span)
    for revision in revisions:
        page = revision.as_object()
        yield Entry(
            timezone.localdate(revision.approved_go_live_at), _("Goes public"), page.title, _edit(page)
        )
    for page in Page.objects.live().filter(expire_at__date__range=span):
        yield Entry(timezone.localdate(page.expire_at), _("Leaves the site"), page.title, _edit(page))


def _campaigns(span: Span, user: Any) -> Iterator[Entry]:
    """One entry for both languages."""
    for field, what in (("starts_on", _("Campaign begins")), ("ends_on", _("Campaign ends"))):
        yield from _dated(CampaignPage, field, what, span)


def _events(span: Span, user: Any) -> Iterator[Entry]:
    found = EventPage.objects.filter(starts_at__date__range=span).order_by("path")
    for page in {one.translation_key: one for one in reversed(found)}.values():
        yield Entry(timezone.localdate(page.starts_at), _("Event"), page.title, _edit(page))


def _reviews(span: Span, user: Any) -> Iterator[Entry]:
    for model in (LibraryItemPage, StoryPage):
        yield from _dated(model, "review_on", _("Look at it again"), span)


def _dated(model: type[Page], field: str, what: str, span: Span) -> Iterator[Entry]:
    found = model._default_manager.filter(**{f"{field}__range": span}).order_by("path")
    for page in {one.translation_key: one for one in reversed(found)}.values():
        yield Entry(getattr(page, field), what, page.title, _edit(page))


def _consents(span: Span, user: Any) -> Iterator[Entry]:
    """Codes only, and only for those who may see consents."""
    if not (user.has_perm("knowledge.view_mediaconsent") or user.has_perm("knowledge.change_mediaconsent")):
        return
    for consent in MediaConsent.objects.filter(withdrawn_on=None, valid_until__range=span):
        may_change = user.has_perm("knowledge.change_mediaconsent")
        url = reverse("media_consents:edit", args=[consent.pk]) if may_change else ""
        yield Entry(consent.valid_until, _("Consent ends"), consent.code, url)


SOURCES: tuple[Callable[[Span, Any], Iterator[Entry]], ...] = (
    _scheduled,
    _campaigns,
    _events,
    _reviews,
    _consents,
)
