"""Tasks that follow from what somebody answered: a risk that has become high, a follow-up that went badly, a day given.

A rule looks out when answers that its condition names, or the day that it counts from, were written. Sealed ones are
opened here only for a rule that says so, and nothing but the task's words and its day tells what they came to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from forms_builder import expressions
from forms_builder.expressions import ExpressionError
from registry.models import Record
from registry.sealing import KeyRing, open_record
from registry.workflow import tasks
from registry.workflow.configuring import workflow_of
from registry.workflow.document import ChangeRule, Workflow
from registry.workflow.facts import Facts


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule that answers have come to fit."""

    rule: ChangeRule
    day: date
    """What its task is counted from."""
    moved: bool
    """Whether this day was written just now, so that a task which is open already goes along."""


def look_out(record: Record) -> None:
    """A record was added or changed: make what follows from it, on the record itself and on the one above it.

    Runs inside the transaction that saved it.
    """
    _make(record, record, "")
    if record.parent is not None:
        _make(record.parent, record, record.type.key)


def _make(about: Record, saved: Record, below: str) -> None:
    workflow = workflow_of(about.type)
    rules = [rule for rule in workflow.on_change if rule.below == below] if workflow else []
    if workflow is None or not rules or _is_over(workflow, about):
        return
    facts = Facts(about)
    for one in _fitting(saved, rules):
        if one.moved:
            tasks.count_anew(about, one.rule, one.day)
        held = one.rule.model_copy(update={"when": "", "after": ""})
        tasks.make([held], facts, None, one.day)


def _fitting(saved: Record, rules: Sequence[ChangeRule]) -> Iterator[_Found]:
    """The rules that what was just written concerns, and that hold; one whose day is not given waits for it."""
    newest = saved.revisions.order_by("-number").values_list("changed_keys", flat=True).first()
    written = set(newest or ())
    plain, opened = Facts(saved), None
    for rule in rules:
        if not written & {*_named(rule.when), rule.after}:
            continue
        if rule.by_sealed and opened is None:
            opened = Facts(saved, open_record(saved, KeyRing.of(saved)))
        facts = opened if rule.by_sealed and opened else plain
        day = facts.day(rule.after) if rule.after else timezone.localdate()
        if day is not None and facts.holds(rule.when):
            yield _Found(rule, day, rule.after in written)


def _named(condition: str) -> frozenset[str]:
    try:
        return expressions.parse(condition).references
    except ExpressionError:
        return frozenset()


def _is_over(workflow: Workflow, record: Record) -> bool:
    state = workflow.state(record.status)
    return state is None or state.end
