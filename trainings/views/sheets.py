"""The sheet in the workspace: one session of an event, everybody on it, tapped or typed.

Every form works as it is; sheet.js sends a single tap and shows what is saved. Two people at one sheet see each other's
marks when theirs arrive, and are told where both wanted something else.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from forms_builder.questions.common import in_script
from registry.extending import Link
from registry.models import Action
from registry.views.common import language
from trainings.models import Mark, Participant, Session, State
from trainings.sheets import cases, marking, roster, rules
from trainings.sheets.opening import NoSheet, OpenSheet, open_sheet
from trainings.sheets.suggesting import suggest
from trainings.views.names import note_seen, shown_name

MARK, SEEN = "mark-", "seen-"


def sheet_or_404(request: HttpRequest, pk: UUID, action: Action = Action.VIEW) -> OpenSheet:
    """The sheet for this person; a page of an event that has no days yet is not there either."""
    try:
        return open_sheet(request.user, pk, action)
    except NoSheet as error:
        raise Http404 from error


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
    states = (
        dict(Mark.objects.filter(session=current).values_list("participant_id", "state")) if current else {}
    )
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
        "sessions": [tab(opened, one, one == current) for one in sessions],
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
        "earlier": roster.earlier_event(request.user, opened) if may_write and not people else None,
    }
    return render(request, "trainings/sheet.html", context)


def paper_links(opened: OpenSheet, current: Session | None) -> list[Link]:
    """What of the sheet can be printed: nothing of a sheet of cases, which lies around nowhere."""
    if opened.of_cases:
        return []
    pk = opened.record.pk
    sheet_url = reverse("trainings:sheet_print", args=[pk])
    day = f"day={current.day.isoformat()}" if current and current.day in opened.span.days() else ""
    return [
        Link(f"{sheet_url}?{day}", _("Sign-in sheet"), "print"),
        Link(f"{sheet_url}?{day}&blank=1", _("Blank sign-in sheet"), "print"),
        Link(reverse("trainings:sheet_summary", args=[pk]), _("Attendance on paper"), "chart"),
        Link(reverse("trainings:certificates", args=[pk]), _("Certificates"), "file"),
    ]


def can_write(request: HttpRequest, opened: OpenSheet) -> bool:
    try:
        open_sheet(request.user, opened.record.pk, Action.EDIT)
    except Http404:
        return False
    return True


def about(opened: OpenSheet) -> dict[str, Any]:
    """What every page of a sheet says of its event."""
    record = opened.record
    return {
        "record": record,
        "title": opened.title(),
        "type_name": record.type.name_in(language()),
        "record_url": reverse("registry:record", args=[record.type.key, record.pk]),
        "sheet_url": reverse("trainings:sheet", args=[record.pk]),
        "locks_on": opened.span.locks_after(opened.setup.lock_days),
    }


def chosen(sessions: list[Session], wanted: str) -> Session | None:
    """The session asked for; else that of today, else the last that has come, else the first."""
    if not sessions:
        return None
    named = next((one for one in sessions if str(one.pk) == wanted), None)
    today = timezone.localdate()
    come = [one for one in sessions if one.day <= today]
    afternoon = timezone.localtime().hour >= 13
    now = [
        one for one in come if one.day == today and (one.part != "pm") != (afternoon and len(sessions) > 1)
    ]
    return named or (now[-1] if now else come[-1] if come else sessions[0])


def tab(opened: OpenSheet, one: Session, current: bool) -> dict[str, Any]:
    return {
        "url": f"{reverse('trainings:sheet', args=[opened.record.pk])}?session={one.pk}",
        "day": one.day,
        "part": "" if one.part == Session.Part.DAY else one.get_part_display(),
        "current": current,
    }


def row(one: Participant, state: str, opened: OpenSheet, hidden: Collection[UUID]) -> dict[str, Any]:
    name, about_them = shown_name(one, hidden=hidden)
    return {
        "id": one.pk,
        "number": in_script(str(one.number), language()),
        "name": name,
        "about": about_them,
        "state": state,
        "url": reverse("trainings:sheet_row", args=[opened.record.pk, one.pk]),
    }


def suggestion(person: Any) -> dict[str, str]:
    return {"id": str(person.pk), "name": person.name_in(language()), "about": about_person(person)}


def about_person(person: Any) -> str:
    return ", ".join(filter(None, (person.designation, person.agency)))


def count_words(states: dict[Any, str], people: int) -> list[dict[str, str]]:
    """How many came, and how many have no mark yet."""
    counts = Counter(states.values())
    unmarked = people - sum(counts.values())
    said = [(label, counts[value]) for value, label in State.choices] + [(_("Not marked"), max(unmarked, 0))]
    return [{"label": str(label), "number": in_script(str(number), language())} for label, number in said]


def session_of(opened: OpenSheet, wanted: str) -> Session:
    found = opened.sheet.sessions.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if found is None:
        raise Http404
    return found


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
        if name.startswith(SEEN) and is_uuid(who):
            cells.append(marking.Cell(UUID(who), str(request.POST.get(f"{MARK}{who}", "")), str(seen)))
    return cells


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


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
        elif wanted == "bring":
            return brought(request, opened, session)
        else:
            raise Http404
    except marking.Refused as refusal:
        return told_refusal(request, opened, session, str(refusal))
    return told(request, opened, session, done)


def brought(request: HttpRequest, opened: OpenSheet, session: Session) -> HttpResponse:
    earlier = roster.earlier_event(request.user, opened)
    if earlier is None:
        raise marking.Refused(_("There is no earlier event to bring people from."))
    made = (cases if opened.of_cases else roster).bring(request.user, opened, earlier)
    count_text = ngettext("%(count)d person was brought.", "%(count)d people were brought.", len(made))
    messages.success(request, count_text % {"count": len(made)})
    return back_to(opened, session)


def told(request: HttpRequest, opened: OpenSheet, session: Session, done: marking.Outcome) -> HttpResponse:
    text = ngettext("%(count)d mark was changed.", "%(count)d marks were changed.", done.changed)
    messages.success(request, text % {"count": done.changed})
    for clash in done.clashes:
        messages.warning(request, clash_words(clash)["text"])
    return back_to(opened, session)


def told_refusal(request: HttpRequest, opened: OpenSheet, session: Session, text: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"refused": text}, status=409)
    messages.error(request, text)
    return back_to(opened, session)


def clash_words(clash: marking.Clash) -> dict[str, str]:
    labels = dict(State.choices)
    one = Participant.objects.select_related("person__merged_into", "case").get(pk=clash.participant)
    text = _(
        "%(name)s: %(who)s marked “%(theirs)s” meanwhile, you “%(mine)s”. Theirs stands; mark again to change it."
    )
    words = {
        "name": shown_name(one)[0],
        "who": clash.by or _("somebody else"),
        "theirs": labels.get(clash.stands, "–"),
        "mine": labels.get(clash.wanted, "–"),
    }
    return {"participant": str(clash.participant), "stands": clash.stands, "text": text % words}


def counts_now(opened: OpenSheet, session: Session) -> list[dict[str, str]]:
    states = dict(
        Mark.objects.filter(session=session, participant__removed_at=None).values_list(
            "participant_id", "state"
        )
    )
    return count_words(states, opened.sheet.participants.filter(removed_at=None).count())


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def back_to(opened: OpenSheet, session: Session | None = None) -> HttpResponse:
    address = reverse("trainings:sheet", args=[opened.record.pk])
    return redirect(f"{address}?session={session.pk}" if session else address)
