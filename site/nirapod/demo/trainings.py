"""Trainings, sheets and committees of the demo, made through the same use cases as people's. Nobody in them exists.

Names are flowers and trees, so that no one is mistaken for somebody. Once there are sheets, nothing is added.
"""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from forms_builder.schema.text import bangla_digits
from registry.models import Office, Record, RecordType
from registry.saving import Entry, save_record
from registry.workflow import moving
from trainings.committees import members
from trainings.models import Body, Participant, Person, State
from trainings.people.writing import Details, add_all
from trainings.sheets import marking, roster
from trainings.sheets.opening import open_sheet

NAMES = (
    *(
        ("শাপলা", "Shapla"),
        ("জবা", "Joba"),
        ("বেলি", "Beli"),
        ("গাঁদা", "Ganda"),
        ("পলাশ", "Polash"),
        ("শিমুল", "Shimul"),
    ),
    *(
        ("কদম", "Kodom"),
        ("বকুল", "Bokul"),
        ("টগর", "Togor"),
        ("জুঁই", "Jui"),
        ("চামেলি", "Chameli"),
        ("শিউলি", "Sheuli"),
    ),
    *(("দোলনচাঁপা", "Dolonchampa"), ("কামিনী", "Kamini"), ("রজনীগন্ধা", "Rojonigondha"), ("মাধবী", "Madhobi")),
    *(
        ("হিজল", "Hijol"),
        ("তমাল", "Tomal"),
        ("ছাতিম", "Chhatim"),
        ("অর্জুন", "Orjun"),
        ("নিম", "Neem"),
        ("জারুল", "Jarul"),
    ),
    *(("সোনালু", "Sonalu"), ("কৃষ্ণচূড়া", "Krishnochura")),
)
AGENCIES = ("police", "dss", "judiciary", "health", "admin", "police")
DESIGNATIONS = (
    "Demo Inspector",
    "Demo Officer",
    "Demo Lawyer",
    "Demo Nurse",
    "Demo Assistant",
    "Demo Sub-inspector",
)
PLACES = {"dhaka": ("BD3026", "BD30262500"), "jashore": ("BD4041", "BD40410047")}
TRAININGS = (("dhaka", 6, 24), ("jashore", 6, 18), ("dhaka", 3, 20), ("jashore", 1, 16), ("dhaka", -20, 0))
"""Office, days ago that it began, people on the sheet."""
COMMITTEES = (
    ("ctc_dhaka_1", "dhaka"),
    ("cbcpc_dhaka_1", "dhaka"),
    ("ctc_jashore_1", "jashore"),
    ("cbcpc_jashore_1", "jashore"),
)
POSITIONS = ("chair", "msec", "member", "member", "member", "member")


@transaction.atomic
def add_trainings() -> None:
    """Add the demo's people, trainings and committees, unless there are sheets with people already."""
    if Participant.objects.exists() or not RecordType.objects.filter(key="training_event").exists():
        return
    people = add_people()
    for number, (office, ago, count) in enumerate(TRAININGS, 1):
        add_training(number, office, timezone.localdate() - timedelta(days=ago), people[:count])
    for place, (organisation, office) in enumerate(COMMITTEES):
        add_committee(organisation, office, people[place * 6 : place * 6 + 6])


def add_people() -> list[Person]:
    details = [
        Details(
            name_bn=f"ডেমো {bangla}",
            name_en=f"Demo {english}",
            designation=DESIGNATIONS[place % 6],
            agency_kind=AGENCIES[place % 6],
            agency="Demo office",
            sex="f" if place % 2 else "m",
            age_band="25_59",
            disability="n",
        )
        for place, (bangla, english) in enumerate(NAMES)
    ]
    return add_all(get_user_model().objects.get(email="trainer@demo.invalid"), details)


