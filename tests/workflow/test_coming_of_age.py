"""What comes with the days: a child turns eighteen, and attempts to reach somebody are counted."""

from datetime import date
from typing import Any

import pytest

from registry import adulthood
from registry.models import Record, RecordType, Task
from tests.factories.forms import ask, document, page
from tests.factories.registry import change_record, make_record, make_type
from tests.workflow.conftest import World

pytestmark = pytest.mark.django_db


class TestTurningEighteen:
    @pytest.fixture(autouse=True)
    def enrolled(self, world: World, agreement: RecordType) -> None:
        form = document(page("enrol", ask("born", "date", sensitivity="R", compartment="identity")))
        config = {"born": "born", "adult_opens": "agreement"}
        self.world, self.case = world, world.new_case()
        self.kind = make_type(form, key="enrolment", parent_type=world.case, casework=config)

    def enrol(self, born: str) -> None:
        make_record(
            self.kind, {"born": born}, by=self.world.worker, office=self.world.office, parent=self.case
        )

    def made(self, day: date) -> int:
        return adulthood.make_tasks(day)

    def test_the_task_comes_on_the_day_once(self) -> None:
        self.enrol("2008-11-25")
        assert [
            self.made(date(2026, 11, 24)),
            self.made(date(2026, 11, 25)),
            self.made(date(2026, 11, 26)),
        ] == [0, 1, 0]
        task = Task.objects.get(rule="adult_consent")
        assert (task.assignee, task.opens, task.record) == (self.world.worker, "agreement", self.case)

    def test_nothing_tells_the_birthday_before(self) -> None:
        self.enrol("2010-02-28")
        self.made(date(2026, 11, 25))
        assert not Task.objects.filter(rule="adult_consent").exists()

    def test_whoever_was_born_on_a_leap_day_is_of_age_in_march(self) -> None:
        self.enrol("2008-02-29")
        assert [self.made(date(2026, 2, 28)), self.made(date(2026, 3, 1))] == [0, 1]

    def test_a_case_that_is_over_is_left_alone(self) -> None:
        self.enrol("2000-01-01")
        Record.objects.filter(pk=self.case.pk).update(status="closed")
        assert self.made(date(2026, 11, 25)) == 0


class TestAnEstimatedAge:
    """Nobody knows the date of birth; a child of 16 on the 1st of May could be 17 on the 2nd."""

    @pytest.fixture(autouse=True)
    def enrolled(self, world: World, agreement: RecordType) -> None:
        secret = {"sensitivity": "R", "compartment": "identity"}
        form = document(
            page("enrol", ask("born", "date", **secret), ask("age", "integer", **secret), ask("on", "date"))
        )
        config = {"born": "born", "age": "age", "age_on": "on", "adult_opens": "agreement"}
        self.world, self.case = world, world.new_case()
        self.kind = make_type(form, key="enrolment", parent_type=world.case, casework=config)

    def enrol(self, **answers: Any) -> Record:
        world = self.world
        given = {"age": 16, "on": "2025-05-01", **answers}
        return make_record(self.kind, given, by=world.worker, office=world.office, parent=self.case)

    def made(self, *days: date) -> list[int]:
        return [adulthood.make_tasks(day) for day in days]

    def test_the_task_comes_on_the_first_possible_day_and_says_that_it_is_an_estimate(self) -> None:
        self.enrol()
        assert self.made(date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)) == [0, 1, 0]
        task = Task.objects.get(record=self.case, rule="adult_consent_estimated")
        assert "estimated" in task.label["en"]
        assert task.opens == "agreement"

    def test_a_date_of_birth_counts_before_an_estimate(self) -> None:
        self.enrol(born="2010-01-01")
        assert self.made(date(2026, 5, 2)) == [0]

    def test_once_the_date_of_birth_is_known_the_real_day_takes_the_estimates_place(self) -> None:
        record = self.enrol()
        assert self.made(date(2026, 5, 2)) == [1]
        change_record(record, self.world.worker, born="2008-09-01")
        assert self.made(date(2026, 8, 31), date(2026, 9, 1)) == [0, 1]
        assert list(
            self.case.tasks.filter(done_at=None, rule__startswith="adult").values_list("rule", flat=True)
        ) == ["adult_consent"]

    def test_without_an_age_there_is_nothing_to_go_by(self) -> None:
        self.enrol(age=None)
        assert self.made(date(2040, 1, 1)) == [0]
