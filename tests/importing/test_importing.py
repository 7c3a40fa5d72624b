"""Records from a spreadsheet: columns guessed, every row checked before anything is written, and all of it undone."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from registry.importing import applying
from registry.importing.mapping import REFERENCE, guess
from registry.models import (
    DataImport,
    Office,
    Record,
    RecordIndex,
    RecordRevision,
    RecordType,
    RecordValue,
    SlotMap,
)
from registry.query import RecordQuery
from registry.sealing import KeyRing, SealingError, open_record, open_revision
from tests.factories.forms import ask, document, page, publish
from tests.factories.registry import ANSWERS, change_record, make_record
from tests.importing.conftest import Importer, as_csv, as_workbook

pytestmark = pytest.mark.django_db
HEAD = ("district", "Visits", "Met on (bn)", "Full name", "topics")
GOOD = ("dhaka", "3", "05/03/2026", "Example Child", "law; health")


def answers_of(record: Record) -> dict[str, Any]:
    return open_record(record, KeyRing.of(record))


@pytest.mark.parametrize("heading", ["Record number", "নথি নম্বর", "নথির নম্বর", "_reference"])
def test_the_number_is_known_by_what_our_pages_and_files_call_it(heading: str) -> None:
    assert guess([heading], {}) == {0: REFERENCE}


@pytest.mark.parametrize("content", [as_csv(HEAD, GOOD), as_workbook(HEAD, GOOD)], ids=["csv", "xlsx"])
def test_a_row_becomes_a_record_as_if_it_had_been_filled_in(
    importer: Importer, worker: Any, office: Office, content: bytes
) -> None:
    page = importer.send(content)
    assert "Columns recognised: 5 of 5." in page
    assert "For example: Example Child" in page
    assert "New records: 1" in importer.check()
    assert not Record.objects.exists()
    importer.do("apply")
    record = Record.objects.get()
    answers = answers_of(record)
    assert (answers["district"], answers["visits"], answers["met_on"]) == ("dhaka", 3, "2026-03-05")
    assert (answers["topics"], answers["full_name"]) == (["law", "health"], "Example Child")
    assert "full_name" not in record.data
    assert (record.office, record.owner, record.status) == (office, worker, "open")
    assert record.reference.endswith("-0001")
    assert RecordRevision.objects.get(record=record).number == 1
    slot = SlotMap.objects.get(record_type=record.type, key="visits").slot
    assert getattr(RecordIndex.objects.get(record=record), slot) == 3
    assert set(RecordValue.objects.filter(record=record, key="topics").values_list("text", flat=True)) == {
        "law",
        "health",
    }


@pytest.mark.parametrize(
    ("heading", "cell", "answer"),
    [
        ("district", "Dhaka", "dhaka"),
        ("district", "Dhaka (bn)", "dhaka"),
        ("visits", "৩", 3),
        ("met_on", "০৫/০৩/২০২৬", "2026-03-05"),
        ("met_on", "2026-03-05", "2026-03-05"),
        ("met_on", "2026-03-05 00:00:00", "2026-03-05"),
        ("met_on", "2026-03-05 10:30", "2026-03-05"),
        ("met_on", "০৫/০৩/২০২৬ ১০:৩০", "2026-03-05"),
        ("met_on", "2026-03-05T20:30:00.000+00:00", "2026-03-06"),
        ("topics", "law health", ["law", "health"]),
        ("topics", "Law, School", ["law", "school"]),
        ("venue", "'=1+1", "=1+1"),
        ("venue", "বাংলা হল", "বাংলা হল"),
    ],
)
def test_cells_are_read_as_people_write_them(
    importer: Importer, heading: str, cell: str, answer: Any
) -> None:
    importer.send(as_csv([heading], [cell]))
    importer.check()
    importer.do("apply")
    assert answers_of(Record.objects.get())[heading] == answer


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("district", "Atlantis", "is none of the choices: Dhaka, Jashore, Khulna"),
        ("visits", "many", "whole number"),
        ("met_on", "31/02/2026", "There is no such day"),
        ("topics", "law; sailing", "“sailing” is none of the choices"),
    ],
)
def test_a_bad_cell_is_told_with_its_row_and_column(
    importer: Importer, heading: str, cell: str, said: str
) -> None:
    importer.send(as_csv(["venue", heading], ["Hall", ""], ["Hall", cell]))
    page = importer.check()
    assert "Bad rows: 1" in page
    assert "Row 3" in page
    assert f"{heading}: " in page
    assert said in page.replace("&#x27;", "'")
    assert "Bring" not in page  # all rows or none


def test_all_that_no_column_answers_is_told_at_once(
    importer: Importer,
) -> None:
    form = document(page("visit", ask("venue"), *(ask(key, required="yes") for key in ("guide", "guest"))))
    RecordType.objects.filter(key="visit").update(form=publish(form).definition)
    importer.send(as_csv(["venue"], ["Hall"]))
    page_shown = importer.check()
    assert "Guide: Answer this question." in page_shown
    assert "Guest: Answer this question." in page_shown


def test_good_rows_come_in_without_the_bad_ones_when_that_is_chosen(
    importer: Importer, small_chunks: int
) -> None:
    rows = [["dhaka", str(number)] for number in range(130)]
    for place in (3, 40, 49, 50, 77, 100, 129):
        rows[place][1] = "bad"
    importer.send(as_csv(["district", "visits"], *rows))
    page = importer.check(only_whole="no")
    assert "Bad rows: 7" in page
    assert "Bring in the good rows" in page
    importer.do("apply")
    assert Record.objects.count() == 123
    references = list(Record.objects.order_by("reference").values_list("reference", flat=True))
    assert references[-1].endswith("-0123")


def test_the_bad_rows_come_as_a_workbook_to_mend_and_send_again(importer: Importer) -> None:
    importer.send(as_csv(["district", "visits"], ["dhaka", "1"], ["atlantis", "many"]))
    importer.check()
    response = importer.client.get(f"{importer.address}problems/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream
    sheet = load_workbook(io.BytesIO(content)).active
    heads, row = sheet.iter_rows(values_only=True)
    assert heads == ("Row", "What is wrong", "district", "visits")
    assert (row[0], row[2:]) == (3, ("atlantis", "many"))
    assert "is none of the choices" in row[1]
    assert "Columns recognised: 2 of 4." in importer.send(content, "problems.xlsx")


def test_records_known_by_a_key_are_left_changed_or_added(
    importer: Importer, worker: Any, office: Office
) -> None:
    old = make_record(importer_type(), {**ANSWERS, "venue": "Hall one"}, by=worker, office=office)
    rows = as_csv(["venue", "visits"], ["Hall one", "9"], ["Hall two", "1"])
    for mode, told in (
        ("create", ("New records: 1", "Changed records: 0", "Left alone: 1")),
        ("both", ("New records: 1", "Changed records: 1", "Left alone: 0")),
        ("update", ("New records: 0", "Changed records: 1", "Left alone: 1")),
    ):
        importer.send(rows)
        page = importer.check(key="venue", mode=mode)
        assert [words for words in told if words not in page] == [], mode
    importer.do("apply")
    old.refresh_from_db()
    answers = answers_of(old)
    assert (answers["visits"], answers["full_name"], old.revision) == (9, "Example Child", 2)
    assert Record.objects.count() == 1


def importer_type() -> RecordType:
    return RecordType.objects.get(key="visit")


def test_an_empty_cell_takes_nothing_away_and_the_same_again_changes_nothing(
    importer: Importer, worker: Any, office: Office
) -> None:
    old = make_record(importer_type(), by=worker, office=office)
    importer.send(as_csv(["_reference", "visits", "district"], [old.reference, "3", ""]))
    assert "Left alone: 1" in importer.check(key="_reference", mode="update")


@pytest.mark.parametrize(
    ("rows", "choices", "said"),
    [
        ([["A", "1"], ["a", "2"]], {"key": "venue", "mode": "both"}, "The same as in row 2."),
        ([["", "1"]], {"key": "venue", "mode": "both"}, "This says which record it is, and is empty."),
        ([["Twins", "1"]], {"key": "venue", "mode": "update"}, "Several records have this."),
    ],
)
def test_keys_that_cannot_be_right_are_told(
    importer: Importer, worker: Any, office: Office, rows: Any, choices: dict[str, str], said: str
) -> None:
    for _ in range(2):
        make_record(importer_type(), {"venue": "Twins"}, by=worker, office=office)
    importer.send(as_csv(["venue", "visits"], *rows))
    assert said in importer.check(**choices)


def test_a_number_that_is_not_here_is_no_new_record(importer: Importer) -> None:
    importer.send(as_csv(["_reference", "visits"], ["T9-DHK-26-0001", "1"], ["", "2"]))
    page = importer.check(key="_reference", mode="both")
    assert "There is no record of this number." in page
    assert "Bad rows: 1" in page


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"column-0": "", "column-1": ""}, "No column answers a question."),
        ({"column-0": "visits"}, "is chosen for two columns"),
        ({"key": "topics"}, "Select a valid choice"),
        ({"mode": "update"}, "Say how records are known"),
        ({"key": "_reference"}, "No column holds this."),
        ({"column-0": "diagnoses"}, "Select a valid choice"),
    ],
)
def test_columns_that_make_no_sense_are_said_and_nothing_chosen_is_lost(
    importer: Importer, choices: dict[str, str], said: str
) -> None:
    importer.send(as_csv(["venue", "visits"], ["Hall", "1"]))
    page = importer.check(**{"only_whole": "no", **choices})
    assert said in page
    assert '<input type="radio" name="only_whole" value="no"' in page
    assert importer.batch.state == "mapping"


def test_the_last_import_is_undone_as_far_as_nobody_touched_it(
    importer: Importer, worker: Any, office: Office
) -> None:
    old = make_record(importer_type(), {**ANSWERS, "venue": "Old"}, by=worker, office=office)
    importer.send(as_csv(["venue", "visits"], ["Old", "9"], ["New", "1"], ["Touched", "2"]))
    importer.check(key="venue", mode="both")
    importer.do("apply")
    touched = Record.objects.get(data__venue="Touched")
    new = Record.objects.get(data__venue="New")
    change_record(touched, worker, visits=7)
    page = importer.do("undo")
    assert "somebody has worked with them since: 1" in page
    old.refresh_from_db()
    assert (answers_of(old)["visits"], old.revision) == (3, 3)
    listed = {row.record.pk for row in RecordQuery(worker, importer_type()).page().rows}
    assert listed == {old.pk, touched.pk}
    assert importer.client.get(f"/workspace/records/visit/{new.pk}/").status_code == 404
    new.refresh_from_db()
    assert (new.data, bytes(new.sealed), new.keys.count()) == ({}, b"", 0)
    revision, keys = new.revisions.get(), KeyRing.of(new)
    with pytest.raises(SealingError):
        open_revision(revision, keys)


def test_all_or_none_takes_back_what_came_in_when_a_row_turns_bad_meanwhile(
    importer: Importer, worker: Any, small_chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"Hall {number}", str(number)] for number in range(60)]
    importer.send(as_csv(["venue", "visits"], *rows))
    importer.check()
    judge = applying.Judge.judge

    def bad_at_the_end(self: Any, rows: Any) -> Any:
        verdicts = judge(self, rows)
        if len(rows) < small_chunks:
            verdicts[-1].outcome = applying.Outcome.BAD
        return verdicts

    monkeypatch.setattr(applying.Judge, "judge", bad_at_the_end)
    page = importer.do("apply")
    assert "Nothing was brought in" in page
    assert RecordQuery(worker, importer_type()).count().number == 0


def test_a_step_that_was_cut_off_goes_on_where_it_stopped(
    importer: Importer, small_chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"Hall {number}", str(number)] for number in range(60)]
    importer.send(as_csv(["venue", "visits"], *rows))
    importer.check()
    write = applying._write

    def once(batch: Any, judge: Any, chunk: Any, verdicts: Any) -> None:
        if chunk.number == 1:
            raise RuntimeError("The power went.")
        write(batch, judge, chunk, verdicts)

    batch = importer.batch
    DataImport.objects.filter(pk=batch.pk).update(state="applying")
    monkeypatch.setattr(applying, "_write", once)
    with pytest.raises(RuntimeError):
        applying.run.call(str(batch.pk), "applying")
    assert Record.objects.count() == small_chunks
    monkeypatch.setattr(applying, "_write", write)
    applying.run.call(str(batch.pk), "applying")
    assert Record.objects.count() == 60
    assert importer.batch.state == "done"
