"""The daily job that reminds of meetings: a task, some days before a body has to meet, for whoever wrote its last minutes.

The task stands with those minutes, so it is seen by who sees them; the morning's e-mail and calendars tell of it like of
any other, and name nobody. It is done with when the next minutes are written. A body without minutes has no record that a
task could stand with: whoever may write them is told on the first page instead (`notices`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task as job

from registry.extending import Notice
from registry.models import Record, Task
from registry.workflow import tasks
from registry.workflow.calendar import working_day
from trainings.committees.bodies import visible_bodies
from trainings.committees.meetings import next_due
from trainings.committees.preparing import kind_for
from trainings.models import Body, Meeting

RULE = "prepare_meeting"
DAYS_BEFORE = 10
MOST_NOTICES = 12


@job()
def remind_of_meetings() -> None:
    """The daily job."""
    make_tasks()


def make_tasks(today: date | None = None) -> int:
    """Remind of every body that has to meet soon and was not reminded of yet. Gives how many."""
    today = today or timezone.localdate()
    return sum(_remind(body, today) for body in Body.objects.filter(dissolved_on=None).with_names())


def follow(record: Record, by: Any) -> None:
    """Minutes were written: the body has met, and what reminded of that is done with."""
    meeting = Meeting.objects.filter(pk=record.pk).select_related("body").first()
    if meeting is None or record.is_test:
        return
    earlier = meeting.body.meetings.filter(held_on__lt=meeting.held_on, record__tasks__rule=RULE)
    for one in earlier.filter(record__tasks__done_at=None).select_related("record").distinct():
        tasks.close(one.record, (RULE,), by)


def notices(user: Any, today: date) -> Iterator[Notice]:
    """The bodies that have to meet for the first time soon, or should have."""
    if kind_for(user) is None:
        return
    met = Meeting.objects.counted().filter(body=OuterRef("pk"))
    waiting = (
        visible_bodies(user).with_names().filter(~Exists(met), dissolved_on=None, formed_on__isnull=False)
    )
    for body in waiting.order_by("formed_on", "pk")[:MOST_NOTICES]:
        due = next_due(body)
        if due is not None and due - timedelta(days=DAYS_BEFORE) <= today:
            label = gettext("%(body)s: call its first meeting") % {"body": body}
            yield Notice(reverse("trainings:prepare", args=[body.pk]), label, due)


def _remind(body: Body, today: date) -> bool:
    last = body.meetings.select_related("record__owner").order_by("-held_on").first()
    due = next_due(body)
    if last is None or due is None or last.record.is_test or due - timedelta(days=DAYS_BEFORE) > today:
        return False
    with transaction.atomic():
        _task, new = Task.objects.get_or_create(
            record=last.record,
            rule=RULE,
            defaults={
                "label": _label(),
                "assignee": last.record.owner,
                "opens": last.record.type.key,
                "due": working_day(due),
                "first_due": working_day(due),
            },
        )
    return new


def _label() -> dict[str, str]:
    found = {}
    for language in ("bn", "en"):
        with override(language):
            found[language] = gettext("Call the next meeting of the committee or group")
    return found