def add_training(number: int, office: str, first: date, people: list[Person]) -> None:
    name = "trainer" if office == "dhaka" else "trainer.jashore"
    by = get_user_model().objects.get(email=f"{name}@demo.invalid")
    district, upazila = PLACES[office]
    answers = {
        "district": district,
        "upz": upazila,
        "title": f"ডেমো প্রশিক্ষণ {bangla_digits(str(number))}",
        "level": "upazila",
        "aud": ["govt"],
        "topics": ["rights"],
        "start": first.isoformat(),
        "end": (first + timedelta(days=1)).isoformat(),
        "hours": 12,
        "venue": "ডেমো মিলনায়তন",
        "trainers": "ডেমো প্রশিক্ষক",
        "target_n": 25,
        "pass_mark": 60,
        "min_att": 80,
        "status": "planned",
        "safeg": "y",
    }
    record = recorded("training_event", by, office, answers)
    opened = open_sheet(by, record.pk)
    rows = roster.add_many(by, opened, people, Participant.Origin.INVITED)
    for session in opened.sheet.sessions.filter(day__lte=timezone.localdate()):
        cells = [marking.Cell(row.pk, state_of(place), "") for place, row in enumerate(rows)]
        marking.mark(by, opened, session, cells)


def state_of(place: int) -> str:
    """Most came; a few late, a few not."""
    return State.LATE if place % 9 == 4 else State.ABSENT if place % 11 == 7 else State.PRESENT


def add_committee(organisation: str, office: str, people: list[Person]) -> None:
    """Members in office and one meeting with two action points."""
    email = "field.officer@demo.invalid" if office == "dhaka" else "me.officer@demo.invalid"
    by = get_user_model().objects.get(email=email)
    body = Body.objects.select_related("kind", "organisation").get(organisation__key=organisation)
    today = timezone.localdate()
    for person, position in zip(people, POSITIONS, strict=True):
        members.join(
            by, body, person, position=position, since=today - timedelta(days=300), held_as=person.designation
        )
    held = today - timedelta(days=12)
    row = {"t_desig": "Demo", "t_agency": "admin", "t_member": "y", "t_sex": "f"}
    answers = {
        "committee": organisation,
        "meet_no": 9,
        "meet_type": "regular",
        "held_at": f"{held.isoformat()}T10:30:00+06:00",
        "venue": "ডেমো সভাকক্ষ",
        "chair_by": "ডেমো সভাপতি",
        "chair_is_exoff": "y",
        "prev_ok": "y",
        "cst_cases": 0,
        "cst_referred": 0,
        "att": [
            {**row, "t_name": person.name_bn, "t_role": position, "t_present": "p" if place < 4 else "a"}
            for place, (person, position) in enumerate(zip(people, POSITIONS, strict=True))
        ],
        "agenda": [
            {"g_title": "ডেমো – সচেতনতা", "g_disc": "ডেমো আলোচনা", "g_dec": "ডেমো সিদ্ধান্ত: মাসে একবার পরিদর্শন"}
        ],
        "ap": [
            {
                "p_txt": "ডেমো – থানার ডেস্ক পরিদর্শন",
                "p_who": "ডেমো সদস্য",
                "p_agency": "police",
                "p_due": (today + timedelta(days=9)).isoformat(),
                "p_status": "open",
            },
            {
                "p_txt": "ডেমো – তালিকা হালনাগাদ",
                "p_who": "ডেমো সদস্য",
                "p_agency": "dss",
                "p_due": (today - timedelta(days=2)).isoformat(),
                "p_status": "open",
            },
        ],
    }
    recorded("committee_meeting", by, office, {**answers, "date_rec": held.isoformat()})


def recorded(kind: str, by: Any, office: str, answers: dict[str, Any]) -> Record:
    """A record with these answers, judged and saved as the wizard does it."""
    record_type = RecordType.objects.select_related("form__live_version").get(key=kind)
    version = record_type.form.live_version
    if version is None:
        raise LookupError(f"{kind} has no live form")
    day = timezone.localdate().isoformat()
    known = {"office": office, "date_rec": day, "staff": str(by.pk), **answers}
    result = evaluate(version.program, known, Moment(timezone.localtime()))
    if result.faults:
        raise ValueError(f"{kind}: {[fault.path for fault in result.faults]}")
    entry = Entry(
        record_type=record_type,
        version=version,
        answers=result.answers,
        missing=result.missing,
        by=by,
        office=Office.objects.get(key=office),
    )
    record = save_record(entry)
    moving.added(record, by)
    return record
