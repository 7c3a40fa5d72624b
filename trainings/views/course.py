"""Several sessions of an event on one page: what one has on a signed paper of the whole course is entered at once.

Cells that somebody else changed meanwhile stay as they are and are told of, as on the sheet of one session.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from registry.models import Action
from trainings.models import Participant, Session, State
from trainings.sheets import cases, marking, rules
from trainings.sheets.opening import OpenSheet
from trainings.views.names import note_seen, shown_name
from trainings.views.sheet_finding import can_write, sheet_or_404
from trainings.views.sheet_words import about, clash_words, states_of

PEOPLE, SESSIONS = 50, 14
"""On one page: more fields than a form may have would be refused."""
MARK, SEEN, UNMARKED = "mark-", "seen-", "-"


@login_required
@require_http_methods(["GET", "POST"])
def sheet_course(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/course/?people=…&sessions=…"""
    posting = request.method == "POST"
    opened = sheet_or_404(request, pk, Action.EDIT if posting else Action.VIEW)
    people = part(marking.participants_of(opened.sheet), PEOPLE, request.GET.get("people", "1"))
    sessions = part(list(opened.sheet.sessions.all()), SESSIONS, request.GET.get("sessions", "1"))
    if posting:
        saved(request, opened, list(people), list(sessions))
        return redirect(request.get_full_path())
    note_seen(request, opened, list(people))
    may_write = can_write(request, opened) and not opened.locked()
    context = {
        **about(opened),
        "sessions": sessions,
        "people": people,
        "rows": list(lines(request, opened, list(people), list(sessions), may_write)),
        "may_write": may_write,
        "course_url": reverse("trainings:sheet_course", args=[pk]),
    }
    return render(request, "trainings/sheet_course.html", context)


def part(everything: Sequence[Any], number: int, wanted: str) -> Page[Any]:
    """The part asked for; the nearest there is for any other."""
    return Paginator(everything, number).get_page(wanted)


def lines(
    request: HttpRequest,
    opened: OpenSheet,
    people: Sequence[Participant],
    sessions: Sequence[Session],
    may_write: bool,
) -> Iterator[dict[str, Any]]:
    """A line for each person: their states, and which of them can be changed."""
    hidden, states = cases.hidden(request.user, people), states_of(opened.sheet)
    today, labels = timezone.localdate(), dict(State.choices)
    open_ones = [may_write and not why_not(opened, one, today) for one in sessions]
    for one in people:
        mine = [states.get(session.pk, {}).get(one.pk, "") for session in sessions]
        name, tells = shown_name(one, hidden=hidden)
        yield {
            "id": one.pk,
            "name": name,
            "about": tells,
            "seen": "".join(state or UNMARKED for state in mine),
            "cells": [
                {
                    "session": session,
                    "name": f"{MARK}{one.pk}-{session.pk}",
                    "state": state,
                    "label": labels.get(state, "–"),
                    "options": State.choices if is_open else (),
                }
                for session, state, is_open in zip(sessions, mine, open_ones, strict=True)
            ],
        }


def why_not(opened: OpenSheet, session: Session, today: Any) -> str:
    return str(rules.why_not(session.day, opened.span, opened.setup.lock_days, today))


def saved(
    request: HttpRequest, opened: OpenSheet, people: Sequence[Participant], sessions: Sequence[Session]
) -> None:
    wanted = {
        session: found
        for place, session in enumerate(sessions)
        if (found := list(posted(request, people, session, place)))
    }
    try:
        done = marking.mark_course(request.user, opened, wanted)
    except marking.Refused as refusal:
        messages.error(request, str(refusal))
        return
    number = sum(one.changed for one in done)
    text = ngettext("%(count)s mark was changed.", "%(count)s marks were changed.", number)
    messages.success(request, text % {"count": in_readers_digits(number)})
    for clash in (clash for one in done for clash in one.clashes):
        messages.warning(request, clash_words(clash)["text"])


def posted(
    request: HttpRequest, people: Sequence[Participant], session: Session, place: int
) -> Iterator[marking.Cell]:
    """The cells of one session that were changed on the page."""
    for one in people:
        wanted = request.POST.get(f"{MARK}{one.pk}-{session.pk}")
        seen = request.POST.get(f"{SEEN}{one.pk}", "")[place : place + 1].replace(UNMARKED, "")
        if wanted is not None and wanted != seen:
            yield marking.Cell(one.pk, wanted, seen)
