"""A survivor carried from identification to closure through the pack's own workflow, with the clock going on."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from tests.factories.survivor import DHAKA, Journey, carry_to_closure

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 5, 10, 0, tzinfo=DHAKA)


@pytest.fixture
def journey(applied_pack: None) -> Iterator[Journey]:
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield Journey(clock)


def test_a_survivor_goes_from_identification_to_closure_with_every_task_on_its_day(journey: Journey) -> None:
    carry_to_closure(journey)


def test_the_page_of_a_case_of_the_pack_opens_for_its_worker_and_no_other(journey: Journey) -> None:
    address = f"/workspace/records/identification/{journey.case.pk}/"
    for person, answer in (
        (journey.worker, 200),
        (journey.supervisor, 200),
        (journey.person("case_worker"), 404),
    ):
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == answer
