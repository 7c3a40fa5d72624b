"""Turning eighteen: whoever agreed for a child cannot agree for an adult, so a task asks for a consent of their own.

The date of birth is sealed, and a task made years ahead would tell it. So a daily job, which holds the keys, opens
that one answer of the records concerned and makes the task on the day. Where only an age was estimated, the task comes
on the first day on which the person could be eighteen, and says that it rests on an estimate.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task as job

from forms_builder.logic.answers import day_of
from registry.answers import only
from registry.casework import Casework, casework_of
from registry.models import Record, RecordType, Task
from registry.sealing import KeyRing, SealingError, compartment_of, open_record, questions_by_key
from registry.workflow.calendar import working_day
from registry.workflow.configuring import workflow_of
from registry.workflow.document import TaskRule
from registry.workflow.routing import Sight
from registry.workflow.tasks import close

AGE = 18
RULE = "adult_consent"
MAY_BE = "adult_consent_estimated"


@job()
def tell_of_adults() -> None:
    """The daily job."""
    make_tasks()


def make_tasks(today: date | None = None) -> int:
    """Make the tasks of all who have turned eighteen by `today` and have none yet. Gives how many."""
    today = today or timezone.localdate()
    made = 0
    for kind in RecordType.objects.filter(parent_type__isnull=False).select_related("parent_type__workflow"):
        casework = casework_of(kind)
        if casework.born:
            made += sum(_tell(record, casework, today) for record in _candidates(kind))
    return made


def _candidates(kind: RecordType) -> Iterator[Record]:
    """Records whose case is at work and was not told of yet."""
    told = Task.objects.filter(rule=RULE).values("record")
    found = Record.objects.filter(type=kind, parent__isnull=False, is_test=False, withdrawn=False).exclude(
        parent__in=told
    )
    workflow = workflow_of(kind.parent_type) if kind.parent_type else None
    if workflow is not None:
        ended = [state.value for state in workflow.states if state.end]
        found = found.exclude(parent__status__in=ended)
    yield from found.select_related("version", "parent__owner", "parent__type__workflow").iterator(
        chunk_size=200
    )


def _tell(record: Record, casework: Casework, today: date) -> bool:
    """Make the task of one record where its day has come; an estimate counts only while no date of birth is known."""
    if record.parent is None:
        return False
    answers = _answers(record, casework)
    born = day_of(answers.get(casework.born))
    if born is not None:
        return _birthday(born) <= today and _make(record, casework, RULE, today)
    first = _could_be_adult_on(answers.get(casework.age), day_of(answers.get(casework.age_on)))
    return first is not None and first <= today and _make(record, casework, MAY_BE, today)


def _make(record: Record, casework: Casework, rule: str, today: date) -> bool:
    above = record.parent
    if above is None:
        return False
    workflow = workflow_of(above.type)
    aim = Sight(above, workflow.otherwise if workflow else ()).aim(TaskRule(key=rule, label=_label(rule)))
    with transaction.atomic():
        due = working_day(today)
        task, new = Task.objects.get_or_create(
            record=above,
            rule=rule,
            defaults={
                "label": _label(rule),
                "assignee": aim.assignee,
                "role": aim.role,
                "opens": casework.adult_opens,
                "due": due,
                "first_due": due,
            },
        )
        if new and rule == RULE:
            close(task.record, [MAY_BE], task.record.owner)
    return new


def _label(rule: str) -> dict[str, str]:
    found = {}
    for language in ("bn", "en"):
        with override(language):
            found[language] = (
                gettext("Ask for consent anew: the person decides for themselves now")
                if rule == RULE
                else gettext(
                    "May be eighteen by now, going by an estimated age: find out, and ask for consent anew if so"
                )
            )
    return found


def _answers(record: Record, casework: Casework) -> dict[str, Any]:
    """The date of birth and the estimated age, as far as they can be read: an erased record has none."""
    known = questions_by_key(record.version.parsed)
    wanted = [key for key in (casework.born, casework.age, casework.age_on) if key]
    compartments = {compartment_of(known.get(key)) for key in wanted}
    try:
        return only(open_record(record, KeyRing.of(record), compartments), set(wanted).__contains__)
    except SealingError:
        return {}


def _could_be_adult_on(age: Any, day: date | None) -> date | None:
    """The first day on which somebody who is said to have been `age` on `day` could be eighteen.

    They may have had their birthday on the very next day.
    """
    if day is None or not str(age).isdecimal():
        return None
    return _years_after(day, AGE - 1 - int(str(age))) + timedelta(days=1)


def _birthday(born: date) -> date:
    """The eighteenth; for the 29th of February the 1st of March."""
    return _years_after(born, AGE)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
