"""Paper: sign-in sheets in two languages, attendance, certificates that tell nothing but whether they are valid."""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import Record, RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import make_event, make_person, make_trainer
from tests.support.pdf_text import Pdf
from tests.trainings.conftest import signed_in
from trainings.models import Capability, Certificate, Participant
from trainings.sheets import certifying, marking, roster
from trainings.sheets.attendance import attended
from trainings.sheets.opening import OpenSheet, open_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office, title="Example training", ago=1)


@pytest.fixture
def people(opened: OpenSheet, trainer: Any) -> list[Participant]:
    """One who came to all four sessions, one to two, one to none."""
    names = ("Rahim Example", "Salma Example", "Karim Example")
    rows = [
        roster.add(trainer, opened, make_person(name, by=trainer, designation="Inspector")) for name in names
    ]
    with time_machine.travel(timezone.localtime().replace(hour=18), tick=False):
        for place, session in enumerate(opened.sheet.sessions.all()):
            states = ("l" if place else "p", "p" if place < 2 else "a", "a")
            cells = [marking.Cell(row.pk, state, "") for row, state in zip(rows, states, strict=True)]
            marking.mark(trainer, opened, session, cells)
    return rows


def text(response: Any) -> str:
    assert response.headers["Content-Type"] == "application/pdf"
    return re.sub(r"\s+", " ", Pdf(response.content).text.replace("\u200b", ""))


def test_attendance_counts_who_came_late_as_here(opened: OpenSheet, people: list[Participant]) -> None:
    assert [(one.came, one.sessions, one.percent) for one in attended(opened.sheet)] == [
        (4, 4, 100),
        (2, 4, 50),
        (0, 4, 0),
    ]


def test_a_sign_in_sheet_is_in_both_languages_with_names_or_blank(
    browser: Client, event: Record, people: list[Participant]
) -> None:
    filled = text(browser.get(f"/workspace/events/{event.pk}/sheet/print/"))
    blank = text(browser.get(f"/workspace/events/{event.pk}/sheet/print/?blank=1"))
    for words in ("Sign-in sheet", "Signature, morning", event.reference, "columns"):
        assert words in filled, words
        assert words in blank, words
    assert "Rahim Example" in filled
    assert "Rahim Example" not in blank
    assert browser.get(f"/workspace/events/{event.pk}/sheet/print/?day=2020-01-01").status_code == 404


def test_the_summary_tells_how_much_each_came_to(
    browser: Client, event: Record, people: list[Participant]
) -> None:
    said = text(browser.get(f"/workspace/events/{event.pk}/sheet/summary/"))
    assert "Salma Example" in said
    assert "2 / 4" in said
    assert "50%" in said


def test_a_certificate_is_refused_to_who_was_absent_or_came_too_little(
    opened: OpenSheet, trainer: Any, people: list[Participant]
) -> None:
    assert certifying.issue(trainer, opened, people[0].pk).serial.endswith("-001")
    with pytest.raises(certifying.Refused, match="Was absent"):
        certifying.issue(trainer, opened, people[2].pk)
    with pytest.raises(certifying.Refused, match="Came to 50%, needed are 80%"):
        certifying.issue(trainer, opened, people[1].pk)
    assert Certificate.objects.count() == 1


def test_no_certificate_before_the_event_is_over(event_type: RecordType, trainer: Any, office: Any) -> None:
    opened = open_sheet(trainer, make_event(event_type, trainer, office, ago=0).pk)
    row = roster.add(trainer, opened, make_person(by=trainer))
    marking.mark(trainer, opened, opened.sheet.sessions.all()[0], [marking.Cell(row.pk, "p", "")])
    with pytest.raises(certifying.Refused, match="not over yet"):
        certifying.issue(trainer, opened, row.pk)


