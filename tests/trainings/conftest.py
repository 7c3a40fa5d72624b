"""An office, a kind of event with a sheet, the trainer who runs one, and their browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from registry.models import Office, RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import (
    make_body,
    make_event_type,
    make_meeting_type,
    make_officer,
    make_trainer,
)
from tests.support.shared import shared
from trainings.models import Body


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


@shared
def minutes() -> RecordType:
    return make_meeting_type()


@shared
def officer(minutes: RecordType, office: Office) -> Any:
    return make_officer(minutes, office)


@shared
def body(office: Office) -> Body:
    return make_body(office, quorum=3)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
