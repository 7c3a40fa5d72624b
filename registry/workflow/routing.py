"""For whom a task is: whoever its rule names if they may see the record, else the next in turn by the workflow's
`otherwise`. A task that nobody can see is done by nobody.

Of guarded records only the grants tell who handles them, so a task goes along when a record becomes guarded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry import access
from registry.models import Action, Grant, GuardedRecord, Record, RecordType, Scope, Task, Watch
from registry.workflow.blind_tasks import Seen
from registry.workflow.document import TaskRule

SURE = (Scope.OFFICE, Scope.ALL)
"""Scopes in which a role sees a record whoever filled it in. Offices are judged when tasks are listed."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom one task is for, and to which role it is handed up."""

    assignee: Any
    role: str
    escalate_to: str


@dataclass
class Sight:
    """Which roles may see one record, asked for once for all its tasks."""

    record: Record
    otherwise: tuple[str, ...]

    def aim(self, rule: TaskRule) -> Aim:
        role, assignee = rule.role, None
        if not role:
            assignee = self.record.owner if not self.otherwise else self._person()
            role = "" if assignee else self._first(self.otherwise)
            assignee = assignee if role else assignee or self.record.owner
        elif len(self._chain(role)) > 1:
            role = self._first(self._chain(role)) or role
        return Aim(assignee, role, self._above(rule, role))

    def _person(self) -> Any:
        """Whoever the record belongs to, or the one above it: a case may have gone to a colleague since."""
        owners = [self.record.owner, *([self.record.parent.owner] if self.record.parent else [])]
        return next((one for one in owners if access.can(one, Action.VIEW, self.record)), None)

    def _above(self, rule: TaskRule, role: str) -> str:
        """Handed up to somebody else than who has it already, and who may see it or will as a stand-in."""
        if not rule.escalate_to or len(self._chain(rule.escalate_to)) == 1:
            return rule.escalate_to
        others = [one for one in self._chain(rule.escalate_to, *self.otherwise, rule.role) if one != role]
        fitting = (one for one in others if self._sees(one) or Watch.STAND_IN in self._known(one))
        return next(fitting, rule.escalate_to)

    def _chain(self, *first: str) -> list[str]:
        return [one for one in dict.fromkeys([*first, *self.otherwise]) if one]

    def _first(self, chain: Iterable[str]) -> str:
        """The first role that sees the record; a stand-in where one has to stand in for those who handle such records."""
        chain = list(chain)
        found = next((one for one in chain if self._sees(one)), "")
        if self._guard.stand_in and (not found or Watch.GUARDED in self._known(found)):
            return next((one for one in chain if Watch.STAND_IN in self._known(one)), found)
        return found

    def _sees(self, role: str) -> bool:
        wanted = {Watch.GUARDED} if self._guard.held else {Watch.GUARDED, Watch.ORDINARY}
        return bool(self._known(role) & wanted)

    def _known(self, role: str) -> set[str]:
        return self._watches.get(role, set())

    @cached_property
    def _watches(self) -> dict[str, set[str]]:
        return watches_by_role(self.record.type_id)

    @cached_property
    def _guard(self) -> GuardedRecord:
        return guard_of(self.record)


def guard_of(record: Record) -> GuardedRecord:
    """How the record is guarded now; an unsaved row where it is not."""
    found = GuardedRecord.objects.filter(record=record).first() if record.type.guard else None
    return found or GuardedRecord(record=record, held=False)


def watches_by_role(type_id: int) -> dict[str, set[str]]:
    """Role → the watches of its grants to see records of a type, whoever filled them in."""
    found: dict[str, set[str]] = {}
    grants = Grant.objects.filter(record_type=type_id, scope__in=SURE, group__role__isnull=False)
    for key, actions, watch in grants.values_list("group__role__key", "actions", "watch"):
        if Action.VIEW in actions:
            found.setdefault(key, set()).add(watch)
    return found


def seen_by(record_type: RecordType) -> Seen:
    """Who may see the records of a type, for what tells of tasks that nobody would see."""
    seeing, adding = set[str](), set[str]()
    grants = Grant.objects.filter(record_type=record_type, group__role__isnull=False)
    for key, actions in grants.values_list("group__role__key", "actions"):
        seeing |= {key} if Action.VIEW in actions else set()
        adding |= {key} if Action.CREATE in actions else set()
    return Seen(watches_by_role(record_type.pk), bool(record_type.guard), adding - seeing)


def follow(record: Record, rules: Iterable[TaskRule], otherwise: tuple[str, ...]) -> bool:
    """The guard of a record changed: its open tasks go to whom they are for now. Tells whether one went to another role."""
    sight, by_key, moved = Sight(record, otherwise), {rule.key: rule for rule in rules}, False
    for task in record.tasks.filter(done_at=None, rule__in=by_key):
        aim = sight.aim(by_key[task.rule])
        moved = moved or aim.role != task.role
        task.assignee, task.role, task.escalate_to = aim.assignee, aim.role, aim.escalate_to
        task.save(update_fields=["assignee", "role", "escalate_to"])
    return moved


def let_stand_ins_see(late: Iterable[Task]) -> None:
    """Whoever stands in for those who handle guarded records sees the one of a task that was handed up to them."""
    for task in late:
        if Watch.STAND_IN in watches_by_role(task.record.type_id).get(task.escalate_to, set()):
            GuardedRecord.objects.update_or_create(
                record=task.record,
                defaults={"handed_up": True},
                create_defaults={"handed_up": True, "held": False},
            )
