"""An office, a kind of record with two statuses, a worker who may do everything with it, and their browser."""

from typing import Any

import pytest
from django.test import Client

from registry.models import Office, RecordType
from tests.factories.registry import make_office, make_type, make_worker
from tests.support.shared import shared

STATUSES = [
    {"value": "open", "en": "Open", "bn": "খোলা"},
    {"value": "closed", "en": "Closed", "bn": "বন্ধ"},
]


@shared
def office() -> Office:
    return make_office("DHK", name_en="Dhaka office")


@shared
def record_type() -> RecordType:
    return make_type(
        key="visit",
        name_en="Visits",
        statuses=STATUSES,
        list_keys=["district", "visits", "met_on", "full_name"],
        filter_keys=["district", "topics", "visits", "met_on", "venue", "_created_at", "_owner"],
        profile_keys=["full_name", "district"],
    )


@shared
def worker(record_type: RecordType, office: Office) -> Any:
    return make_worker(record_type, office)


@pytest.fixture
def browser(worker: Any) -> Client:
    return signed_in(worker)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
