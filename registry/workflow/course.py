"""The course that a record took before it came here: transitions with their days, put into an order that can have been.

Pure. Days come first: what happened earlier is replayed earlier, and only on the same day does the workflow decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.workflow.document import Transition, Workflow


@dataclass(frozen=True, slots=True)
class Dated:
    """A transition, and the day on which it happened."""

    transition: str
    day: date


class Flaw(StrEnum):
    FUTURE = "future"
    """After the day it is entered on, so it is no past."""
    TOO_EARLY = "too_early"
    """Before the record itself began."""
    ORDER = "order"
    """It would fit, were its day not before that of another one."""
    CANNOT_FOLLOW = "cannot_follow"
    """The workflow does not lead to it from there."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one of the transitions. `other`: the transition it comes too early for, or the state before it."""

    transition: str
    flaw: Flaw
    other: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Steps in the order in which they are to be replayed; none where something is wrong."""

    steps: tuple[Dated, ...] = ()
    wrong: tuple[Wrong, ...] = ()


def course(
    workflow: Workflow, state: str, given: Sequence[Dated], *, not_before: date | None, not_after: date
) -> Course:
    """The course from `state` on. `not_before`: the record's own day, where it has one."""
    outside = [Wrong(one.transition, Flaw.FUTURE) for one in given if one.day > not_after]
    if not_before is not None:
        outside += [Wrong(one.transition, Flaw.TOO_EARLY) for one in given if one.day < not_before]
    if outside:
        return Course(wrong=tuple(outside))
    by_day = sorted(given, key=lambda one: one.day)
    steps = _farthest(workflow, state, tuple(by_day), {})
    if len(steps) == len(given):
        return Course(steps)
    return Course(wrong=(_stuck(workflow, state, steps, by_day),))


def _farthest(
    workflow: Workflow, state: str, left: tuple[Dated, ...], known: dict[object, tuple[Dated, ...]]
) -> tuple[Dated, ...]:
    """As many of the transitions as follow each other; among those of one day, in whatever order leads farthest.

    `known`: what was found already. A day with ten transitions has millions of orders, and few places they lead to.
    """
    if (state, left) in known:
        return known[state, left]
    best: tuple[Dated, ...] = ()
    for one in left:
        if one.day != left[0].day:
            break
        rule = _begins(workflow, one, state)
        if rule is None:
            continue
        rest = tuple(other for other in left if other is not one)
        found = (one, *_farthest(workflow, rule.to, rest, known))
        best = max(best, found, key=len)
        if len(best) == len(left):
            break
    known[state, left] = best
    return best


def _stuck(workflow: Workflow, state: str, steps: Sequence[Dated], by_day: Sequence[Dated]) -> Wrong:
    """Which transition the course ends before, and whether another order of days would have let it go on."""
    blocked = next(one for one in by_day if one not in steps)
    first = _first_that_fits(workflow, state, by_day, blocked)
    if first is not None:
        return Wrong(blocked.transition, Flaw.ORDER, first.transition)
    reached = workflow.transition(steps[-1].transition) if steps else None
    return Wrong(blocked.transition, Flaw.CANNOT_FOLLOW, reached.to if reached else state)


def _first_that_fits(workflow: Workflow, state: str, by_day: Sequence[Dated], blocked: Dated) -> Dated | None:
    """The later transition right after which the blocked one could follow, were days left aside; None if there is none."""
    left, before = list(by_day), None
    while blocked in left:
        step = next((one for one in left if _begins(workflow, one, state)), None)
        if step is None or step == blocked:
            return before if step is not None and before is not None and before.day > blocked.day else None
        rule = workflow.transition(step.transition)
        state = rule.to if rule else state
        left.remove(step)
        before = step
    return None


def _begins(workflow: Workflow, one: Dated, state: str) -> Transition | None:
    rule = workflow.transition(one.transition)
    return rule if rule is not None and workflow.begins_in(rule, state) else None
