"""Tasks that follow from what somebody answered: a risk that has become high, a follow-up that went badly.

A rule looks out when answers that its condition names were written. Sealed ones are opened here only for a rule that
says so, and nothing but the task's words tells what they came to.
"""

from collections.abc import Sequence

from django.utils import timezone

from forms_builder import expressions
from forms_builder.expressions import ExpressionError
from registry.models import Record
from registry.sealing import KeyRing, open_record
from registry.workflow import tasks
from registry.workflow.configuring import workflow_of
from registry.workflow.document import ChangeRule, Workflow
from registry.workflow.facts import Facts


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
    held = [rule.model_copy(update={"when": ""}) for rule in _fitting(saved, rules)]
    tasks.make(held, Facts(about), None, timezone.localdate())


def _fitting(saved: Record, rules: Sequence[ChangeRule]) -> list[ChangeRule]:
    newest = saved.revisions.order_by("-number").values_list("changed_keys", flat=True).first()
    written = set(newest or ())
    concerned = [rule for rule in rules if written & _named(rule.when)]
    plain, opened = Facts(saved), None
    found = []
    for rule in concerned:
        if rule.by_sealed and opened is None:
            opened = Facts(saved, open_record(saved, KeyRing.of(saved)))
        facts = opened if rule.by_sealed and opened else plain
        found += [rule] if facts.holds(rule.when) else []
    return found


def _named(condition: str) -> frozenset[str]:
    try:
        return expressions.parse(condition).references
    except ExpressionError:
        return frozenset()


def _is_over(workflow: Workflow, record: Record) -> bool:
    state = workflow.state(record.status)
    return state is None or state.end
