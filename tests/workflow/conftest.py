"""A case type with its workflow, a worker and a supervisor of one office."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation

from registry.models import Office, Record, RecordType
from registry.workflow import moving
from tests.factories.registry import fill_in, grant, make_office, make_record, make_type, make_worker
from tests.factories.workflows import ROLLUPS, case_workflow, make_child_type, make_role, make_workflow
from tests.support.shared import shared
from tests.workflow.agreements import make_agreement, make_referral


@dataclass
class World:
    """What the tests work with."""

    office: Office
    case: RecordType
    visit: RecordType
    worker: Any
    supervisor: Any

    def new_case(self, **answers: Any) -> Record:
        """A case of the worker's, added as the wizard adds one."""
        record = make_record(
            self.case, answers or {"district": "dhaka", "visits": 3}, by=self.worker, office=self.office
        )
        moving.added(record, self.worker)
        record.refresh_from_db()
        return record

    def visit_of(self, record: Record, **answers: Any) -> None:
        fill_in(self.worker, "registry.new", f"visit/{record.pk}", **answers)
        record.refresh_from_db()


@pytest.fixture(autouse=True)
def in_english(first_language: None) -> Iterator[None]:
    """Messages are looked at in English, whatever language comes first."""
    with translation.override("en"):
        yield


@shared
def world() -> World:
    office = make_office("DHK")
    case = make_type(key="case", rollups=ROLLUPS)
    visit = make_child_type(case)
    worker, supervisor = (make_worker(case, office, scope="office") for _ in range(2))
    for person in (worker, supervisor):
        grant(person, visit, scope="office")
    make_role("supervisor", supervisor)
    make_role("worker", worker)
    make_workflow("case", case_workflow(), case)
    return World(office, case, visit, worker, supervisor)


@pytest.fixture
def agreement(world: World) -> RecordType:
    return make_agreement(world)


@pytest.fixture
def referral(world: World) -> RecordType:
    return make_referral(world)
