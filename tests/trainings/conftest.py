"""An office, a kind of event with a sheet, the trainer who runs one, their browser; and what one does with a sheet."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from registry.models import Office, Record, RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import (
    make_body,
    make_event,
    make_event_type,
    make_meeting_type,
    make_officer,
    make_person,
    make_trainer,
)
from tests.support.shared import shared
from trainings.models import Body, Mark, Participant, Session
from trainings.sheets import roster
from trainings.sheets.opening import OpenSheet, open_sheet


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What use cases say outside a request."""
    with translation.override("en"):
        yield


@shared
def office() -> Office:
    return make_office("DHK", name_en="Dhaka office")


@shared
def event_type() -> RecordType:
    return make_event_type()


@shared
def trainer(event_type: RecordType, office: Office) -> Any:
    return make_trainer(event_type, office)


@pytest.fixture
def browser(trainer: Any) -> Client:
    return signed_in(trainer)


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office)


@pytest.fixture
def opened(trainer: Any, event: Record) -> OpenSheet:
    return open_sheet(trainer, event.pk)


@shared
def minutes() -> RecordType:
    return make_meeting_type()


@shared
def officer(minutes: RecordType, office: Office) -> Any:
    return make_officer(minutes, office)


@shared
def body(office: Office) -> Body:
    return make_body(office, quorum=3)


def put_on(opened: OpenSheet, trainer: Any, number: int = 3) -> list[Participant]:
    return [roster.add(trainer, opened, make_person(by=trainer)) for _ in range(number)]


def first(opened: OpenSheet) -> Session:
    return opened.sheet.sessions.all()[0]


def state(participant: Participant, session: Session) -> str:
    found = Mark.objects.filter(participant=participant, session=session).first()
    return found.state if found else ""


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
