"""What the pages of a sheet say: its event, sessions, rows and counts, as templates take them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from registry.extending import Link
from registry.views.common import language
from trainings.models import Mark, Participant, Session, Sheet, State
from trainings.sheets import marking
from trainings.sheets.opening import OpenSheet
from trainings.views.names import shown_name


def paper_links(opened: OpenSheet, current: Session | None) -> list[Link]:
    """What of the sheet can be printed or handed out: nothing of a sheet of cases, which lies around nowhere."""
    if opened.of_cases:
        return []
    pk = opened.record.pk
    sheet_url = reverse("trainings:sheet_print", args=[pk])
    day = f"day={current.day.isoformat()}" if current and current.day in opened.span.days() else ""
    feedback = [Link(reverse("trainings:sheet_feedback", args=[pk]), _("Feedback by link"), "talk")]
    tests = [Link(reverse("trainings:sheet_tests", args=[pk]), _("Tests before and after"), "chart")]
    return [
        Link(f"{sheet_url}?{day}", _("Sign-in sheet"), "print"),
        Link(f"{sheet_url}?{day}&blank=1", _("Blank sign-in sheet"), "print"),
        Link(reverse("trainings:sheet_invitations", args=[pk]), _("Invitation letters"), "print"),
        Link(reverse("trainings:sheet_summary", args=[pk]), _("Attendance on paper"), "chart"),
        Link(f"{reverse('trainings:sheet_signatures', args=[pk])}?{day}", _("Signatures"), "edit"),
        Link(reverse("trainings:sheet_allowance", args=[pk]), _("Allowance sheet"), "list"),
        Link(reverse("trainings:certificates", args=[pk]), _("Certificates"), "file"),
        *(tests if opened.setup.tests and not opened.sheet.restricted else []),
        *(feedback if opened.asks_feedback else []),
    ]


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
        "id": one.pk,
        "url": f"{reverse('trainings:sheet', args=[opened.record.pk])}?session={one.pk}",
        "day": one.day,
        "part": "" if one.part == Session.Part.DAY else one.get_part_display(),
        "current": current,
    }


def states_of(sheet: Sheet) -> dict[int, dict[UUID, str]]:
    """Session → row → how they took part."""
    found: dict[int, dict[UUID, str]] = {}
    marks = Mark.objects.filter(session__sheet=sheet, participant__removed_at=None)
    for session, who, state in marks.values_list("session_id", "participant_id", "state"):
        found.setdefault(session, {})[who] = state
    return found


def in_signs(states: Mapping[UUID, str], people: Iterable[Participant]) -> str:
    """The states of one session, a sign for each row of the sheet."""
    return "".join(states.get(one.pk, "-") for one in people)


def row(one: Participant, state: str, opened: OpenSheet, hidden: Collection[UUID]) -> dict[str, Any]:
    name, about_them = shown_name(one, hidden=hidden)
    return {
        "id": one.pk,
        "number": in_readers_digits(one.number),
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
    return [{"label": str(label), "number": in_readers_digits(number)} for label, number in said]


def counts_now(opened: OpenSheet, session: Session) -> list[dict[str, str]]:
    states = dict(
        Mark.objects.filter(session=session, participant__removed_at=None).values_list(
            "participant_id", "state"
        )
    )
    return count_words(states, opened.sheet.participants.filter(removed_at=None).count())


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
