"""Figures about a record from the records below it, read from open answers only. One query for each type that is asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from forms_builder.logic import blank
from forms_builder.logic.answers import as_text
from registry.models import Record, RecordTransition, RecordType
from registry.workflow.document import Measure, Rollup

STATUS, CREATED_AT = "_status", "_created_at"


def rollups_of(record_type: RecordType) -> list[Rollup]:
    """The rollups of a type, as they are set up."""
    return [Rollup.model_validate(one) for one in record_type.rollups]


def rolled_up(record: Record, wanted: Sequence[Rollup]) -> dict[str, Any]:
    """Rollup key → value: a number, or an answer; None where there is nothing to measure. Test records do not count."""
    children = _children(record, {one.record_type for one in wanted})
    begun = {state: came_into(record, state) for state in {one.since for one in wanted if one.since}}
    return {one.key: measured(one, children.get(one.record_type, []), begun.get(one.since)) for one in wanted}


def came_into(record: Record, state: str) -> datetime | None:
    """When a record last came into a state; the beginning of that day where it was entered later. None: never."""
    steps = RecordTransition.objects.filter(record=record, to_status=state).order_by("-at")
    newest = steps.values_list("at", "day", "historic").first()
    if newest is None:
        return None
    at, day, historic = newest
    return timezone.make_aware(datetime.combine(day, time.min)) if historic else at


def _children(record: Record, types: set[str]) -> dict[str, list[Mapping[str, Any]]]:
    rows: dict[str, list[Mapping[str, Any]]] = {}
    if types:
        below = Record.objects.filter(
            parent=record, type__key__in=types, is_test=record.is_test, withdrawn=False
        )
        for child in below.values("type__key", "status", "data", "created_at").order_by("created_at", "pk"):
            rows.setdefault(child["type__key"], []).append(child)
    return rows


def measured(rollup: Rollup, children: Iterable[Mapping[str, Any]], since: datetime | None = None) -> Any:
    """The figure over children given as status, data and created_at, the oldest first."""
    counted = [
        one for one in children if _counts(rollup, one) and (since is None or one["created_at"] >= since)
    ]
    if rollup.by:
        counted.sort(key=lambda one: str(one["data"].get(rollup.by) or ""))
    if rollup.measure is Measure.COUNT and not rollup.question:
        return len(counted)
    answers = [answer for one in counted if not blank(answer := _answer(one, rollup.question))]
    match rollup.measure:
        case Measure.COUNT:
            return len(answers)
        case Measure.LATEST:
            return answers[-1] if answers else None
        case Measure.FIRST:
            return answers[0] if answers else None
        case _:
            return _number(rollup.measure, answers)


def _counts(rollup: Rollup, child: Mapping[str, Any]) -> bool:
    if rollup.statuses and child["status"] not in rollup.statuses:
        return False
    return all(
        as_text(child["data"].get(key)) in ((wanted,) if isinstance(wanted, str) else wanted)
        for key, wanted in rollup.where.items()
    )


def _answer(child: Mapping[str, Any], question: str) -> Any:
    if question == STATUS:
        return child["status"]
    if question == CREATED_AT:
        return child["created_at"].isoformat()
    return child["data"].get(question)


def _number(measure: Measure, answers: Iterable[Any]) -> Decimal | None:
    numbers = [number for answer in answers if (number := _as_number(answer)) is not None]
    if not numbers:
        return None
    if measure is Measure.SUM:
        return sum(numbers, Decimal())
    return max(numbers) if measure is Measure.HIGHEST else min(numbers)


def _as_number(answer: Any) -> Decimal | None:
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
