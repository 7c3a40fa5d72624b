"""People of the directory, events with sheets, committees: made the real way, visibly made up."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from forms_builder.schema import Document
from registry.models import Office, RecordType
from registry.workflow import moving
from tests.factories.forms import ask, choices, document, make_user, page, publish, repeat
from tests.factories.registry import grant, make_record, make_type, work_in
from trainings.models import Capability, Person
from trainings.people.writing import Details, add
from trainings.setup.documents import SheetDocument

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
