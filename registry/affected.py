"""How many records a change of a form touches: the registry's answer to `forms_builder.affected`.

Counts whole tables, for the person who publishes a form: nobody's rights are asked, and nothing but numbers leaves.
Sealed answers are not opened for it. Test records do not count.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from forms_builder.affected import Affected, Ask, Bound, Kind
from forms_builder.models import FormDefinition
from forms_builder.questions import types
from forms_builder.schema import Question
from registry.answers import each, repeat_keys
from registry.known import ledger_questions
from registry.models import Record, RecordIndex, SlotMap

SCANNED = 5_000
"""Records looked through for answers without a slot, the newest first."""
BATCH = 500


def counted(definition: FormDefinition, asks: Collection[Ask]) -> Mapping[Ask, Affected]:
    """Counts of what is asked: by slot where there is one, by looking through the newest records otherwise."""
    tally = _Tally.of(definition)
    found = {ask: known for ask in asks if (known := tally.known(ask)) is not None}
    return found | tally.scan([ask for ask in asks if ask not in found])


@dataclass
class _Tally:
    """One form's records."""

    rows: QuerySet[RecordIndex]
    records: QuerySet[Record]
    slots: Mapping[str, str]
    """Key → slot, of keys that have the same slot in each type that uses the form."""
    known_questions: Mapping[str, Question]
    total: int

    @classmethod
    def of(cls, definition: FormDefinition) -> "_Tally":
        type_ids = list(definition.record_types.values_list("pk", flat=True))
        rows = RecordIndex.objects.filter(type_id__in=type_ids, record__is_test=False)
        return cls(
            rows=rows,
            records=Record.objects.filter(type_id__in=type_ids, is_test=False, withdrawn=False),
            slots=_shared_slots(type_ids),
            known_questions=ledger_questions(definition.pk),
            total=rows.count() if type_ids else 0,
        )

    def known(self, ask: Ask) -> Affected | None:
        """What can be told without looking into answers."""
        if ask.kind is Kind.ALL or not self.total:
            return Affected(self.total)
        question = self.known_questions.get(ask.key)
        if ask.kind is Kind.UNANSWERED and question is None:
            return Affected(self.total)  # a new question
        if question is not None and types.of(question).is_sealed(question):
            return Affected(self.total, Bound.AT_MOST)
        slot = self.slots.get(ask.key)
        if slot is None or (question is not None and types.of(question).many):
            return None
        condition = Q(**{slot: ask.value}) if ask.kind is Kind.CHOSEN else Q(**{f"{slot}__isnull": False})
        count = self.rows.filter(condition).count()
        return Affected(self.total - count if ask.kind is Kind.UNANSWERED else count)

    def scan(self, asks: Collection[Ask]) -> dict[Ask, Affected]:
        """Look through the newest records once for everything that is left."""
        if not asks:
            return {}
        counts = dict.fromkeys(asks, 0)
        newest = self.records.order_by("-created_at").values_list("data", flat=True)[:SCANNED]
        for data in newest.iterator(chunk_size=BATCH):
            answered = _answered(data)
            for ask in asks:
                counts[ask] += _fits(ask, answered)
        bound = Bound.AT_LEAST if self.total > SCANNED else Bound.EXACT
        return {ask: Affected(count, bound) for ask, count in counts.items()}


def _shared_slots(type_ids: list[int]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    rows = list(SlotMap.objects.filter(record_type_id__in=type_ids).values_list("key", "slot"))
    for key, slot in rows:
        found.setdefault(key, set()).add(slot)
    everywhere = {key for key in found if sum(one == key for one, _ in rows) == len(type_ids)}
    return {key: next(iter(found[key])) for key in everywhere if len(found[key]) == 1}


def _answered(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """Key → what was answered, in whatever row; repeats that have rows among them."""
    found: dict[str, set[str]] = {key: set() for key in repeat_keys(data)}
    for key, _row, answer in each(data):
        values = answer if isinstance(answer, list) else [answer]
        found.setdefault(key, set()).update(str(value) for value in values)
    return found


def _fits(ask: Ask, answered: Mapping[str, set[str]]) -> bool:
    if ask.kind is Kind.UNANSWERED:
        return ask.key not in answered
    if ask.kind is Kind.CHOSEN:
        return ask.value in answered.get(ask.key, ())
    return ask.key in answered
