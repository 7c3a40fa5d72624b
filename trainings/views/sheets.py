"""The sheet in the workspace: one session of an event, everybody on it, tapped or typed.

Every form works as it is; sheet.js sends a single tap and shows what is saved. Two people at one sheet see each other's
marks when theirs arrive, and are told where both wanted something else.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from forms_builder.digits import in_readers_digits, readers_day
from forms_builder.logic.answers import uuid_of
from registry.models import Action
from trainings.models import Session, State
from trainings.sheets import cases, marking, recording, roster, rules
from trainings.sheets.opening import OpenSheet
from trainings.sheets.suggesting import suggest
from trainings.views.names import note_seen
from trainings.views.offline_parts import may_go_offline, offline_parts, open_entries
from trainings.views.sheet_finding import back_to, can_write, session_of, sheet_or_404
from trainings.views.sheet_words import (
    about,
    chosen,
    clash_words,
    count_words,
    counts_now,
    in_signs,
    paper_links,
    row,
    states_of,
    suggestion,
    tab,
)

MARK, SEEN = "mark-", "seen-"


@login_required
@require_GET
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/?session=…&add=…"""
    opened = sheet_or_404(request, pk)
    sessions = list(opened.sheet.sessions.all())
    current = chosen(sessions, request.GET.get("session", ""))
    people = marking.participants_of(opened.sheet)
    note_seen(request, opened, people)
    hidden = cases.hidden(request.user, people)
    everywhere = states_of(opened.sheet)
    states = everywhere.get(current.pk, {}) if current else {}
    asked = request.GET.get("add", "").strip()
    may_write = can_write(request, opened)
    reason = (
        str(rules.why_not(current.day, opened.span, opened.setup.lock_days, timezone.localdate()))
        if current
        else ""
    )
    closed = opened.locked()
    context = {
        **about(opened),
        "sessions": [
            {**tab(opened, one, one == current), "states": in_signs(everywhere.get(one.pk, {}), people)}
            for one in sessions
        ],
        "current": current,
        "rows": [row(one, states.get(one.pk, ""), opened, hidden) for one in people],
        "options": [(value, label, place) for place, (value, label) in enumerate(State.choices)],
        "counts": count_words(states, len(people)),
        "why_not": reason or (_("The event is closed, so its sheet is too.") if closed else ""),
        "may_mark": may_write and not reason and not closed,
        "may_add": may_write and not closed,
        "restricted": opened.sheet.restricted,
        "cases": cases.offered(request.user, opened) if opened.of_cases and may_write else None,
        "asked": asked,
        "found": [suggestion(one) for one in suggest(request.user, opened, asked)]
        if asked and may_write
        else [],
        "may_undo": may_write
        and current is not None
        and marking.last_batch(request.user, current) is not None,
        "papers": paper_links(opened, current),
        "offline": offline_parts(request, opened) if may_write and may_go_offline(opened) else None,
        "undecided": open_entries(request, opened) if may_write else [],
        "may_record": may_write and recording.may_record(request.user, opened),
        "earlier": roster.earlier_event(request.user, opened) if may_write and not people else None,
    }
    return render(request, "trainings/sheet.html", context)


@login_required
@require_POST
def sheet_marks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST /workspace/events/<record>/sheet/marks/: cells of one session. JSON for sheet.js, a page otherwise."""
    opened = sheet_or_404(request, pk, Action.EDIT)
    session = session_of(opened, request.POST.get("session", ""))
    try:
        done = marking.mark(request.user, opened, session, posted_cells(request))
    except marking.Refused as refusal:
        return told_refusal(request, opened, session, str(refusal))
    if wants_json(request):
        return JsonResponse(
            {
                "states": {str(one): state for one, state in done.states.items()},
                "clashes": [clash_words(one) for one in done.clashes],
                "counts": counts_now(opened, session),
            }
        )
    return told(request, opened, session, done)


def posted_cells(request: HttpRequest) -> list[marking.Cell]:
    cells = []
    for name, seen in request.POST.items():
        who = name.removeprefix(SEEN)
        if name.startswith(SEEN) and (pk := uuid_of(who)):
            cells.append(marking.Cell(pk, str(request.POST.get(f"{MARK}{who}", "")), str(seen)))
    return cells


@login_required
@require_POST
def sheet_do(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST /workspace/events/<record>/sheet/do/: everybody present, the session before once more, undo, bring people."""
    opened = sheet_or_404(request, pk, Action.EDIT)
    session = session_of(opened, request.POST.get("session", ""))
    wanted = request.POST.get("do", "")
    try:
        if wanted == "everyone":
            done = marking.mark_unmarked(request.user, opened, session, State.PRESENT)
        elif wanted == "rest_absent":
            done = marking.mark_unmarked(request.user, opened, session, State.ABSENT)
        elif wanted == "copy":
            done = marking.copy_last(request.user, opened, session)
        elif wanted == "undo":
            done = marking.undo(request.user, opened, session)
        elif wanted == "record":
            return recorded(request, opened, session)
        elif wanted == "bring":
            return brought(request, opened, session)
        else:
            raise Http404
    except marking.Refused as refusal:
        return told_refusal(request, opened, session, str(refusal))
    return told(request, opened, session, done)


def recorded(request: HttpRequest, opened: OpenSheet, session: Session) -> HttpResponse:
    """The day as a record, and on to it."""
    if not recording.may_record(request.user, opened):
        raise Http404
    record = recording.record_day(request.user, opened, session.day)
    messages.success(request, _("The attendance of %(day)s is recorded.") % {"day": readers_day(session.day)})
    return redirect("registry:record", key=record.type.key, pk=record.pk)


def brought(request: HttpRequest, opened: OpenSheet, session: Session) -> HttpResponse:
    earlier = roster.earlier_event(request.user, opened)
    if earlier is None:
        raise marking.Refused(_("There is no earlier event to bring people from."))
    made = (cases if opened.of_cases else roster).bring(request.user, opened, earlier)
    count_text = ngettext("%(count)s person was brought.", "%(count)s people were brought.", len(made))
    messages.success(request, count_text % {"count": in_readers_digits(len(made))})
    return back_to(opened, session)


def told(request: HttpRequest, opened: OpenSheet, session: Session, done: marking.Outcome) -> HttpResponse:
    text = ngettext("%(count)s mark was changed.", "%(count)s marks were changed.", done.changed)
    messages.success(request, text % {"count": in_readers_digits(done.changed)})
    for clash in done.clashes:
        messages.warning(request, clash_words(clash)["text"])
    return back_to(opened, session)


def told_refusal(request: HttpRequest, opened: OpenSheet, session: Session, text: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"refused": text}, status=409)
    messages.error(request, text)
    return back_to(opened, session)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
