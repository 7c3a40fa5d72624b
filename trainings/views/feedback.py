"""The link by which those who came to an event say how it was: without an account, without a name, for some days."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from forms_builder.public import links
from forms_builder.public.links import FormLink
from forms_builder.public.opening import NotOpen, visitors_version
from registry.models import Action, RecordType
from registry.prefilling import office_keys
from trainings.sheets.opening import OpenSheet
from trainings.views.sheets import about, sheet_or_404


@login_required
@require_GET
def sheet_feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/feedback/: the link and its QR, and until when they work."""
    opened = sheet_or_404(request, pk, Action.EDIT)
    link = link_of(opened)
    if link is None:
        raise Http404
    is_over = link.until <= timezone.now().timestamp()
    url = "" if is_over else links.address(link, request.build_absolute_uri("/"))
    context = {
        **about(opened),
        "address": url,
        "picture": links.picture(url) if url else "",
        "last_day": last_day(opened),
        "is_over": is_over,
    }
    return render(request, "trainings/sheet_feedback.html", context)


def link_of(opened: OpenSheet) -> FormLink | None:
    """None where nobody is asked: no form for it, or a group whose members nobody may know of."""
    if not opened.asks_feedback:
        return None
    asked = RecordType.objects.filter(
        key=opened.setup.feedback, active=True, parent_type=opened.record.type_id
    )
    kind = asked.select_related("form").first()
    try:
        version = visitors_version(kind.form.key) if kind else None
    except NotOpen:
        version = None
    if version is None:
        return None
    office = dict.fromkeys(office_keys(version.parsed), opened.record.office.key)
    return FormLink(version.definition.key, opened.record.pk, opened.title(), closes(opened), office)


def last_day(opened: OpenSheet) -> object:
    return opened.span.last + timedelta(days=opened.setup.feedback_days)


def closes(opened: OpenSheet) -> int:
    """The end of the last day, in local time."""
    day = opened.span.last + timedelta(days=opened.setup.feedback_days + 1)
    return int(timezone.make_aware(datetime.combine(day, time.min)).timestamp())
