"""The course of a record from transitions and their days: an order that can have been, or what is wrong with it."""

from datetime import date

import pytest

from registry.workflow.configuring import read
from registry.workflow.course import Course, Dated, Flaw, Wrong, course
from tests.factories.workflows import state, transition

WORKFLOW = read(
    {
        "states": [state("open"), state("screened"), state("enrolled"), state("closed", end=True)],
        "transitions": [
            transition("screen", "open", "screened"),
            transition("enrol", "screened", "enrolled"),
            transition("close", "enrolled", "closed"),
            transition("lose", "*", "closed"),
            transition("reopen", "closed", "screened"),
        ],
    }
)
MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)
TODAY = date(2026, 11, 26)


def of(*given: tuple[str, date], begun: date | None = None, begins: str = "open") -> Course:
    return course(WORKFLOW, begins, [Dated(*one) for one in given], not_before=begun, not_after=TODAY)


def keys(found: Course) -> list[str]:
    return [one.transition for one in found.steps]


def test_the_days_decide_the_order_whatever_the_order_of_the_columns() -> None:
    assert keys(of(("close", MAY), ("screen", MARCH), ("enrol", APRIL))) == ["screen", "enrol", "close"]


def test_on_one_day_the_workflow_decides() -> None:
    assert keys(of(("enrol", MARCH), ("screen", MARCH), ("close", MAY))) == ["screen", "enrol", "close"]


def test_of_several_ways_on_one_day_the_one_that_leads_on_is_taken() -> None:
    given = [(key, MARCH) for key in ("lose", "reopen", "enrol", "screen")]
    found = of(*given)
    assert set(keys(found)) == {key for key, _day in given}
    assert found.wrong == ()


def test_nothing_is_a_course_too() -> None:
    assert of() == Course()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ([("screen", date(2026, 11, 27))], Wrong("screen", Flaw.FUTURE)),
        ([("screen", date(2024, 12, 31))], Wrong("screen", Flaw.TOO_EARLY)),
        ([("screen", APRIL), ("enrol", MARCH)], Wrong("enrol", Flaw.ORDER, "screen")),
        (
            [("screen", MARCH), ("enrol", MAY), ("close", APRIL)],
            Wrong("close", Flaw.ORDER, "enrol"),
        ),
        ([("enrol", MARCH)], Wrong("enrol", Flaw.CANNOT_FOLLOW, "open")),
        ([("screen", MARCH), ("close", APRIL)], Wrong("close", Flaw.CANNOT_FOLLOW, "screened")),
        ([("lose", MARCH), ("screen", APRIL)], Wrong("screen", Flaw.CANNOT_FOLLOW, "closed")),
    ],
)
def test_what_cannot_have_been_is_told_with_its_transition(
    given: list[tuple[str, date]], wrong: Wrong
) -> None:
    found = of(*given, begun=date(2025, 1, 1))
    assert found == Course(wrong=(wrong,))


def test_it_goes_on_from_where_the_record_stands() -> None:
    assert keys(of(("close", MAY), begins="enrolled")) == ["close"]


def test_a_day_with_many_transitions_does_not_try_every_order() -> None:
    """Fourteen that may follow anything have billions of orders, and the one that cannot follow would have all tried."""
    places = [f"place_{number}" for number in range(14)]
    workflow = read(
        {
            "states": [state("open"), *map(state, places), state("end", end=True), state("nowhere")],
            "transitions": [
                *(transition(f"to_{place}", "*", place) for place in places),
                transition("finish", "*", "end"),
                transition("stuck", "nowhere", "open"),
            ],
        }
    )
    given = [Dated(f"to_{place}", MARCH) for place in places] + [Dated("stuck", MARCH)]
    found = course(workflow, "open", given, not_before=None, not_after=TODAY)
    assert found.wrong == (Wrong("stuck", Flaw.CANNOT_FOLLOW, places[-1]),)
