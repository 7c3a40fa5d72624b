"""Tasks that would reach nobody: for a role that may not see the records, or those of them that are guarded.

Pure. They are told to whoever sets things up, and hinder nothing: grants are given after a workflow is made.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from registry.workflow.checking import Problem, tasks_of
from registry.workflow.document import TaskRule, Workflow

ORDINARY, GUARDED, STAND_IN = "", "guarded", "stand_in"
"""Which records a grant is about: `registry.models.Watch`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who may see the records of one type."""

    by: Mapping[str, Collection[str]]
    """Role → the watches of its grants to see them, whoever filled them in."""
    guards: bool
    """Whether some of the records are guarded."""
    blind: Collection[str] = ()
    """Roles that add such records and do not see them."""


def blind_tasks(workflow: Workflow, seen: Seen) -> list[Problem]:
    return [problem for _where, rule in tasks_of(workflow) for problem in _of(rule, workflow.otherwise, seen)]


def _of(rule: TaskRule, otherwise: tuple[str, ...], seen: Seen) -> Iterator[Problem]:
    plain = [key for key, watches in seen.by.items() if {ORDINARY, GUARDED} & set(watches)]
    if rule.role and rule.role not in plain:
        yield Problem("blind-role", rule.key, {"role": rule.role})
    if rule.escalate_to and rule.escalate_to not in seen.by:
        yield Problem("blind-above", rule.key, {"role": rule.escalate_to})
    if not rule.role and seen.blind and not any(role in plain for role in otherwise):
        yield Problem("blind-owner", rule.key, {"role": sorted(seen.blind)[0]})
    if not seen.guards:
        return
    chain = [role for role in dict.fromkeys((rule.role, *otherwise)) if GUARDED in seen.by.get(role, ())]
    if rule.role and not chain:
        yield Problem("blind-guarded", rule.key)
    above = [
        role for role in (rule.escalate_to, *otherwise) if {GUARDED, STAND_IN} & set(seen.by.get(role, ()))
    ]
    if rule.escalate_to and not any(role != next(iter(chain), "") for role in above):
        yield Problem("blind-above-guarded", rule.key)
