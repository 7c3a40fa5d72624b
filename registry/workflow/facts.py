"""What conditions of a workflow go by: a record's open answers and its rollups, laid out as expressions want them.

Sealed answers are not opened here, so no condition can tell what somebody may not see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from forms_builder import expressions
from forms_builder.expressions import ExpressionError, Node, NodeSet, Scope, Value, ValueType
from forms_builder.logic.answers import as_text, day_of
from forms_builder.logic.evaluation import as_answer
from forms_builder.logic.tree import plant
from forms_builder.questions import types
from forms_builder.schema import Question, find_question
from registry import contacts
from registry.extending import figure_keys, figure_of
from registry.known import live_questions
from registry.models import Record, RecordType
from registry.sealing import is_sealed
from registry.workflow.checking import Names
from registry.workflow.document import Rollup
from registry.workflow.rollups import rolled_up, rollups_of


def names_of(record_type: RecordType) -> Names:
    """From the live form and the rollups of the type."""
    return names_in(live_questions(record_type), rollups_of(record_type))


def names_in(known: Mapping[str, Question], rollups: Iterable[Rollup]) -> Names:
    """From questions and rollups, wherever they are kept."""
    found = {key: one for key, one in known.items() if types.of(one).stored}
    open_ones = {key: one for key, one in found.items() if not is_sealed(one)}
    kinds = {key: types.of(one).value_type for key, one in open_ones.items()}
    kinds |= dict.fromkeys((*(rollup.key for rollup in rollups), *figure_keys()), ValueType.ANY)
    kinds |= {key: ValueType.ANY for key in (contacts.DAYS, contacts.SPAN) if key not in kinds}
    dates = frozenset(filter(_is_date(found), found))
    sealed = frozenset(found.keys() - open_ones.keys())
    return Names(kinds, sealed, dates - sealed, dates & sealed)


def _is_date(known: dict[str, Question]) -> Any:
    return lambda key: types.of(known[key]).value_type in (ValueType.DATE, ValueType.DATETIME)


@dataclass
class Facts:
    """One record, for as long as one decision takes. Rollups are asked for when a condition first needs them, figures
    of other apps one by one: each may be a query, and few conditions name one.
    """

    record: Record
    answers: Mapping[str, Any] | None = None
    """All answers, sealed ones too, where a decision may go by them; the open ones of the record otherwise."""
    nodes: dict[str, list[Node]] = field(default_factory=dict)

    @cached_property
    def root(self) -> Node:
        document = self.record.version.parsed
        tree = plant(document, self.record.data if self.answers is None else self.answers)
        for node in (one for nodes in tree.nodes.values() for one in nodes):
            self.nodes.setdefault(node.name, []).append(node)
        for key, value in self.rollups.items():
            self.nodes[key] = [tree.root.add(Node(key, as_text(value)))]
        return tree.root

    @cached_property
    def rollups(self) -> dict[str, Any]:
        return rolled_up(self.record, rollups_of(self.record.type)) | contacts.figures(self.record)

    def holds(self, condition: str) -> bool:
        """Whether a condition is true; one that cannot be worked out is not."""
        if not condition.strip():
            return True
        try:
            return expressions.to_boolean(self._evaluated(condition, timezone.localtime()))
        except ExpressionError:
            return False

    def value(self, source: str, now: datetime, more: Mapping[str, str]) -> str | int | None:
        """What an expression comes to, with `more` names beside the answers; None where it cannot be worked out."""
        root = self.root
        for name, text in more.items():
            self.nodes[name] = [root.add(Node(name, text))]
        try:
            return as_answer(self._evaluated(source, now))
        except ExpressionError:
            return None

    def _evaluated(self, source: str, now: datetime) -> Value:
        scope = Scope(
            context=self.root,
            root=self.root,
            now=now,
            resolve=lambda name, seen: NodeSet(self._named(name)),
        )
        return expressions.evaluate(expressions.parse(source), scope)

    def _named(self, name: str) -> list[Node]:
        """A figure only where neither the form nor a rollup has the name."""
        if name not in self.nodes and name in figure_keys():
            self.nodes[name] = [self.root.add(Node(name, as_text(figure_of(name, self.record))))]
        return self.nodes.get(name, [])

    def day(self, key: str) -> date | None:
        """The day that a date question names; None when it names none that may be read."""
        question = find_question(self.record.version.parsed, key)
        if question is None or (self.answers is None and is_sealed(question)):
            return None
        return day_of((self.record.data if self.answers is None else self.answers).get(key))
