"""One entry onto the sheet, by the same rules as on the page; what cannot be taken as it is comes back as a problem.

`force` is the person's decision: theirs counts, whatever stands there by now.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.logic.answers import uuid_of
from registry.models import Action
from registry.views.common import language
from trainings.models import Mark, OfflineEntry, Participant, Person, Session, State
from trainings.offline.entries import NEW, AnyEntry, MarkEntry, PersonEntry, RowEntry, posted
from trainings.people import writing
from trainings.people.finding import Lookalike, lookalikes
from trainings.people.forms import PersonForm
from trainings.sheets import columns, marking, roster
from trainings.sheets.marking import Cell, Refused
from trainings.sheets.opening import OpenSheet

UNSAID = {"sex": "x", "age_band": "x", "disability": "dk"}


@dataclass
class Result:
    """What became of an entry. With a problem it waits for a decision; `candidates`: people it may be about."""

    participant: Participant | None = None
    problem: str = ""
    candidates: list[Person] = field(default_factory=list)


def apply(user: Any, sheet: OpenSheet, entry: AnyEntry, *, force: bool = False) -> Result:
    """Put an entry onto the sheet. Runs inside the transaction that remembers the entry."""
    try:
        match entry:
            case MarkEntry():
                return _mark(user, sheet, entry, force)
            case PersonEntry():
                return _person(user, sheet, entry)
            case RowEntry():
                return _row(user, sheet, entry, force)
    except Refused as refusal:
        return Result(problem=str(refusal))


def settle(held: OfflineEntry, entry: AnyEntry, result: Result) -> None:
    """Remember what became of an entry. What was entered is kept only while somebody has to decide."""
    values: dict[str, Any] = {"participant": str(result.participant.pk)} if result.participant else {}
    held.outcome = OfflineEntry.Outcome.OPEN if result.problem else OfflineEntry.Outcome.TAKEN
    if result.problem:
        values |= {"entry": entry.model_dump(mode="json"), "problem": result.problem}
        values["candidates"] = [str(one.pk) for one in result.candidates]
    held.seal(values)
    held.save()


def put_on(user: Any, sheet: OpenSheet, person: Person, entry: PersonEntry) -> Result:
    """Somebody of the directory onto the sheet, with the mark that they were given."""
    try:
        row = roster.add(user, sheet, person)
    except roster.AlreadyThere as there:
        row = there.participant
    if not entry.state:
        return Result(row)
    wanted = MarkEntry(kind="mark", session=entry.session, participant=row.pk, state=entry.state, seen="")
    try:
        return _mark(user, sheet, wanted, force=False)
    except Refused as refusal:
        return Result(row, str(refusal))


def details_of(entry: PersonEntry) -> PersonForm:
    """The form about a person, filled with what was entered."""
    data = posted(entry.fields)
    for name, value in UNSAID.items():
        data.setdefault(name, value)
    return PersonForm(data, language=language())


def _mark(user: Any, sheet: OpenSheet, entry: MarkEntry, force: bool) -> Result:
    session = sheet.sheet.sessions.filter(pk=entry.session).first()
    row = sheet.sheet.participants.filter(pk=entry.participant).first()
    if session is None or row is None:
        return Result(problem=_("This person or this session is no longer on the sheet."))
    cell = Cell(row.pk, entry.state, _before(user, session, row, entry, force))
    done = marking.mark(user, sheet, session, [cell])
    if not done.clashes:
        return Result(row)
    labels, clash = dict(State.choices), done.clashes[0]
    words = {
        "who": clash.by or _("somebody else"),
        "theirs": labels.get(clash.stands, "–"),
        "mine": labels.get(clash.wanted, "–"),
    }
    return Result(row, _("%(who)s marked “%(theirs)s” meanwhile, you “%(mine)s”.") % words)


def _before(user: Any, session: Session, row: Participant, entry: MarkEntry, force: bool) -> str:
    """What counts as having stood there: one's own marks are no clash, nor is anything after a decision."""
    now = Mark.objects.filter(participant=row, session=session).first()
    if force or (now is not None and now.by_id == user.pk):
        return now.state if now else ""
    return entry.seen


def _person(user: Any, sheet: OpenSheet, entry: PersonEntry) -> Result:
    roster.refuse_locked(sheet)
    form = details_of(entry)
    if not form.is_valid():
        return Result(problem=" ".join(str(one) for errors in form.errors.values() for one in errors))
    details = form.details
    alike = lookalikes((details.name_bn, details.name_en), details.phone, details.agency)
    if not alike:
        return put_on(user, sheet, writing.add(user, details), entry)
    if _is_certain(alike):
        return put_on(user, sheet, alike[0].person, entry)
    known = _("Somebody in the directory may be this person.")
    return Result(problem=known, candidates=[one.person for one in alike])


def _is_certain(alike: list[Lookalike]) -> bool:
    """One only, with this very number and a name that sounds the same."""
    return len(alike) == 1 and alike[0].by_phone and alike[0].by_name


def _row(user: Any, sheet: OpenSheet, entry: RowEntry, force: bool) -> Result:
    row = _row_of(sheet, entry.participant)
    if row is None:
        return Result(problem=_("This person or this session is no longer on the sheet."))
    form = columns.RowForm(
        posted(entry.fields),
        opened=sheet,
        questions=columns.visible_columns(user, sheet, Action.EDIT),
        answers=columns.answers_of(row),
        language=language(),
        user=user,
    )
    if not form.is_valid():
        texts = [f"{form.fields[key].label}: {one}" for key, errors in form.errors.items() for one in errors]
        return Result(row, " ".join(texts))
    given = {key: answer for key, answer in form.given.items() if answer not in (None, "", [])}
    before = columns.answers_of(row) if force else {}
    base = {key: columns.digest(before.get(key)) for key in given}
    done = columns.save_row(sheet, row, given, base)
    if done.clashes:
        return Result(row, _("Something else was answered meanwhile. Theirs stands."))
    return Result(row)


def _row_of(sheet: OpenSheet, reference: str) -> Participant | None:
    """The row that an entry is about; `new:` leads to somebody added by an entry before."""
    wanted = reference
    if reference.startswith(NEW):
        entry = uuid_of(reference.removeprefix(NEW))
        added = sheet.sheet.offline_entries.filter(pk=entry).first() if entry else None
        wanted = str(added.opened().get("participant", "")) if added else ""
    pk = uuid_of(wanted)
    return sheet.sheet.participants.filter(pk=pk).first() if pk else None
