"""A workflow in words: each state with the ways out of it, and what each way and each task goes by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.schema.document import text_in
from registry.models import RecordType, Role
from registry.workflow.document import Reason, TaskRule, Transition, Workflow


@dataclass(frozen=True, slots=True)
class _Names:
    """What keys are called."""

    roles: dict[str, str]
    types: dict[str, str]
    language: str

    @classmethod
    def here(cls, language: str) -> "_Names":
        return cls(
            {one.key: one.name_in(language) for one in Role.objects.only("key", "name_en", "name_bn")},
            {one.key: one.name_in(language) for one in RecordType.objects.only("key", "name_en", "name_bn")},
            language,
        )


def sentences(workflow: Workflow, language: str) -> list[dict[str, Any]]:
    """Each state with the ways out of it, in words."""
    names = _Names.here(language)
    states = {state.value: text_in(state.label, language, state.value) for state in workflow.states}
    return [
        {
            "label": states[state.value],
            "first": state.value == workflow.initial,
            "end": state.end,
            "locked": state.locked,
            "ways": [_way(one, states, names) for one in workflow.leaving(state.value)],
        }
        for state in workflow.states
    ]


def tasks_at_start(workflow: Workflow, language: str) -> list[str]:
    """The tasks of a record that was just added."""
    return _tasks(workflow.at_start, _Names.here(language))


def _way(one: Transition, states: dict[str, str], names: _Names) -> dict[str, Any]:
    return {
        "label": text_in(one.label, names.language, one.key),
        "to": states.get(one.to, one.to),
        "roles": ", ".join(names.roles.get(key, key) for key in one.roles),
        "automatic": one.automatic,
        "merging": one.merging,
        "when": one.when,
        "consent": one.consent,
        "reason": one.reason is Reason.REQUIRED,
        "four_eyes": bool(one.four_eyes),
        "tasks": _tasks(one.tasks, names),
    }


def _tasks(rules: Iterable[TaskRule], names: _Names) -> list[str]:
    return [_task(rule, names) for rule in rules]


def _task(rule: TaskRule, names: _Names) -> str:
    """ "Call back (for: Nurse; within 3 days; only if ${risk} = 'high')"."""
    said = [_("for: %(role)s") % {"role": names.roles.get(rule.role, rule.role)}] if rule.role else []
    days = {"days": in_readers_digits(rule.days)}
    if rule.after:
        said.append(_("%(days)s days after “%(key)s”") % {**days, "key": rule.after})
    elif rule.days:
        said.append(_("within %(days)s days") % days)
    if rule.when:
        said.append(_("only if %(condition)s") % {"condition": rule.when})
    if rule.opens:
        said.append(_("done by filling in: %(type)s") % {"type": names.types.get(rule.opens, rule.opens)})
    answered = str(getattr(rule, "answered_when", ""))
    if answered:
        said.append(_("only if what is filled in says %(condition)s") % {"condition": answered})
    label = text_in(rule.label, names.language, rule.key)
    return f"{label} ({'; '.join(said)})" if said else label
