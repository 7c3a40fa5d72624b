"""Signing on the screen, and the allowance: only who was there, once each, for the days they came."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from registry.models import Record, RecordFile, RecordType
from tests.factories.trainings import make_event, make_person, make_trainer
from tests.security.scanning import places
from tests.support.pdf_text import Pdf
from tests.trainings.conftest import signed_in
from trainings.models import Participant, Signature
from trainings.sheets import allowance, marking, roster
from trainings.sheets.opening import OpenSheet, open_sheet


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office, days=2, ago=1)


@pytest.fixture
def row(opened: OpenSheet, trainer: Any) -> Participant:
    return roster.add(trainer, opened, make_person("Example Official", by=trainer, phone="+8801700000003"))


def came(opened: OpenSheet, trainer: Any, row: Participant, *numbers: int) -> None:
    sessions = list(opened.sheet.sessions.all())
    for number in numbers:
        marking.mark(trainer, opened, sessions[number], [marking.Cell(row.pk, "p", "")])


def drawn() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (90, 30), "white").save(made, "PNG")
    return SimpleUploadedFile("signature.png", made.getvalue(), "image/png")


def address(event: Record, rest: str) -> str:
    return f"/workspace/events/{event.pk}/sheet/{rest}"


def sign_day(browser: Client, event: Record, row: Participant, opened: OpenSheet, **typed: Any) -> Any:
    day = opened.sheet.first_day.isoformat()
    return browser.post(address(event, f"{row.pk}/sign/?for=day&day={day}"), typed, follow=True)


def test_who_came_signs_once_and_it_lies_sealed(
    browser: Client, event: Record, row: Participant, opened: OpenSheet, trainer: Any
) -> None:
    typed = {"signature": "Example Signer"}
    assert "marked as present can sign" in sign_day(browser, event, row, opened, **typed).content.decode()
    assert not Signature.objects.exists()
    came(opened, trainer, row, 0)
    assert sign_day(browser, event, row, opened, signature="").status_code == 422
    page = sign_day(browser, event, row, opened, **typed, **{"signature-file": drawn()}).content.decode()
    assert "Example Official has signed." in page
    assert "Example Signer" in page
    made = Signature.objects.get()
    assert RecordFile.objects.get(record=event).attachment == made.drawing
    assert places(["Example Signer"]) == {}
    shown = browser.get(address(event, f"signatures/{made.pk}/"))
    assert shown.headers["Content-Type"] == "image/png"
    again = sign_day(browser, event, row, opened, **typed).content.decode()
    assert "signed already" in again
    assert Signature.objects.count() == 1


def test_days_that_somebody_came_make_the_allowance(
    browser: Client, event: Record, row: Participant, opened: OpenSheet, trainer: Any
) -> None:
    absent = roster.add(trainer, opened, make_person("Example Absent", by=trainer))
    came(opened, trainer, row, 0, 1, 2)  # both halves of the first day, the morning of the second
    assert browser.post(address(event, "allowance/"), {"rate": "-5"}).status_code == 422
    assert browser.post(address(event, "allowance/"), {"rate": "1000000"}).status_code == 422
    browser.post(address(event, "allowance/"), {"rate": "৬০০"})
    opened = open_sheet(trainer, event.pk)
    assert [(one.days, one.amount) for one in allowance.lines(opened)] == [
        (2, Decimal(1200)),
        (0, Decimal(0)),
    ]
    page = browser.get(address(event, "allowance/")).content.decode()
    assert "৳ 1,200" in page
    assert browser.get(address(event, f"{absent.pk}/sign/?for=allowance")).status_code == 404
    paper = Pdf(browser.get(address(event, "allowance/print/")).content)
    assert "1,200" in paper.text
    assert "Example Absent" not in paper.text


def test_a_rate_that_was_signed_for_stays(
    browser: Client, event: Record, row: Participant, opened: OpenSheet, trainer: Any
) -> None:
    came(opened, trainer, row, 0)
    browser.post(address(event, "allowance/"), {"rate": "600"})
    where = address(event, f"{row.pk}/sign/?for=allowance")
    assert "I have received ৳ 600" in browser.get(where).content.decode()
    browser.post(where, {"signature": "Example Signer"})
    assert Signature.objects.get().amount == Decimal(600)
    refused = browser.post(address(event, "allowance/"), {"rate": "700"})
    assert "its rate stays" in refused.content.decode()
    assert open_sheet(trainer, event.pk).sheet.day_rate == Decimal(600)


def test_only_who_runs_the_event_takes_signatures(
    event: Record, event_type: RecordType, row: Participant, opened: OpenSheet, trainer: Any, office: Any
) -> None:
    came(opened, trainer, row, 0)
    reader = signed_in(make_trainer(event_type, office, actions=["view"]))
    no_names = signed_in(make_trainer(event_type, office, tier="I", compartments=[]))
    day = opened.sheet.first_day.isoformat()
    assert reader.get(address(event, f"signatures/?day={day}")).status_code == 200
    assert reader.get(address(event, f"{row.pk}/sign/?for=day&day={day}")).status_code == 404
    assert reader.post(address(event, "allowance/"), {"rate": "600"}).status_code == 404
    for rest in ("signatures/", "allowance/", "allowance/print/"):
        assert no_names.get(address(event, rest)).status_code == 404
