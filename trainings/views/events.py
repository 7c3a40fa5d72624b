"""One's events in the workspace: those that carry a sheet, the next ones and the latest first."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from registry import audit
from registry.models import Record
from registry.views.common import language, status_kind, status_label
from trainings.models import Sheet
from trainings.people.access import may_use
from trainings.setup.reading import MEETING, SHEET, uses

SHOWN_EVENTS = 60


@login_required
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """GET /workspace/events/: the events one may see that carry a sheet, the next ones and the latest first."""
    reached = uses(request.user)
    if not reached:
        raise Http404
    kinds = [one.record_type for one in reached if one.kind == SHEET]
    visible = Record.objects.visible_to(request.user).filter(type__in=kinds)
    known = {one.pk: one for one in kinds}
    counted = Count("participants", filter=Q(participants__removed_at=None))
    found = Sheet.objects.filter(record__in=visible).select_related("record").annotate(people=counted)
    with audit.reading(request.user, audit.AccessKind.LIST, "", address=audit.address_of(request)) as seen:
        sheets = list(found.order_by("-first_day", "-created_at")[:SHOWN_EVENTS])
        seen.add([one.pk for one in sheets])
    rows = []
    for sheet in sheets:
        record_type = known[sheet.record.type_id]
        rows.append(
            {
                "url": reverse("registry:record", args=[record_type.key, sheet.pk]),
                "sheet_url": reverse("trainings:sheet", args=[sheet.pk]),
                "reference": sheet.record.reference,
                "kind": record_type.name_in(language()),
                "first": sheet.first_day,
                "last": sheet.last_day,
                "people": sheet.people,
                "status": status_label(record_type, sheet.record.status),
                "status_kind": status_kind(record_type, sheet.record.status),
            }
        )
    context = {
        "title": _("Events"),
        "rows": rows,
        "people_url": reverse("trainings:people") if may_use(request.user) else "",
        "bodies_url": reverse("trainings:committees") if any(one.kind == MEETING for one in reached) else "",
    }
    return render(request, "trainings/events.html", context)
