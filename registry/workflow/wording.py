"""Words for what is wrong with a workflow, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.workflow.checking import Problem

PROBLEMS: Mapping[str, str | Promise] = {
    "no-initial-state": _("There is no state to begin in."),
    "begins-at-end": _("Records would begin in a state where work is over."),
    "state-twice": _("There are two states of this name."),
    "transition-twice": _("There are two transitions of this name."),
    "task-twice": _("There are two tasks of this name."),
    "from-nowhere": _("It begins in no state."),
    "unknown-state": _("There is no state “%(state)s”."),
    "unreachable": _("No way leads to this state."),
    "dead-end": _("No way leads out of this state, and it is not marked as an end."),
    "endless-loop": _("These follow each other by themselves without end: %(states)s."),
    "nobody": _("Nobody may do it: name a role, or let it happen by itself."),
    "automatic-without-condition": _("What happens by itself needs a condition."),
    "unknown-role": _("There is no role “%(role)s”."),
    "unknown-task": _("There is no task “%(task)s”."),
    "escalates-to-nobody": _("Name the role that is told when it is late."),
    "unknown-type": _("There is no record type “%(type)s”."),
    "answered-by-nothing": _("A condition on what is filled in needs a form that is filled in for the task."),
    "no-date": _("“%(name)s” is not a date question of the form that can be read here."),
    "bad-condition": _("The condition does not work (character %(position)s): %(reason)s"),
    "unknown-question": _("There is no question “%(name)s” that it could answer."),
    "open-reason": _("“%(name)s” is not sealed, so the reason cannot be written there."),
    "sealed-condition": _("“%(name)s” is sealed, so it cannot decide anything here."),
    "looks-out-for-nothing": _("A task that looks out for answers needs a condition."),
    "not-below": _("“%(type)s” does not belong to such records, so nothing can be looked out for there."),
    "blind-role": _("The task is for “%(role)s”, who may not see all such records."),
    "blind-above": _("It is handed up to “%(role)s”, who may not see all such records."),
    "blind-guarded": _("Of guarded records it reaches nobody who may see them."),
    "blind-above-guarded": _("Of guarded records it is handed up to nobody who may see them."),
    "blind-owner": _("“%(role)s” adds such records without seeing them, so the task may reach nobody."),
}


def problem_text(problem: Problem) -> str:
    """One sentence, led by what it is about."""
    sentence = str(PROBLEMS[problem.code]) % problem.params
    return f"{problem.where}: {sentence}" if problem.where else sentence
