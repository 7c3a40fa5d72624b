"""Where work begins: what one may fill in, what one has begun, and the records one filled in last."""

from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.digits import in_readers_digits
from forms_builder.filling import drafts
from forms_builder.filling.drafts import OpenDraft
from forms_builder.logic.answers import uuid_of
from registry import access, audit, withdrawing
from registry.admin import announcing
from registry.extending import Notice, notices_of
from registry.known import VERSION_BULK
from registry.models import Action, Record, RecordIndex, RecordType, Task
from registry.views import past_imports
from registry.views.common import (
    fill_in_url,
    find_type,
    language,
    may_fill_in,
    status_kind,
    status_label,
)
from registry.views.tasks import seen_lines
from registry.workflow import tasks

SOON = 7
"""Days ahead that the first page tells of what is due."""
PRESSING = 12
LATEST = 8
"""How many of one's own records the first page shows."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One big link."""

    url: str
    label: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Latest:
    """One line of "my latest records"."""

    url: str
    reference: str
    type: str
    status: dict[str, str]
    changed: object


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """GET /workspace/"""
    types = types_of(request)
    context = {
        "title": _("Today"),
        "today": timezone.localdate(),
        "due": seen_lines(request, list(pressing(request))),
        "notices": notices(request, types),
        "new": new_tiles(request, [one for one in types if one.parent_type_id is None]),
        "new_below": new_tiles(request, [one for one in types if one.parent_type_id is not None]),
        "drafts": begun(request),
        "latest": latest(request, types),
        "may_see": any(may_list(request, one) for one in types),
        "has_nothing": not types,
    }
    return render(request, "registry/home.html", context)


def notices(request: HttpRequest, types: list[RecordType]) -> list[Notice]:
    """What is due and stands in no record; those who set the registry up are told of what waits for them there too."""
    found = [*notices_of(request.user, timezone.localdate()), *past_imports.notices(request.user, types)]
    if request.session.get("may_configure"):
        found += announcing.notices(request.user)
    return sorted(found, key=attrgetter("due"))


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """GET /workspace/records/: the kinds of records one may see, with how many of them are one's own."""
    types = [one for one in types_of(request) if may_list(request, one)]
    mine = own_counts(request)
    tiles = [
        Tile(
            reverse("registry:records", args=[one.key]),
            one.name_in(language()),
            one.icon,
            _("%(number)s are yours") % {"number": in_readers_digits(mine[one.pk])}
            if mine.get(one.pk)
            else "",
        )
        for one in types
    ]
    withdrawn = [
        {"label": one.name_in(language()), "url": reverse("registry:withdrawn", args=[one.key])}
        for one in withdrawing.kinds(request.user, types)
    ]
    context = {
        "tiles": tiles,
        "can_add": bool(new_tiles(request, types)),
        "withdrawn": withdrawn,
        "pasts": past_imports.waiting(request.user, types),
    }
    return render(request, "registry/overview.html", context)


@login_required
@require_GET
def new(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/records/<type>/new/: on to the form."""
    record_type = find_type(request.user, key)
    if not may_fill_in(request, record_type):
        raise Http404
    return redirect(fill_in_url(record_type))


def begun(request: HttpRequest) -> list[tuple[OpenDraft, str]]:
    """One's drafts, each with the reference of the record it belongs to; that these were named is noted like any list."""
    found = drafts.open_drafts(request.user)
    about = {one.id: pk for one in found if (pk := uuid_of(one.target.rpartition("/")[2])) is not None}
    if not about:
        return [(one, "") for one in found]
    with audit.reading(request.user, audit.AccessKind.LIST, "", address=audit.address_of(request)) as seen:
        rows = Record.objects.visible_to(request.user).filter(pk__in=about.values())
        references = dict(rows.values_list("pk", "reference"))
        seen.add(list(references))
    named = {draft: references.get(pk, "") for draft, pk in about.items()}
    return [(one, named.get(one.id, "")) for one in found]


def pressing(request: HttpRequest) -> QuerySet[Task]:
    """One's tasks that are late or due within a week, the most urgent first."""
    soon = timezone.localdate() + timedelta(days=SOON)
    return (
        tasks.mine(request.user).filter(due__lte=soon).select_related("record__type", "assignee")[:PRESSING]
    )


def types_of(request: HttpRequest) -> list[RecordType]:
    """The kinds of records that concern this person, with what tells whether they can be filled in."""
    bulk = [f"form__live_version__{name}" for name in VERSION_BULK]
    found = access.visible_types(request.user).select_related("form__live_version")
    return list(found.defer("form__document", *bulk))


def may_list(request: HttpRequest, record_type: RecordType) -> bool:
    return access.can(request.user, Action.VIEW, record_type)


def new_tiles(request: HttpRequest, types: list[RecordType]) -> list[Tile]:
    return [
        Tile(fill_in_url(one), one.name_in(language()), one.icon)
        for one in types
        if may_fill_in(request, one)
    ]


def own_counts(request: HttpRequest) -> dict[int, int]:
    """Record type → how many records of it this person filled in."""
    mine = RecordIndex.objects.visible_to(request.user).filter(owner_id=request.user.pk)
    return dict(mine.values_list("type_id").annotate(Count("pk")).order_by())


def latest(request: HttpRequest, types: list[RecordType]) -> list[Latest]:
    """One's own records, the last changed first; reading them is noted like any list."""
    by_id = {one.pk: one for one in types}
    mine = RecordIndex.objects.visible_to(request.user).filter(owner_id=request.user.pk, type_id__in=by_id)
    with audit.reading(request.user, audit.AccessKind.LIST, "", address=audit.address_of(request)) as seen:
        rows = list(mine.order_by("-updated_at", "-pk")[:LATEST])
        seen.add([row.pk for row in rows])
    return [latest_line(row, by_id[row.type_id]) for row in rows]


def latest_line(row: RecordIndex, record_type: RecordType) -> Latest:
    label, kind = status_label(record_type, row.status), status_kind(record_type, row.status)
    return Latest(
        url=reverse("registry:record", args=[record_type.key, row.pk]),
        reference=row.reference,
        type=record_type.name_in(language()),
        status={"label": label, "kind": kind},
        changed=row.updated_at,
    )
