"""What happened to imported records before: days in the file, checked with its rows, entered by a supervisor alone."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from registry.importing import replaying
from registry.models import ImportedPast, Office, PastReplay, Record, RecordType, Task
from registry.workflow import historic, moving
from registry.workflow.historic import Step
from tests.factories.registry import make_worker
from tests.factories.workflows import case_workflow, make_role, make_workflow, transition, words
from tests.importing.conftest import Importer, as_csv
from tests.support.shared import shared

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Dhaka"))
PAPER = "Paper file of the first office"
HEAD = ["venue", "district", "visits", "Enrol date", "Close (bn)-এর তারিখ"]
ROWS = (
    ["Hall one", "dhaka", "3", "01/09/2025", "০১/০৬/২০২৬"],
    ["Hall two", "dhaka", "3", "2026-10-01", ""],
    ["Hall three", "dhaka", "3", "", ""],
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@shared
def workflow(record_type: RecordType) -> Any:
    content = case_workflow()
    enrol = content["transitions"][0]
    enrol["when"], enrol["when_message"] = "${visits} > 0", words("At least one visit is needed.")
    enrol["tasks"] = [one for one in enrol["tasks"] if one["key"] == "review"]
    serve = content["transitions"][1]
    serve["when"] = "${visits} > 1000"
    content["transitions"].append(transition("pause", "in_service", "enrolled", roles=["supervisor"]))
    for key in ("supervisor", "worker"):
        make_role(key)
    return make_workflow("case", content, record_type)


@shared
def supervisor(record_type: RecordType, office: Office, workflow: Any) -> Any:
    return make_worker(record_type, office, scope="office")


@pytest.fixture
def brought_in(importer: Importer, workflow: Any) -> Importer:
    """Three records, two of them with days of their past."""
    importer.send(as_csv(HEAD, *ROWS))
    importer.check()
    importer.do("apply")
    return importer


@pytest.fixture
def answer_for(brought_in: Importer, django_capture_on_commit_callbacks: Any) -> Any:
    """Enter the past of the import as somebody, on the page."""

    def enter(person: Any, reason: str = PAPER, **more: Any) -> str:
        client, address = signed_in(person), f"{brought_in.address}past/"
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, {"reason": reason, **more})
        return client.get(address).content.decode()

    return enter


def signed_in(person: Any) -> Client:
    client = Client()
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(type(person).objects.get(pk=person.pk))
    return client


def record_of(venue: str) -> Record:
    return Record.objects.get(data__venue=venue)


def test_the_days_are_guessed_by_the_words_of_a_transition_in_both_languages(
    importer: Importer, workflow: Any
) -> None:
    page = importer.send(as_csv(HEAD, *ROWS))
    assert "Columns recognised: 5 of 5." in page
    assert "Date of: Enrol" in page
    assert "a supervisor enters them once the rows are here" in page
    assert importer.client.get(importer.address).context["named"][3].value() == "_date.enrol"


def test_an_import_itself_sets_no_state(brought_in: Importer) -> None:
    assert set(Record.objects.values_list("status", flat=True)) == {"open"}
    assert not Task.objects.exists()
    assert list(ImportedPast.objects.values_list("row", "steps")) == [
        (2, [["enrol", "2025-09-01"], ["close", "2026-06-01"]]),
        (3, [["enrol", "2026-10-01"]]),
    ]
    page = brought_in.client.get(brought_in.address).content.decode()
    assert "Records with days of what happened before: 2." in page


@pytest.mark.parametrize(
    ("days", "column", "said"),
    [
        (["soon", ""], "Enrol", "Give day, month and year"),
        (["31/02/2025", ""], "Enrol", "There is no such day"),
        (["23/11/2026", ""], "Enrol", "This day lies after 22/11/2026"),
        (["01/09/2024", ""], "Enrol", "lies before the record itself began: 05/03/2025"),
        (["01/06/2026", "01/09/2025"], "Pause", "cannot follow"),
    ],
)
def test_a_day_that_cannot_be_is_told_with_its_row_and_column(
    importer: Importer, record_type: RecordType, workflow: Any, days: list[str], column: str, said: str
) -> None:
    RecordType.objects.filter(pk=record_type.pk).update(sort="-met_on")
    head = ["venue", "visits", "met_on", "Enrol", "Pause"]
    importer.send(as_csv(head, ["Hall", "3", "05/03/2025", "", ""], ["Hall", "3", "05/03/2025", *days]))
    page = importer.check().replace("&#x27;", "'")
    assert "Bad rows: 1" in page
    assert "Row 3" in page
    assert f"{column}: " in page
    assert said in page


def test_days_in_the_wrong_order_say_which_comes_first(importer: Importer, workflow: Any) -> None:
    importer.send(as_csv(["venue", "visits", "Close", "Enrol"], ["Hall", "3", "01/01/2026", ""]))
    assert "Bad rows: 0" in importer.check()  # a case can be closed from every open state
    head = ["venue", "visits", "_date.serve", "_date.enrol"]
    importer.send(as_csv(head, ["Hall", "3", "01/01/2026", "02/02/2026"]))
    page = importer.check()
    assert "This day lies before that of “Enrol”, 02/02/2026, which has to come first." in page


def test_answers_that_speak_against_a_step_make_the_row_bad(importer: Importer, workflow: Any) -> None:
    importer.send(as_csv(["venue", "visits", "Enrol"], ["Hall", "0", "01/09/2025"]))
    page = importer.check()
    assert "Bad rows: 1" in page
    assert "Enrol: At least one visit is needed." in page


def test_what_the_row_does_not_answer_is_on_paper(importer: Importer, workflow: Any) -> None:
    importer.send(as_csv(["venue", "visits", "Enrol"], ["Hall", "", "01/09/2025"]))
    assert "Bad rows: 0" in importer.check()


def test_a_supervisor_sees_what_would_be_entered_and_answers_for_it(
    brought_in: Importer, supervisor: Any, answer_for: Any
) -> None:
    client = signed_in(supervisor)
    assert f"{brought_in.address}past/" in client.get("/workspace/records/").content.decode()
    page = client.get(f"{brought_in.address}past/").content.decode()
    assert "Nothing can be added below a closed record" in page
    assert "Enter what happened before (records: 2)" in page
    assert "01/09/2025 to 01/10/2026" in page
    assert "Its conditions are not asked" in page
    page = answer_for(supervisor)
    assert "Entered so far: 2" in page
    assert "There is nothing left to enter." in page
    closed = record_of("Hall one")
    assert closed.status == "closed"
    steps = closed.transitions.order_by("day").values_list("rule", "day", "historic", "by")
    assert list(steps) == [
        ("enrol", date(2025, 9, 1), True, supervisor.pk),
        ("close", date(2026, 6, 1), True, supervisor.pk),
    ]
    assert record_of("Hall three").status == "open"
    assert f"{brought_in.address}past/" not in client.get("/workspace/records/").content.decode()


def test_only_what_is_due_from_today_on_becomes_a_task(supervisor: Any, answer_for: Any) -> None:
    answer_for(supervisor)
    tasks = Task.objects.filter(done_at=None).values_list("rule", "record__data__venue")
    assert list(tasks) == [("review", "Hall two")]


def test_the_reason_is_asked_kept_sealed_with_the_records_and_nowhere_else(
    supervisor: Any, answer_for: Any
) -> None:
    assert "Error:" not in answer_for(supervisor, "  ")
    assert not PastReplay.objects.exists()
    answer_for(supervisor)
    done = record_of("Hall one").transitions.first()
    assert done is not None
    assert PAPER.encode() not in bytes(done.sealed_reason)
    assert PastReplay.objects.get().sealed_reason == b""


def test_whoever_brought_the_file_in_cannot_answer_for_it(
    brought_in: Importer, worker: Any, supervisor: Any
) -> None:
    assert brought_in.client.get(f"{brought_in.address}past/").status_code == 404
    with pytest.raises(moving.Refused, match="somebody else has to answer"):
        replaying.start(worker, brought_in.batch.pk, PAPER, "en")


@pytest.mark.parametrize("rights", [{"actions": ["view", "edit", "create"]}, {"scope": "own"}])
def test_who_does_not_manage_the_records_finds_nothing(
    brought_in: Importer, record_type: RecordType, office: Office, rights: dict[str, Any]
) -> None:
    client = signed_in(make_worker(record_type, office, **rights))
    assert client.get(f"{brought_in.address}past/").status_code == 404
    assert client.post(f"{brought_in.address}past/", {"reason": PAPER}).status_code == 404
    assert f"{brought_in.address}past/" not in client.get("/workspace/records/").content.decode()


def test_a_record_that_was_moved_on_meanwhile_is_refused_alone_and_told(
    brought_in: Importer, supervisor: Any, answer_for: Any
) -> None:
    record = record_of("Hall one")
    make_role("supervisor", supervisor)
    moving.move(supervisor, record.pk, moving.Move("enrol", "open", "", "en"))
    page = answer_for(supervisor)
    assert "Entered so far: 1" in page
    assert "Not entered: 1." in page
    assert "Row 2" in page
    assert record.reference in page
    assert "This cannot have happened next" in page
    assert not record.transitions.filter(historic=True).exists()


def test_a_record_is_entered_whole_or_not_at_all(
    brought_in: Importer, supervisor: Any, answer_for: Any
) -> None:
    past = ImportedPast.objects.get(row=2)
    past.steps = [["enrol", "2025-09-01"], ["close", "2025-08-01"]]
    past.save()
    answer_for(supervisor)
    record = record_of("Hall one")
    assert record.status == "open"
    assert not record.transitions.exists()


def test_a_job_that_was_cut_off_goes_on_and_enters_nothing_twice(
    brought_in: Importer, supervisor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay = replaying.start(supervisor, brought_in.batch.pk, PAPER, "en")
    enter = historic.enter

    def once(user: Any, record_id: Any, step: Step) -> Any:
        if step.day == date(2026, 10, 1):
            raise RuntimeError("The power went.")
        return enter(user, record_id, step)

    monkeypatch.setattr(historic, "enter", once)
    with pytest.raises(RuntimeError):
        replaying.run.call(str(replay.pk))
    assert PastReplay.objects.get().rows_done == 1
    with pytest.raises(moving.Refused, match="entering it already"):
        replaying.start(supervisor, brought_in.batch.pk, PAPER, "en")
    monkeypatch.setattr(historic, "enter", enter)
    for _again in range(2):
        replaying.run.call(str(replay.pk))
    assert PastReplay.objects.get().rows_done == 2
    assert record_of("Hall one").transitions.count() == 2
    assert record_of("Hall two").status == "enrolled"


def test_a_job_that_got_lost_is_begun_again_from_the_page(
    brought_in: Importer, supervisor: Any, answer_for: Any
) -> None:
    replaying.start(supervisor, brought_in.batch.pk, PAPER, "en")  # its job never comes
    page = signed_in(supervisor).get(f"{brought_in.address}past/").content.decode()
    assert "Records done: 0 of 2." in page
    assert "It does not go on" in page
    assert "Entered so far: 2" in answer_for(supervisor, do="again")
