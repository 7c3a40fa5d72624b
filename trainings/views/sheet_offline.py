"""The sheet without a network: what a page needs to keep entries sealed, taking them in, deciding about some.

The page kept on the device (`sheet_offline`) names nobody and not even the event. A sheet of cases, or of a group whose
members nobody else may know, is never taken offline: none of these addresses is there for it.
"""

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from forms_builder.digits import in_readers_digits
from forms_builder.logic.answers import uuid_of
from registry.models import Action
from registry.views.common import language
from trainings.models import Mark
from trainings.offline import deciding, taking
from trainings.offline.entries import MarkEntry
from trainings.offline.keys import Sealed
from trainings.sheets.opening import OpenSheet
from trainings.views.offline_parts import may_go_offline, offline_parts
from trainings.views.sheet_finding import session_of, sheet_or_404
from trainings.views.sheet_words import counts_now

LONGEST = 2_000_000
"""Bytes of one sending."""
CHOICES: dict[str, deciding.Choice] = {"mine": "mine", "drop": "drop", "new": "new"}
WORKER = "nirapod/js/sheet-worker.js"


def offline_or_404(request: HttpRequest, pk: UUID) -> OpenSheet:
    opened = sheet_or_404(request, pk, Action.EDIT)
    if not may_go_offline(opened):
        raise Http404
    return opened


@login_required
@require_GET
def sheet_offline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/offline/: the page that stays on the device. It names nobody."""
    opened = offline_or_404(request, pk)
    context = {"offline": offline_parts(request, opened), "kept": True}
    return render(request, "trainings/sheet_offline.html", context)


@login_required
@require_GET
def sheet_manifest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/app.webmanifest: lets the sheet be put on a telephone's first screen."""
    offline_or_404(request, pk)
    address = reverse("trainings:sheet", args=[pk])
    described = {
        "id": address,
        "start_url": address,
        "scope": address,
        "name": _("Attendance sheet"),
        "short_name": _("Sheet"),
        "lang": language(),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{"src": static("nirapod/img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@require_GET
def sheet_worker(request: HttpRequest) -> HttpResponse:
    """GET /workspace/events/sheet-worker.js: the same for everybody. From here its reach ends with the sheets."""
    found = finders.find(WORKER)
    if not isinstance(found, str):
        raise Http404
    with open(found, encoding="utf-8") as file:
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")


@login_required
@require_POST
def sheet_queue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST /workspace/events/<record>/sheet/queue/: sealed entries from this person's device, as JSON."""
    opened = offline_or_404(request, pk)
    try:
        said, sent = read_queue(request)
    except ValueError:
        return HttpResponseBadRequest()
    taken = taking.take(request.user, opened, sent)
    session = said.get("session")
    in_place = not taken.open and not taken.others and all(one.session == session for one in taken.marks)
    answer: dict[str, Any] = {
        "done": [str(one) for one in (*taken.done, *taken.unreadable)],
        "foreign": len(taken.foreign),
        "reload": not in_place,
    }
    if in_place and taken.marks:
        answer |= states_now(opened, taken.marks)
    if not in_place or taken.unreadable:
        tell(request, taken)
    return JsonResponse(answer)


def read_queue(request: HttpRequest) -> tuple[dict[str, Any], list[Sealed]]:
    """What was sent; ValueError when it is not what a page of ours sends."""
    if len(request.body) > LONGEST:
        raise ValueError
    said = json.loads(request.body)
    if not isinstance(said, dict) or not isinstance(said.get("entries"), list):
        raise ValueError
    try:
        return said, [
            Sealed(UUID(one["id"]), UUID(one["key"]), base64.b64decode(one["sealed"], validate=True))
            for one in said["entries"]
        ]
    except (KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise ValueError from error


def states_now(opened: OpenSheet, marks: list[MarkEntry]) -> dict[str, Any]:
    session = session_of(opened, str(marks[0].session))
    rows = {one.participant for one in marks}
    there = dict(
        Mark.objects.filter(session=session, participant__in=rows).values_list("participant_id", "state")
    )
    return {
        "states": {str(one): there.get(one, "") for one in rows},
        "counts": counts_now(opened, session),
        "clashes": [],
    }


def tell(request: HttpRequest, taken: taking.Taken) -> None:
    text = ngettext(
        "%(count)s entry from the time without a network was taken over.",
        "%(count)s entries from the time without a network were taken over.",
        len(taken.done) - taken.open,
    )
    messages.success(request, text % {"count": in_readers_digits(len(taken.done) - taken.open)})
    if taken.open:
        text = ngettext(
            "%(count)s entry has to be decided: see below.",
            "%(count)s entries have to be decided: see below.",
            taken.open,
        )
        messages.warning(request, text % {"count": in_readers_digits(taken.open)})
    if taken.unreadable:
        text = ngettext(
            "%(count)s entry could not be read and is lost.",
            "%(count)s entries could not be read and are lost.",
            len(taken.unreadable),
        )
        messages.error(request, text % {"count": in_readers_digits(len(taken.unreadable))})


@login_required
@require_POST
def sheet_entry(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """POST /workspace/events/<record>/sheet/queue/<entry>/: what becomes of an entry that had to be decided."""
    opened = offline_or_404(request, pk)
    wanted = request.POST.get("do", "")
    choice = CHOICES.get(wanted) or uuid_of(wanted)
    if choice is None:
        raise Http404
    result = deciding.decide(request.user, opened, entry, choice)
    if result.problem:
        messages.error(request, result.problem)
    else:
        messages.success(request, _("Left out.") if wanted == "drop" else _("Taken over."))
    return redirect("trainings:sheet", pk=pk)
