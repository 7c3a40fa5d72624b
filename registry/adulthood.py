"""Turning eighteen: whoever agreed for a child cannot agree for an adult, so a task asks for a consent of their own.

The date of birth is sealed, and a task made years ahead would tell it. So a daily job, which holds the keys, opens
that one answer of the records concerned and makes the task on the day.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task as job

from registry.answers import each
from registry.casework import Casework, casework_of
from registry.models import Record, RecordType, Task
from registry.sealing import KeyRing, SealingError, compartment_of, open_record, questions_by_key
from registry.workflow.calendar import working_day
from registry.workflow.configuring import workflow_of

AGE = 18
RULE = "adult_consent"


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
    yield from found.select_related("version", "parent__owner").iterator(chunk_size=200)


def _tell(record: Record, casework: Casework, today: date) -> bool:
    born = _born(record, casework.born)
    if born is None or record.parent is None or _birthday(born) > today:
        return False
    with transaction.atomic():
        due = working_day(today)
        _task, new = Task.objects.get_or_create(
            record=record.parent,
            rule=RULE,
            defaults={
                "label": _label(),
                "assignee": record.parent.owner,
                "opens": casework.adult_opens,
                "due": due,
                "first_due": due,
            },
        )
    return new


def _label() -> dict[str, str]:
    found = {}
    for language in ("bn", "en"):
        with override(language):
            found[language] = gettext("Ask for consent anew: the person decides for themselves now")
    return found


def _born(record: Record, key: str) -> date | None:
    """The date of birth as far as it can be read: an erased record has none."""
    question = questions_by_key(record.version.parsed).get(key)
    try:
        answers = open_record(record, KeyRing.of(record), {compartment_of(question)})
        text = next((str(answer) for name, _row, answer in each(answers) if name == key), "")
        return date.fromisoformat(text[:10])
    except (SealingError, ValueError):
        return None


def _birthday(born: date) -> date:
    """The eighteenth; for the 29th of February the 1st of March."""
    try:
        return born.replace(year=born.year + AGE)
    except ValueError:
        return date(born.year + AGE, 3, 1)
