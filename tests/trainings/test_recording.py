"""A day of the sheet becomes a record below the event: the same one when it is written again."""

from typing import Any

import pytest
from django.test import Client

from registry.models import Organisation, Record, RecordType
from registry.opening import opened as opened_record
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.factories.registry import grant, make_type
from tests.factories.trainings import columns_form, make_event, make_event_type, make_person
from tests.security.scanning import places
from tests.support.shared import shared
from trainings.sheets import columns, marking, recording, roster
from trainings.sheets.opening import OpenSheet, open_sheet

KEPT = {"record_type": "attendance", "day": "day_no", "states": {"p": "p", "l": "p", "e": "p", "a": "a"}}


@shared
def event_type() -> RecordType:
    return make_event_type(kept=KEPT)


@shared
def attendance(event_type: RecordType, trainer: Any) -> RecordType:
    made = make_type(columns_form(), key="attendance", parent_type=event_type)
    grant(trainer, made, scope="own", tier="C", compartments=["identity"])
    return made


@pytest.fixture
def event(event_type: RecordType, attendance: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office, days=2, ago=1)


@pytest.fixture
def opened(trainer: Any, event: Record) -> OpenSheet:
    opened = open_sheet(trainer, event.pk)
    for name in ("Example First", "Example Second", "Example Unmarked"):
        roster.add(trainer, opened, make_person(name, by=trainer))
    return opened


def record(browser: Client, opened: OpenSheet, session: Any) -> Any:
    posted = {"session": session.pk, "do": "record"}
    return browser.post(f"/workspace/events/{opened.record.pk}/sheet/do/", posted)


def rows_of(user: Any, kept: Record) -> list[dict[str, Any]]:
    rows = opened_record(user, kept).answers["row"]
    return [{key: value for key, value in row.items() if key != "_id"} for row in rows]


def test_a_day_is_recorded_and_brought_up_to_date(
    browser: Client, opened: OpenSheet, trainer: Any, attendance: RecordType
) -> None:
    session = opened.sheet.sessions.all()[0]
    first, second, _unmarked = marking.participants_of(opened.sheet)
    cells = [marking.Cell(first.pk, "l", ""), marking.Cell(second.pk, "a", "")]
    marking.mark(trainer, opened, session, cells)
    columns.save_row(opened, first, {"p_room": "Example room"}, {})
    assert record(browser, opened, session).status_code == 302
    kept = Record.objects.get(type=attendance)
    assert (kept.parent, kept.data["day_no"]) == (opened.record, 1)
    assert rows_of(trainer, kept) == [
        {"p_name": "Example First", "p_am": "p", "p_room": "Example room"},
        {"p_name": "Example Second", "p_am": "a"},
    ]
    marking.mark(trainer, opened, session, [marking.Cell(second.pk, "p", "a")])
    record(browser, opened, session)
    kept.refresh_from_db()
    assert [row["p_am"] for row in rows_of(trainer, Record.objects.get(pk=kept.pk))] == ["p", "p"]
    assert kept.revision == 2
    record(browser, opened, opened.sheet.sessions.all()[2])
    assert Record.objects.filter(type=attendance).count() == 2


def test_names_lie_sealed_in_the_record(
    browser: Client, opened: OpenSheet, trainer: Any, attendance: RecordType
) -> None:
    session = opened.sheet.sessions.all()[0]
    browser.post(f"/workspace/events/{opened.record.pk}/sheet/do/", {"session": session.pk, "do": "everyone"})
    record(browser, opened, session)
    where = places(["Example First"]).get("Example First", [])
    assert not [place for place in where if place.startswith("registry_")]


def test_without_the_right_to_such_records_there_is_no_way(
    browser: Client, opened: OpenSheet, trainer: Any, attendance: RecordType
) -> None:
    trainer.groups.remove(trainer.groups.get(grants__record_type=attendance))
    session = opened.sheet.sessions.all()[0]
    assert record(browser, opened, session).status_code == 404
    page = browser.get(f"/workspace/events/{opened.record.pk}/sheet/").content.decode()
    assert "Record this day" not in page
    assert not Record.objects.filter(type=attendance).exists()


def test_a_record_names_its_training_and_says_ages_in_its_own_words(trainer: Any, office: Any) -> None:
    bands = choices("a18_24", "a25_59", "unk")
    row = repeat(
        "row",
        ask("p_name", sensitivity="C", compartment="identity"),
        ask("p_band", "choose_one", choices=bands),
    )
    asked = page(
        "rows", ask("day_no", "integer"), ask("training", "organisation", settings={"kind": "training"}), row
    )
    words = {"age_band": {"25_59": "a25_59", "x": "unk"}}
    event_type = make_event_type(
        "other_event",
        columns=publish(document(asked), "other_columns").definition.key,
        person={"name": "p_name", "age_band": "p_band"},
        marks={},
        kept={**KEPT, "words": words},
    )
    event_type.casework = {"directory": {"kind": "training", "name": "title"}}
    event_type.save()
    made = make_type(document(asked), key="attendance", parent_type=event_type)
    for kind in (event_type, made):
        grant(trainer, kind, scope="office", tier="C", compartments=["identity"])
    opened = open_sheet(trainer, make_event(event_type, trainer, office, title="Example law course").pk)
    for band in ("25_59", "under_18", "x"):
        roster.add(trainer, opened, make_person(by=trainer, age_band=band))
    session = opened.sheet.sessions.all()[0]
    marking.mark_unmarked(trainer, opened, session, "p")
    kept = recording.record_day(trainer, opened, session.day)
    assert [one.get("p_band") for one in rows_of(trainer, kept)] == ["a25_59", None, "unk"]
    training = Organisation.objects.get(key=kept.data["training"])
    assert (training.kind, training.name_en) == ("training", "Example law course")
