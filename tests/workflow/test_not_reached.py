"""Attempts to reach somebody count by their days, whether they were noted by one press or in a form."""

from datetime import date
from typing import Any

import pytest
import time_machine

from registry import attempting, contacts
from registry.models import Record
from registry.workflow.facts import Facts
from tests.workflow.conftest import World

pytestmark = pytest.mark.django_db


class TestNotReached:
    def figures(self, record: Record) -> tuple[Any, Any]:
        found = Facts(record).rollups
        return found[contacts.DAYS], found[contacts.SPAN]

    def test_only_different_days_count_and_reaching_them_begins_anew(self, world: World) -> None:
        world.case.casework = {"attempts": True}
        world.case.save()
        record = world.new_case()
        for day in (1, 1, 9, 31):
            attempting.note(world.worker, record.pk, reached=False, day=date(2026, 10, day))
        assert self.figures(record) == (3, 30)
        assert Facts(record).holds("${attempt_days} >= 3 and ${attempt_span} >= 30")
        attempting.note(world.worker, record.pk, reached=True, day=date(2026, 11, 1))
        assert self.figures(record) == (0, 0)
        attempting.note(world.worker, record.pk, reached=False, day=date(2026, 11, 2))
        assert self.figures(record) == (1, 0)

    def test_a_record_below_that_says_nobody_was_reached_counts_by_its_day(self, world: World) -> None:
        told = {
            "record_type": "visit", "question": "level", "day": "seen_on", "vain": ["low"], "reached": ["high"]
        }  # fmt: skip
        world.case.casework = {"attempts": True, "attempts_below": [told]}
        world.case.save()
        record = world.new_case()
        for _time in range(3):
            world.visit_of(record, level="low", seen_on="2026-10-01")
        assert self.figures(record) == (1, 0)
        with time_machine.travel("2026-10-10T10:00:00+06:00"):
            attempting.note(world.worker, record.pk, reached=False)
        world.visit_of(record, level="low", seen_on="2026-10-31")
        world.visit_of(record, seen_on="2026-11-15")
        assert self.figures(record) == (3, 30)
        world.visit_of(record, level="high", seen_on="2026-10-10")
        assert self.figures(record) == (1, 0)
