"""The page of one record: its answers in its own version's words, what is withheld, what is missing, its files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_builder.questions import attachments
from registry.models import AccessEvent, Action, Office, Record, RecordType
from tests.factories.forms import ask, document, page, publish
from tests.factories.registry import change_record, grant, make_office, make_record, make_type, make_worker
from tests.registry_pages.conftest import signed_in
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 made up for a test"


def address(record: Record) -> str:
    return f"/workspace/records/{record.type.key}/{record.pk}/"


def shown(client: Client, record: Record, query: str = "") -> str:
    response = client.get(address(record) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def record(worker: Any, record_type: RecordType, office: Office) -> Record:
    return make_record(record_type, by=worker, office=office)


def test_one_sees_what_ones_grant_reaches(browser: Client, record: Record) -> None:
    text = shown(browser, record)
    for words in (
        record.reference,
        "Example Child",
        "Example Alias",
        "Community hall",
        "Aunt",
        "Dhaka office",
    ):
        assert words in text
    assert "Filled in with version 1 of the form" in text


def test_withheld_answers_are_named_and_not_told(
    record: Record, record_type: RecordType, office: Office
) -> None:
    reader = make_worker(record_type, office, actions=[Action.VIEW], tier="I", compartments=[])
    text = shown(signed_in(reader), record)
    assert "Diagnosis" in text
    assert "Withheld" in text
    for secret in (
        "Example Child",
        "Example Alias",
        "Example finding",
        "Example remark",
        "Example Aunt",
        "High",
    ):
        assert secret not in text


def test_an_old_record_keeps_the_words_of_its_own_version(browser: Client, record: Record) -> None:
    publish(document(page("about", ask("venue", "text", label="Where it was"))), record.type.form.key)
    text = shown(browser, record)
    assert "Venue" in text
    assert "Where it was" not in text
    assert "Filled in with version 1 of the form" in text


def test_what_waits_for_an_answer_is_listed(worker: Any, office: Office) -> None:
    kind = make_type(document(page("about", ask("town", required="soft"), ask("street"))), key="soft")
    record = make_record(kind, {"street": "Example Street"}, by=worker, office=office)
    text = shown(signed_in(make_worker(kind, office)), record)
    assert "Still to be answered" in text
    assert "Town" in text


def test_unanswered_questions_show_when_asked_for(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    record = make_record(record_type, {"district": "dhaka"}, by=worker, office=office)
    assert "Remarks" not in shown(browser, record)
    assert "Remarks" in shown(browser, record, "?all=1")


def test_history_names_who_and_which_questions(browser: Client, worker: Any, record: Record) -> None:
    change_record(record, worker, reason="It moved", venue="Library")
    text = shown(browser, record)
    assert "Changed: Venue" in text
    assert "It moved" in text
    assert worker.full_name in text


def test_history_does_not_name_withheld_questions(
    worker: Any, record: Record, record_type: RecordType, office: Office
) -> None:
    change_record(record, worker, diagnosis="Another example")
    reader = make_worker(record_type, office, actions=[Action.VIEW], tier="I", compartments=[])
    assert "Changed: 1 withheld answer" in shown(signed_in(reader), record)


def test_change_is_offered_and_given_to_those_who_may(
    browser: Client, record: Record, record_type: RecordType, office: Office
) -> None:
    assert f'href="{address(record)}change/"' in shown(browser, record)
    assert browser.get(address(record) + "change/")["Location"].endswith(f"/registry.edit/{record.pk}/")
    reader = signed_in(make_worker(record_type, office, actions=[Action.VIEW]))
    assert f"{address(record)}change/" not in shown(reader, record)
    assert reader.get(address(record) + "change/").status_code == 404


def test_every_look_is_noted_with_what_it_told(browser: Client, worker: Any, record: Record) -> None:
    before = AccessEvent.objects.count()
    shown(browser, record)
    event = AccessEvent.objects.latest("at")
    assert AccessEvent.objects.count() == before + 1
    assert (event.action, event.user, event.records) == ("view", worker, [str(record.pk)])
    assert event.tiers == "ICR"


def test_another_offices_record_is_not_there(record: Record, record_type: RecordType) -> None:
    stranger = signed_in(make_worker(record_type, make_office("JSR"), scope="office"))
    response = stranger.get(address(record))
    assert response.status_code == 404
    assert record.reference not in response.content.decode()


def test_a_record_is_not_found_under_another_kind(browser: Client, record: Record, worker: Any) -> None:
    other = make_type(key="other")
    assert browser.get(address(record).replace("visit", other.key)).status_code == 404


def test_a_page_of_a_record_asks_little(browser: Client, worker: Any, record: Record) -> None:
    change_record(record, worker, venue="Library")
    shown(browser, record)
    with at_most(18):
        shown(browser, record)


@pytest.fixture
def scan(office: Office) -> tuple[Record, str, Any]:
    """A record with a sealed scan, its id, and the worker who sent it."""
    form = document(page("about", ask("scan", "file", sensitivity="C", compartment="clinical"), ask("town")))
    kind = make_type(form, key="scanned")
    worker = make_worker(kind, office)
    upload = SimpleUploadedFile("ফাইল name.pdf", PDF, "text/html")
    identity = attachments.keep(upload, worker.pk, "clinical")
    return make_record(kind, {"scan": identity}, by=worker, office=office), identity, worker


def test_a_file_comes_as_a_download_that_can_do_nothing(scan: tuple[Record, str, Any]) -> None:
    record, identity, worker = scan
    client = signed_in(worker)
    assert f"file/{identity}/" in shown(client, record)
    response = client.get(f"{address(record)}file/{identity}/")
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]  # a FileResponse
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    event = AccessEvent.objects.latest("at")
    assert (event.action, event.records, event.tiers) == ("file", [str(record.pk)], "C")


def test_a_recording_is_played_on_the_page_piece_by_piece(office: Office) -> None:
    kind = make_type(document(page("about", ask("told", "audio", sensitivity="C"))), key="recorded")
    worker = make_worker(kind, office)
    sound = b"ID3 made up for a test"
    identity = attachments.keep(SimpleUploadedFile("a.mp3", sound), worker.pk, "none", attachments.SOUND)
    record = make_record(kind, {"told": identity}, by=worker, office=office)
    client = signed_in(worker)
    assert f'<audio controls preload="none" src="{address(record)}file/{identity}/"' in shown(client, record)
    response = client.get(f"{address(record)}file/{identity}/", headers={"Range": "bytes=4-7"})
    assert (response.status_code, response.content) == (206, sound[4:8])
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store, private"
    beyond = client.get(f"{address(record)}file/{identity}/", headers={"Range": "bytes=900-"})
    assert beyond.status_code == 416


def test_a_file_of_a_withheld_answer_is_not_there(scan: tuple[Record, str, Any], office: Office) -> None:
    record, identity, _worker = scan
    reader = make_worker(record.type, office, actions=[Action.VIEW], tier="C", compartments=["identity"])
    client = signed_in(reader)
    assert identity not in shown(client, record)
    assert client.get(f"{address(record)}file/{identity}/").status_code == 404


def test_a_file_is_not_found_under_another_record(scan: tuple[Record, str, Any], office: Office) -> None:
    record, identity, worker = scan
    other = make_record(record.type, {"town": "Example"}, by=worker, office=office)
    assert signed_in(worker).get(f"{address(other)}file/{identity}/").status_code == 404


def test_files_of_records_below_stand_on_the_page_of_the_case_for_those_who_may_see_them(
    scan: tuple[Record, str, Any], office: Office
) -> None:
    below, identity, worker = scan
    case = make_type(key="case")
    grant(worker, case, scope="office")
    RecordType.objects.filter(pk=below.type_id).update(parent_type=case)
    above = make_record(case, by=worker, office=office)
    Record.objects.filter(pk=below.pk).update(parent=above)
    text = shown(signed_in(worker), above)
    assert f"{address(below)}file/{identity}/" in text
    assert "ফাইল name.pdf" not in text
    other = make_worker(case, office, scope="office")
    assert identity not in shown(signed_in(other), above)
    grant(other, below.type, scope="office", tier="I")
    assert identity not in shown(signed_in(other), above)
