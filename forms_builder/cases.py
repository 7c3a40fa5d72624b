"""Test cases of a form: run one, tell what came out otherwise than expected, and record one from what was filled in.

Pure but for today's date. The gate runs all of them; a case that fails is a problem like any other.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from django.utils import timezone

from forms_builder.logic import Evaluation, Moment, Path, Problem, Program, blank, evaluate
from forms_builder.schema import Document, Expected, Question, TestCase, questions

NOON = time(12)


class What(StrEnum):
    """Which expectation was not met."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    FAULT = "fault"
    NO_FAULT = "no-fault"
    VALUE = "value"
    UNKNOWN = "unknown"
    """The case names a question that the form does not have."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that came out otherwise. `place` is written as in the case, `key` is the question's."""

    what: What
    place: str
    expected: Any = None
    found: Any = None

    @property
    def key(self) -> str:
        return self.place.rpartition("/")[2]


def run(program: Program, case: TestCase) -> list[Deviation]:
    """What comes out otherwise than `case` expects; nothing when it passes."""
    evaluation = evaluate(program, case.answers, _moment(case))
    unknown = [place for place in _named(case.expected) if not _is_known(program, place)]
    if unknown:
        return [Deviation(What.UNKNOWN, place) for place in unknown]
    return list(_compare(case.expected, evaluation))


def failures(program: Program) -> list[Problem]:
    """A problem for each unmet expectation of the document's own cases, at the question it is about."""
    return [
        _problem(program, case, deviation)
        for case in program.document.test_cases
        for deviation in run(program, case)
    ]


def record(program: Program, answers: Mapping[str, Any], name: str) -> TestCase:
    """A case out of answers that were just filled in: what is shown, hidden, at fault and calculated now is expected."""
    today = timezone.localdate().isoformat()
    case = TestCase(id=uuid.uuid4().hex[:12], name=name, today=today, answers=dict(answers))
    return case.model_copy(update={"expected": outcome(program, case)})


def outcome(program: Program, case: TestCase) -> Expected:
    """What comes of a case now, as its expectation."""
    evaluation = evaluate(program, case.answers, _moment(case))
    shown, hidden = _visibility(program.document, evaluation)
    return Expected(
        shown=tuple(shown),
        hidden=tuple(hidden),
        faults=_faults(evaluation),
        values=dict(_calculated(program, evaluation)),
    )


def with_case(document: Document, case: TestCase) -> Document:
    """The document with the case: in the place of the one with its id, else behind the others."""
    cases = document.test_cases
    if any(one.id == case.id for one in cases):
        return document.model_copy(
            update={"test_cases": tuple(case if one.id == case.id else one for one in cases)}
        )
    return document.model_copy(update={"test_cases": (*cases, case)})


def without_case(document: Document, case_id: str) -> Document:
    return document.model_copy(
        update={"test_cases": tuple(one for one in document.test_cases if one.id != case_id)}
    )


def written(path: Path) -> str:
    """A path as cases write it: rows are counted from 1."""
    return "/".join(str(part + 1) if isinstance(part, int) else part for part in path)


def read(place: str) -> Path:
    """The path that `written` wrote."""
    return tuple(int(part) - 1 if part.isdigit() else part for part in place.split("/"))


# -- Looking at the outcome ------------------------------------------------------------------------


def _compare(expected: Expected, evaluation: Evaluation) -> Iterator[Deviation]:
    for place in expected.shown:
        if not evaluation.shows(read(place)):
            yield Deviation(What.SHOWN, place)
    for place in expected.hidden:
        if evaluation.shows(read(place)):
            yield Deviation(What.HIDDEN, place)
    if expected.faults is not None:
        yield from _compare_faults(expected.faults, _faults(evaluation))
    for place, value in expected.values.items():
        found = _at(evaluation.answers, read(place))
        if not _same(value, found):
            yield Deviation(What.VALUE, place, value, found)


def _compare_faults(expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Deviation]:
    for place in expected:
        if found.get(place) != expected[place]:
            yield Deviation(What.FAULT, place, expected[place], found.get(place))
    for place in found:
        if place not in expected:
            yield Deviation(What.NO_FAULT, place, None, found[place])


def _visibility(document: Document, evaluation: Evaluation) -> tuple[list[str], list[str]]:
    """Questions outside repeats by whether they are shown; in a repeat each row has its own."""
    shown = [
        written(path)
        for path in _ordered(document, evaluation)
        if path[0] != "page" and isinstance(path[-1], str)
    ]
    asked = [
        question.key for question, repeat in questions(document) if repeat is None and not question.retired
    ]
    return shown, [key for key in asked if not evaluation.shows((key,))]


def _ordered(document: Document, evaluation: Evaluation) -> list[Path]:
    """The shown questions in the order of the form."""
    order = {question.key: number for number, (question, _) in enumerate(questions(document))}
    retired = {question.key for question, _ in questions(document) if question.retired}
    paths = [path for path in evaluation.relevant if path[-1] in order and path[-1] not in retired]
    return sorted(paths, key=lambda path: (order[str(path[-1])], written(path)))


def _faults(evaluation: Evaluation) -> dict[str, str]:
    return {written(fault.path): fault.kind.value for fault in evaluation.faults}


def _calculated(program: Program, evaluation: Evaluation) -> Iterator[tuple[str, Any]]:
    calculated = {question.key for question, _ in questions(program.document) if question.is_calculated}
    for path in _ordered(program.document, evaluation):
        if path[-1] in calculated:
            yield written(path), _at(evaluation.answers, path)


def _at(answers: Any, path: Path) -> Any:
    for part in path:
        if isinstance(part, int):
            answers = answers[part] if isinstance(answers, list) and part < len(answers) else None
        else:
            answers = answers.get(part) if isinstance(answers, Mapping) else None
    return answers


def _same(expected: Any, found: Any) -> bool:
    """Equal as a person reads them: 3 is "3", nothing is blank."""
    if blank(expected) or blank(found):
        return blank(expected) and blank(found)
    return bool(expected == found) or str(expected) == str(found)


def _named(expected: Expected) -> list[str]:
    return [*expected.shown, *expected.hidden, *(expected.faults or {}), *expected.values]


def _is_known(program: Program, place: str) -> bool:
    return place.rpartition("/")[2] in program.by_key


def _moment(case: TestCase) -> Moment:
    day = datetime.fromisoformat(case.today).date() if case.today else timezone.localdate()
    zone = timezone.get_default_timezone()
    return Moment(datetime.combine(day, NOON, zone), "en")


def _problem(program: Program, case: TestCase, deviation: Deviation) -> Problem:
    place = program.by_key.get(deviation.key)
    return Problem(
        f"case-{deviation.what}",
        part_id=place.part.id if place and isinstance(place.part, Question) else "",
        key=deviation.key,
        params={"case": case.name, "expected": deviation.expected, "found": deviation.found},
    )