def test_no_certificate_before_the_event_has_the_status_that_its_setup_names(
    trainer: Any, browser: Client, event: Record, people: list[Participant]
) -> None:
    use = Capability.objects.get(record_type=event.type)
    use.document |= {"certified": ["reported"]}
    use.save()
    where = f"/workspace/events/{event.pk}/certificates/"
    page = browser.get(where).content.decode()
    assert "Certificates are made once the event has the status" in page
    assert "Issue to everybody" not in page
    browser.post(where, {"do": "all"})
    with pytest.raises(certifying.Refused, match="once the event has the status"):
        certifying.issue(trainer, open_sheet(trainer, event.pk), people[0].pk)
    assert not Certificate.objects.exists()
    Record.objects.filter(pk=event.pk).update(status="reported")
    assert "Issue to everybody" in browser.get(where).content.decode()
    assert "1 certificate was issued" in browser.post(where, {"do": "all"}, follow=True).content.decode()


def test_certificates_are_issued_once_printed_and_verified_without_a_name(
    browser: Client, event: Record, people: list[Participant]
) -> None:
    where = f"/workspace/events/{event.pk}/certificates/"
    page = browser.post(where, {"do": "all"}, follow=True).content.decode()
    assert "1 certificate was issued" in page
    browser.post(where, {"do": "all"})
    one = Certificate.objects.get()
    said = text(browser.get(f"{where}print/?serial={one.serial}&lang=en"))
    for words in ("Rahim Example took part in the training “Example training”", one.serial, one.token):
        assert words in said, words
    answer = Client().get(f"/verify/{one.token}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Rahim" not in page
    assert "Example training" not in page
    assert one.serial not in page
    Record.objects.filter(pk=event.pk).update(withdrawn=True)
    assert "প্রত্যাহার" in Client().get(f"/verify/{one.token}/").content.decode()
    Record.objects.filter(pk=event.pk).update(withdrawn=False)
    browser.post(where, {"withdraw": one.serial})
    assert "প্রত্যাহার" in Client().get(f"/verify/{one.token}/").content.decode()
    assert browser.get(f"{where}print/?serial={one.serial}").status_code == 404
    assert Client().get("/verify/made-up/").status_code == 404


def test_sixty_certificates_are_issued_and_printed_in_one_file_with_a_code_each(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    names = [f"Example Person {number}" for number in range(60)]
    rows = [roster.add(trainer, opened, make_person(name, by=trainer)) for name in names]
    with time_machine.travel(timezone.localtime().replace(hour=18), tick=False):
        for session in opened.sheet.sessions.all():
            marking.mark(trainer, opened, session, [marking.Cell(row.pk, "p", "") for row in rows])
    with CaptureQueriesContext(connection) as asked:
        assert certifying.issue_all(trainer, opened) == 60
    assert len(asked) < 12
    where = f"/workspace/events/{event.pk}/certificates/"
    assert "Print all 60 certificates" in browser.get(where).content.decode()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(f"{where}print/?lang=en")
    assert len(asked) < 40
    pages = [re.sub(r"\s+", " ", page.replace("\u200b", "")) for page in Pdf(answer.content).pages]
    assert len(pages) == 60
    for page, name, one in zip(pages, names, certifying.of(opened), strict=True):
        assert "Certificate of attendance" in page
        assert f"that {name} took part" in page
        assert one.serial in page
        assert f"/verify/{one.token}/" in page.replace(" ", "")


def test_paper_elsewhere_is_not_there(
    event: Record, event_type: RecordType, people: list[Participant]
) -> None:
    elsewhere = signed_in(make_trainer(event_type, make_office("JSR")))
    for path in ("sheet/print/", "sheet/summary/", "certificates/"):
        assert elsewhere.get(f"/workspace/events/{event.pk}/{path}").status_code == 404
    assert elsewhere.post(f"/workspace/events/{event.pk}/certificates/", {"do": "all"}).status_code == 404
    assert not Certificate.objects.exists()


def test_who_may_only_look_issues_nothing(
    event: Record, event_type: RecordType, office: Any, people: list[Participant]
) -> None:
    reader = signed_in(make_trainer(event_type, office, actions=["view"]))
    assert reader.get(f"/workspace/events/{event.pk}/certificates/").status_code == 200
    assert reader.post(f"/workspace/events/{event.pk}/certificates/", {"do": "all"}).status_code == 404
