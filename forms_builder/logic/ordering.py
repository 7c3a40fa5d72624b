"""The order of evaluation: each step after all it reads. A circle has no order and is a problem that names its keys."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from forms_builder.logic.problems import Problem
from forms_builder.logic.reading import Reading
from forms_builder.logic.rules import STEP_KINDS, RuleKind, Step
from forms_builder.schema import Place


def frozen_order(
    readings: Mapping[Step, Reading], places: Mapping[str, Place]
) -> tuple[tuple[Step, ...], Problem | None]:
    """The steps in order, or the circle."""
    steps = [step for step in readings if step[1] in STEP_KINDS]
    inside = _inside(places)
    graph: dict[Step, set[Step]] = {step: set() for step in steps}
    for step, needed in graph.items():
        part_id, kind = step
        if part_id in readings[step].whole:
            return (), _circle([part_id], places)
        for other in _needed(readings[step], part_id, places, inside):
            needed |= {(other, other_kind) for other_kind in STEP_KINDS if (other, other_kind) in graph}
        if kind is not RuleKind.RELEVANT and (part_id, RuleKind.RELEVANT) in graph:
            needed.add((part_id, RuleKind.RELEVANT))
        needed.discard(step)
    try:
        return tuple(TopologicalSorter(graph).static_order()), None
    except CycleError as error:
        return (), _circle([step[0] for step in error.args[1]], places)


def _needed(
    reading: Reading, part_id: str, places: Mapping[str, Place], inside: Mapping[str, set[str]]
) -> set[str]:
    """Ids of the parts that come first: those read, what is in them, and whatever hides any of them."""
    found = set(_around(places[part_id]))
    for read in reading.whole | reading.alone:
        found |= {read, *_around(places[read])}
    for read in reading.whole:
        found |= inside.get(read, set()) - {part_id}
    return found


def _inside(places: Mapping[str, Place]) -> Mapping[str, set[str]]:
    """Id of a page, group or repeat → ids of all parts in it."""
    found: dict[str, set[str]] = {}
    for part_id, place in places.items():
        for parent in place.parents:
            found.setdefault(parent.id, set()).add(part_id)
    return found


def _around(place: Place) -> set[str]:
    return {parent.id for parent in place.parents}


def _circle(ids: list[str], places: Mapping[str, Place]) -> Problem:
    keys = [places[part].part.key for part in ids]
    return Problem(
        "circle",
        part_id=ids[0],
        key=keys[0],
        params={"keys": ", ".join(keys)},
        message=f"These depend on each other in a circle: {', '.join(keys)}.",
    )
