"""What the minutes of a meeting come to: quorum by the rule of that day, action points, the date of the next one.

Followed from the registry: whenever minutes are added or changed, inside that transaction. The rule found when a
meeting is first written down stays with it; only another day of the meeting looks for another rule.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.logic import ROW_ID
from forms_builder.logic.answers import day_of
from registry.models import Record
from registry.workflow.calendar import working_day
from registry.workflow.configuring import workflow_of
from trainings.committees import action_points
from trainings.committees.bodies import in_office, rule_on
from trainings.committees.quorum import needed
from trainings.models import ActionPoint, Body, Meeting
from trainings.setup.documents import MeetingDocument
from trainings.setup.reading import answer_of, meeting_of


def follow(record: Record, by: Any) -> None:
    """Minutes were written or changed."""
    setup = meeting_of(record.type)
    if setup is None:
        return
    meeting = derive(record, setup)
    if meeting is not None:
        add_points(meeting, record, setup, by)


def derive(record: Record, setup: MeetingDocument) -> Meeting | None:
    """The meeting as its minutes say now; None while they name no body that is known here, or no day."""
    body = (
        Body.objects.with_names().filter(organisation__key=str(answer_of(record, setup.body) or "")).first()
    )
    held = day_of(answer_of(record, setup.held))
    if body is None or held is None:
        return None
    meeting = Meeting.objects.filter(pk=record.pk).select_related("rule").first()
    if meeting is None:
        meeting = Meeting(record=record)
    if meeting.body_id != body.pk or meeting.held_on != held:
        meeting.rule = rule_on(body, held)
    meeting.body, meeting.held_on = body, held
    number = answer_of(record, setup.number)
    meeting.number = number if isinstance(number, int) else None
    meeting.next_on = day_of(answer_of(record, setup.next))
    rows = [row for row in record.data.get(setup.attendance) or () if row.get(setup.member) == setup.yes]
    meeting.came = sum(1 for row in rows if row.get(setup.present) in setup.came)
    meeting.members = max(len(in_office(body, held)) or len(rows), meeting.came)
    meeting.needed = needed(meeting.rule, meeting.members)
    meeting.save()
    return meeting


def add_points(meeting: Meeting, record: Record, setup: MeetingDocument, by: Any) -> None:
    """A record and a task for each action point that has none yet. What became one stays, whatever the minutes say."""
    known = set(meeting.points.values_list("row", flat=True))
    rows = record.data.get(setup.points) or ()
    for row in rows:
        if row.get(ROW_ID) and row[ROW_ID] not in known and row.get(setup.action):
            add_point(meeting, record, setup, row, by)


def add_point(
    meeting: Meeting, record: Record, setup: MeetingDocument, row: Mapping[str, Any], by: Any
) -> None:
    made = action_points.make(record, setup, str(row[setup.action]), by)
    if made is None:
        return
    due = day_of(row.get(setup.due))
    ActionPoint.objects.create(record=made, meeting=meeting, row=row[ROW_ID], due=due)
    action_points.begin(made, due, by)


def open_points(body: Body, before: date | None = None) -> list[ActionPoint]:
    """Action points of the body's earlier meetings that are neither verified nor dropped, the oldest first."""
    found = ActionPoint.objects.counted().filter(meeting__body=body)
    if before is not None:
        found = found.filter(meeting__held_on__lt=before)
    found = found.select_related("record__type__workflow", "meeting")
    ends: dict[int, set[str]] = {}
    kept = []
    for point in found.order_by("meeting__held_on", "due", "pk"):
        kind = point.record.type
        if kind.pk not in ends:
            workflow = workflow_of(kind)
            ends[kind.pk] = {one.value for one in workflow.states if one.end} if workflow else set()
        if point.record.status not in ends[kind.pk]:
            kept.append(point)
    return kept


def later_meetings(record: Record) -> int | None:
    """How often the body has met after the day of the meeting that this record belongs to, going by its minutes: what
    is planned has not been held. None where it belongs to no meeting. For conditions of workflows.

    As with rollups, minutes that try something out are held for records that do as well, and for no others.
    """
    if record.parent_id is None:
        return None
    held = Q(
        body__meetings__held_on__gt=F("held_on"),
        body__meetings__held_on__lte=timezone.localdate(),
        body__meetings__record__is_test=record.is_test,
        body__meetings__record__withdrawn=False,
    )
    found = Meeting.objects.filter(pk=record.parent_id).annotate(later=Count("body__meetings", filter=held))
    later: int | None = found.values_list("later", flat=True).first()
    return later


def text_of(point: ActionPoint, setup: MeetingDocument) -> str:
    return str(point.record.data.get(setup.point_text) or point.record.reference)


def next_due(body: Body) -> date | None:
    """When the body has to meet next: what the last minutes say, else its interval after the last meeting."""
    last = body.meetings.counted().order_by("-held_on").first()
    rule = rule_on(body, timezone.localdate())
    if last is None:
        start = body.formed_on
        return working_day(start + timedelta(days=rule.interval_days)) if start and rule else None
    if last.next_on:
        return last.next_on
    return working_day(last.held_on + timedelta(days=rule.interval_days)) if rule else None


def quorum_words(meeting: Meeting) -> str:
    """Whether there was a quorum, in words with its numbers."""
    if meeting.quorate is None:
        return _("No quorum is set for that day: %(came)s members came.") % {
            "came": in_readers_digits(meeting.came)
        }
    numbers = {
        "came": in_readers_digits(meeting.came),
        "needed": in_readers_digits(meeting.needed),
        "members": in_readers_digits(meeting.members),
    }
    if meeting.quorate:
        return _("Quorum met: %(came)s of %(members)s members came, %(needed)s were needed.") % numbers
    return _("No quorum: %(came)s of %(members)s members came, %(needed)s were needed.") % numbers
