"""People of the directory, events with sheets, committees: made the real way, visibly made up."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from forms_builder.schema import Document
from registry.models import Office, Organisation, RecordType
from registry.workflow import moving
from tests.factories.forms import ask, choices, document, make_user, page, publish, repeat
from tests.factories.registry import grant, make_record, make_type, work_in
from tests.factories.workflows import make_role, make_workflow, state, task, transition
from trainings.models import Body, BodyKind, BodyRule, Capability, Person
from trainings.people.writing import Details, add
from trainings.setup.documents import MeetingDocument, SheetDocument

_numbers = count(1)


def make_person(name_en: str = "", *, by: Any = None, **details: Any) -> Person:
    """Somebody in the directory, by a name of their own unless told otherwise."""
    name = name_en or f"Example Official {'abcdefghijklmnopqrstuvwxyz'[next(_numbers) % 26]}{next(_numbers)}"
    return add(by, Details(name_en=name, **details), different_because="made up for a test")


def event_form() -> Document:
    return document(
        page(
            "about",
            ask("title"),
            ask("start", "date", filterable=True),
            ask("end", "date"),
            ask("venue"),
            ask("min_att", "integer"),
        )
    )


def columns_form() -> Document:
    """What is asked of each person on the sheet; two of it the directory knows."""
    return document(
        page(
            "rows",
            ask("day_no", "integer"),
            repeat(
                "row",
                ask("p_name", sensitivity="C", compartment="identity"),
                ask("p_am", "choose_one", choices=choices("p", "a")),
                ask("p_first", "yes_no"),
                ask("p_room", "text"),
                ask("p_note", "text", show_if="${p_first} = 'yes'"),
                ask("p_email", "email", sensitivity="C", compartment="identity"),
            ),
        )
    )


def make_event_type(key: str = "training_event", **sheet: Any) -> RecordType:
    """A kind of event whose records carry a sheet."""
    columns = publish(columns_form(), "columns")
    record_type = make_type(event_form(), key=key, name_en="Training", name_bn="প্রশিক্ষণ")
    values = {
        "columns": columns.definition.key,
        "repeat": "row",
        "person": {"name": "p_name"},
        "marks": {"am": "p_am"},
        "start": "start",
        "end": "end",
        "title": "title",
        "venue": "venue",
        "needed": "min_att",
        **sheet,
    }
    written = SheetDocument.model_validate(values).model_dump(mode="json", exclude_none=True)
    Capability.objects.create(record_type=record_type, kind=Capability.Kind.SHEET, document=written)
    return record_type


def make_trainer(record_type: RecordType, *offices: Office, **rights: Any) -> Any:
    """Somebody who runs such events in these offices and sees who came."""
    user = make_user(**rights.pop("account", {}))
    values = {"scope": "office", "tier": "C", "compartments": ["identity"], **rights}
    grant(user, record_type, **values)
    work_in(user, *offices)
    return user


def make_event(
    record_type: RecordType, by: Any, office: Office, *, days: int = 2, ago: int = 1, **answers: Any
) -> Any:
    """An event that began `ago` days before today, added the way the wizard adds one."""
    first = timezone.localdate() - timedelta(days=ago)
    said = {
        "title": "Example training",
        "start": first.isoformat(),
        "end": (first + timedelta(days=days - 1)).isoformat(),
        "venue": "Example hall",
        "min_att": 80,
        **answers,
    }
    record = make_record(record_type, said, by=by, office=office)
    moving.added(record, by)
    return record


def group_form() -> Document:
    """Group counselling: what is asked of the session, and of each case that took part."""
    return document(
        page(
            "session",
            ask("held", "date"),
            ask("group_code"),
            repeat(
                "member",
                ask("m_case", "record", settings={"record_type": "case"}),
                ask("m_flag", "yes_no", sensitivity="R", compartment="clinical"),
            ),
        )
    )


def make_counselling_type(case_type: RecordType) -> RecordType:
    """Sessions whose sheet holds the cases that a worker works on."""
    made = make_type(group_form(), key="group_counselling", name_en="Group session")
    sheet = {"repeat": "member", "cases": case_type.key, "case": "m_case", "parts": ["day"], "tier": "R"}
    sheet |= {"columns": made.form.key, "start": "held", "body": "group_code"}
    written = SheetDocument.model_validate(sheet).model_dump(mode="json", exclude_none=True)
    Capability.objects.create(record_type=made, kind=Capability.Kind.SHEET, document=written)
    return made


# -- Committees ------------------------------------------------------------------------------------


def minutes_form() -> Document:
    yes_no = choices("y", "n")
    return document(
        page(
            "minutes",
            ask("committee", "organisation", settings={"kind": "committee"}),
            ask("number", "integer"),
            ask("held", "date"),
            ask("next", "date"),
            repeat(
                "att",
                ask("t_name", sensitivity="C", compartment="identity"),
                ask("t_desig"),
                ask("t_agency"),
                ask("t_member", "choose_one", choices=yes_no),
                ask("t_role"),
                ask("t_sex"),
                ask("t_present", "choose_one", choices=choices("p", "h", "a")),
            ),
            repeat("agenda", ask("item"), ask("discussion", "long_text"), ask("decision", "long_text")),
            repeat("points", ask("action"), ask("who"), ask("due", "date")),
        )
    )


def make_meeting_type(**fields: Any) -> RecordType:
    """Minutes of a committee, and the action points below them with their workflow."""
    minutes = make_type(minutes_form(), key="minutes", name_en="Minutes")
    follow_up = document(
        page("point", ask("text"), ask("status", "choose_one", choices=choices("open", "done")))
    )
    points = make_type(follow_up, key="action_point", parent_type=minutes)
    states = [state("open"), state("done"), state("verified", end=True), state("dropped", end=True)]
    moves = [
        transition("finish", "open", "done", roles=["field"], closes=["carry_out"]),
        transition("verify", "done", "verified", roles=["field"]),
        transition("drop", "open", "dropped", roles=["field"]),
    ]
    make_role("field")
    content = {"states": states, "at_start": [task("carry_out", days=30)], "transitions": moves}
    make_workflow("points", content, points)
    same = (
        "number",
        "held",
        "next",
        "agenda",
        "item",
        "discussion",
        "decision",
        "points",
        "action",
        "who",
        "due",
    )
    keys = {name: name for name in same} | {"attendance": "att", "body": "committee", "position": "t_role"}
    keys |= {"name": "t_name", "designation": "t_desig", "agency": "t_agency", "member": "t_member"}
    keys |= {"sex": "t_sex", "present": "t_present"}
    keys |= {"point_type": points.key, "point_text": "text", "point_status": "status"}
    written = MeetingDocument.model_validate({**keys, "came": ["p", "h"], **fields})
    Capability.objects.create(
        record_type=minutes, kind=Capability.Kind.MEETING, document=written.model_dump(mode="json")
    )
    return minutes


def make_body(
    office: Office | None, *, quorum: int = 0, percent: int = 0, interval: int = 61, **kind: Any
) -> Body:
    """A committee with one rule that holds since long ago."""
    number = next(_numbers)
    values = {"family": "committee", "name_en": f"Kind {number}", "name_bn": f"ধরন {number}", **kind}
    made = BodyKind.objects.create(key=f"kind_{number}", **values)
    make_rule(made, date(2015, 1, 1), quorum_members=quorum, quorum_percent=percent, interval_days=interval)
    organisation = Organisation.objects.create(
        key=f"body_{number}",
        kind="committee",
        name_en=f"Example committee {number}",
        name_bn=f"কমিটি {number}",
        office=office,
    )
    return Body.objects.create(organisation=organisation, kind=made, formed_on=date(2020, 1, 1))


def make_rule(kind: BodyKind, since: date, **values: Any) -> BodyRule:
    rule: BodyRule = BodyRule.objects.create(kind=kind, since=since, **{"interval_days": 61, **values})
    return rule


def make_minutes(
    record_type: RecordType, body: Body, by: Any, *, ago: int = 0, came: int = 3, **answers: Any
) -> Any:
    """Minutes of a meeting some days ago with so many members there, added the way the wizard adds them."""
    held = timezone.localdate() - timedelta(days=ago)
    rows = [{"t_name": f"Example Member {n}", "t_member": "y", "t_present": "p"} for n in range(came)]
    said = {"committee": body.organisation.key, "held": held.isoformat(), "att": rows, **answers}
    record = make_record(record_type, said, by=by, office=body.organisation.office)
    moving.added(record, by)
    return record


def make_officer(minutes: RecordType, office: Office, **rights: Any) -> Any:
    """Somebody who writes minutes in an office, sees names, and moves action points on."""
    user = make_user()
    for kind in (minutes, *minutes.child_types.all()):
        grant(user, kind, **{"scope": "office", "tier": "C", "compartments": ["identity"], **rights})
    work_in(user, office)
    make_role("field", user)
    return user


def points(*texts: str, due: int = 10) -> list[dict[str, str]]:
    """Action points for the minutes, due in so many days."""
    day = (timezone.localdate() + timedelta(days=due)).isoformat()
    return [{"action": text, "due": day} for text in texts]
