"""What the check shows of records that would change, and what counts as no change at all."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from forms_builder.schema.text import bangla_digits
from registry.models import AccessEvent, Grant, Office, RecordType
from tests.factories.forms import ask, document, make_user, page, publish
from tests.factories.registry import make_record, work_in
from tests.importing.conftest import Importer, as_csv
from tests.importing.test_repeats import book_of

pytestmark = pytest.mark.django_db


def lines(text: str) -> list[tuple[str, str, str]]:
    """(question, before, after) of each change on the page."""
    found = BeautifulSoup(text, "html.parser").select("section[aria-labelledby=changed] dl > div")
    return [
        (
            row.dt.get_text(strip=True),
            *(
                side.find(string=True, recursive=False).strip() if side else ""
                for side in (row.find("del"), row.find("ins"))
            ),
        )
        for row in found
    ]


def test_each_answer_that_would_change_is_told_before_and_after(
    importer: Importer, record_type: RecordType, worker: Any
) -> None:
    old = make_record(record_type, {"visits": 3, "venue": "Hall", "full_name": "Example Child"}, by=worker)
    rows = [["_reference", "visits", "venue", "full_name"], [old.reference, "4", "Hall", "Example Youth"]]
    importer.send(as_csv(*rows))
    shown = importer.check(key="_reference", mode="update")
    assert lines(shown) == [
        ("Visits", "3", "4"),
        ("Full name", "Example Child", "Example Youth"),
    ]
    assert old.reference in shown
    event = AccessEvent.objects.latest("pk")
    assert (event.action, event.records, event.tiers) == ("view", [str(old.pk)], "IC")


def test_answers_beyond_ones_rights_are_only_counted(
    importer: Importer, record_type: RecordType, worker: Any
) -> None:
    """What may not be seen may not be changed either: the file's answer to it counts for nothing."""
    old = make_record(record_type, {"visits": 3, "full_name": "Example Child"}, by=worker)
    Grant.objects.filter(record_type=record_type).update(tier="I", compartments=[])
    importer.send(as_csv(["_reference", "visits", "full_name"], [old.reference, "4", "Example Youth"]))
    shown = importer.check(key="_reference", mode="update")
    assert lines(shown) == [("Visits", "3", "4")]
    assert "Example Child" not in shown


def test_a_number_written_otherwise_is_the_same_number(importer: Importer, worker: Any) -> None:
    form = publish(document(page("visit", ask("weight", "decimal"), ask("venue", "text"))))
    RecordType.objects.filter(key="visit").update(form=form.definition)
    kind = RecordType.objects.get(key="visit")
    old = make_record(kind, {"weight": "12.50", "venue": "Hall"}, by=worker)
    importer.send(as_csv(["_reference", "weight", "venue"], [old.reference, "12.5", "Hall"]))
    assert "Left alone: 1" in importer.check(key="_reference", mode="update")
    importer.send(as_csv(["_reference", "weight", "venue"], [old.reference, "12.5", "Yard"]))
    assert lines(importer.check(key="_reference", mode="update")) == [("Venue", "Hall", "Yard")]


def test_somebody_who_left_may_stay_in_the_answer(importer: Importer, office: Office, worker: Any) -> None:
    form = publish(document(page("visit", ask("guide", "staff"), ask("venue", "text"))))
    RecordType.objects.filter(key="visit").update(form=form.definition)
    gone, other = make_user(), make_user()
    work_in(gone, office)
    old = make_record(RecordType.objects.get(key="visit"), {"guide": str(gone.pk)}, by=worker)
    gone.is_active = False
    gone.save()
    for person, said in ((gone, "Changed records: 1"), (other, "not among those you may choose")):
        importer.send(as_csv(["_reference", "guide", "venue"], [old.reference, str(person.pk), "Hall"]))
        assert said in importer.check(key="_reference", mode="update")


def test_a_record_number_counts_in_either_script_and_case(
    importer: Importer, record_type: RecordType, worker: Any, office: Office
) -> None:
    old = make_record(record_type, by=worker, office=office)
    for written in (old.reference.lower(), bangla_digits(old.reference), f" {old.reference} "):
        importer.send(as_csv(["_reference", "visits"], [written, "9"]))
        assert "Changed records: 1" in importer.check(key="_reference", mode="both")


def test_each_new_row_of_a_repeat_is_told(importer: Importer, record_type: RecordType, worker: Any) -> None:
    old = make_record(record_type, {"contacts": [{"_id": "000000000001", "relation": "aunt"}]}, by=worker)
    people = [[old.reference, relation] for relation in ("aunt", "teacher", "aunt")]
    content = book_of(
        visits=[["_reference", "visits"], [old.reference, ""]], contacts=[["_reference", "relation"], *people]
    )
    importer.send(content, "rows.xlsx")
    shown = lines(importer.check(key="_reference", mode="update"))
    assert shown == [("Relation (row 2)", "", "Teacher"), ("Relation (row 3)", "", "Aunt")]
