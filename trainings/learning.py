"""What trainings taught, for indicators: those who took both tests, how many know more, how much more.

An event counts in the period of its last day. Who took a test under a code has no sex, agency or district here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from forms_builder.logic.answers import uuid_of
from registry import measures
from registry.measures import Figure, Measure, Period
from registry.models import Record
from trainings.models import Capability, Person, Sheet
from trainings.models.counting import counted_records
from trainings.setup.documents import SheetDocument, TestsDocument
from trainings.sheets.testing import Pair, pairs, pass_mark

PERSONAL = ("sex", "agency", "district")
SPLITS = (*PERSONAL, "record_type", "office")


@dataclass(frozen=True, slots=True)
class Taken:
    """Both tests of one person or code at one event."""

    event: Record
    pair: Pair
    better: bool


def register() -> None:
    """Called once, when the app starts."""
    measures.register(Measure("knowledge_better", _("People who know more after a training"), SPLITS, better))
    measures.register(Measure("knowledge_gain", _("Average gain between the two tests"), SPLITS, gain))


def better(period: Period, split: str) -> list[Figure]:
    """Those who passed afterwards and scored higher than before, of those who took both tests."""
    both: Counter[str] = Counter()
    improved: Counter[str] = Counter()
    for group, one in _grouped(period, split):
        both[group] += 1
        improved[group] += one.better
    return [Figure(group, improved[group], number) for group, number in sorted(both.items())]


def gain(period: Period, split: str) -> list[Figure]:
    """The average gain in points of a hundred, rounded; of nobody there is none."""
    gains: dict[str, list[float]] = defaultdict(list)
    for group, one in _grouped(period, split):
        gains[group].append(one.pair.gain or 0)
    return [Figure(group, round(sum(found) / len(found))) for group, found in sorted(gains.items())]


def _grouped(period: Period, split: str) -> Iterator[tuple[str, Taken]]:
    taken = list(both_tests(period))
    people = _people(taken) if split in PERSONAL else {}
    for one in taken:
        yield _group(one, split, people), one


def _group(one: Taken, split: str, people: dict[UUID, Person]) -> str:
    pk = uuid_of(one.pair.person)
    person = people.get(pk) if pk else None
    match split:
        case "record_type":
            return str(one.event.type.key)
        case "office":
            return str(one.event.office.key)
        case "sex":
            return person.sex if person else ""
        case "agency":
            return person.agency_kind if person else ""
        case "district":
            return person.district.code if person and person.district else ""
    return ""


def both_tests(period: Period) -> Iterator[Taken]:
    """Everybody who took both tests of an event of the period."""
    for use in Capability.objects.filter(kind=Capability.Kind.SHEET).select_related("record_type"):
        setup = SheetDocument.model_validate(use.document).tests
        if setup is not None:
            yield from _of_type(use.record_type_id, setup, period)


def _of_type(record_type: int, setup: TestsDocument, period: Period) -> Iterator[Taken]:
    sheets = Sheet.objects.filter(
        record__type=record_type,
        restricted=False,
        last_day__gte=period.first,
        last_day__lte=period.last,
        **counted_records("record"),
    )
    if period.offices is not None:
        sheets = sheets.filter(record__office__in=period.offices)
    events = {one.pk: one.record for one in sheets.select_related("record__type", "record__office")}
    found = Record.objects.filter(parent__in=events, type__key=setup.record_type, **counted_records())
    below: dict[UUID, list[Record]] = defaultdict(list)
    for one in found.order_by("created_at", "pk"):
        if one.parent_id is not None:
            below[one.parent_id].append(one)
    for pk, tests in below.items():
        needed = pass_mark(events[pk], setup)
        for pair in pairs(tests, setup):
            if pair.gain is not None:
                yield Taken(events[pk], pair, pair.better(needed))


def _people(taken: list[Taken]) -> dict[UUID, Person]:
    ids = {pk for one in taken if (pk := uuid_of(one.pair.person)) is not None}
    return {one.pk: one for one in Person.objects.filter(pk__in=ids).select_related("district")}
