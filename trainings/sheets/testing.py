"""Tests before and after an event: which two belong together, and what was gained. The newest of each kind counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forms_builder.schema.text import search_text
from registry.models import Record, RecordType
from trainings.models import Person
from trainings.setup.documents import TestsDocument
from trainings.setup.reading import answer_of
from trainings.sheets.opening import OpenSheet

PASSED = 50
"""Score in per cent that counts as passed where the event does not say."""


@dataclass(slots=True)
class Pair:
    """The two tests of one person or code; None for one that was not taken."""

    person: str = ""
    code: str = ""
    before: float | None = None
    after: float | None = None

    @property
    def gain(self) -> float | None:
        return self.after - self.before if self.before is not None and self.after is not None else None

    def better(self, pass_mark: float) -> bool:
        """Passed afterwards, and higher than before (domain: indicator of knowledge)."""
        return self.gain is not None and self.gain > 0 and (self.after or 0) >= pass_mark


@dataclass(frozen=True, slots=True)
class Result:
    """What the tests of an event come to, over those who took both."""

    both: int
    better: int
    before: float | None
    after: float | None

    @property
    def gain(self) -> float | None:
        return self.after - self.before if self.before is not None and self.after is not None else None


def tests_of(user: Any, opened: OpenSheet) -> list[Record]:
    """The tests below the event that somebody may see, the first first."""
    setup = opened.setup.tests
    kind = RecordType.objects.filter(key=setup.record_type).first() if setup else None
    if kind is None:
        return []
    found = Record.objects.visible_to(user, kind).filter(parent=opened.record, is_test=opened.record.is_test)
    return list(found.order_by("created_at", "pk"))


def pairs(records: Iterable[Record], setup: TestsDocument) -> list[Pair]:
    """Tests by whose they are. Two joined entries of the directory are one person; codes are alike in either script."""
    found: dict[tuple[str, str], Pair] = {}
    tests = list(records)
    merged = _merged(str(answer_of(one, setup.person) or "") for one in tests)
    for one in tests:
        code = search_text(str(answer_of(one, setup.code) or ""))
        said = str(answer_of(one, setup.person) or "")
        person = "" if code else merged.get(said, said)
        score = _number(answer_of(one, setup.score))
        if score is None or not (code or person):
            continue
        pair = found.setdefault((person, code), Pair(person, code))
        if answer_of(one, setup.phase) == setup.post:
            pair.after = score
        else:
            pair.before = score
    return list(found.values())


def result(found: Iterable[Pair], pass_mark: float) -> Result:
    both = [one for one in found if one.gain is not None]
    if not both:
        return Result(0, 0, None, None)
    before, after = (sum(getattr(one, name) or 0 for one in both) / len(both) for name in ("before", "after"))
    return Result(len(both), sum(one.better(pass_mark) for one in both), before, after)


def pass_mark(record: Record, setup: TestsDocument) -> float:
    said = _number(answer_of(record, setup.pass_mark))
    return PASSED if said is None else said


def _merged(people: Iterable[str]) -> dict[str, str]:
    """Id → id of the entry that it was joined into."""
    ids = {one for one in people if len(one) == 36}
    gone = Person.objects.filter(pk__in=ids, merged_into__isnull=False)
    return {str(pk): str(into) for pk, into in gone.values_list("pk", "merged_into")}


def _number(answer: Any) -> float | None:
    try:
        return float(answer)
    except (TypeError, ValueError):
        return None
