"""The next meeting before it is held: its number, its day, its agenda, and minutes begun with what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits, readers_day
from forms_builder.filling import handlers
from forms_builder.filling.handlers import Assignment, Delivery, Receipt, Refused
from forms_builder.models import FormVersion, Submission
from registry import handlers as registry_handlers
from registry.access import can
from registry.answers import with_row_ids
from registry.models import Action, RecordType
from registry.views.common import language, status_label
from trainings.committees.bodies import in_office, may_see_members, visible_bodies
from trainings.committees.meetings import open_points, text_of
from trainings.models import ActionPoint, Body
from trainings.setup.documents import MeetingDocument
from trainings.setup.reading import MEETING, meeting_of, uses

PURPOSE = "trainings.meeting"


def register() -> None:
    """Called once, when the app starts."""
    handlers.register(PURPOSE, Minutes())


@dataclass(frozen=True, slots=True)
class Kind:
    record_type: RecordType
    setup: MeetingDocument


def kind_for(user: Any) -> Kind | None:
    """The kind of minutes that somebody may write; None when there is none for them."""
    for one in uses(user):
        setup = meeting_of(one.record_type) if one.kind == MEETING and one.reach.can(Action.CREATE) else None
        if setup is not None:
            return Kind(one.record_type, setup)
    return None


def next_number(body: Body) -> int:
    last = body.meetings.counted().exclude(number=None).order_by("-number").first()
    return (last.number or 0) + 1 if last else 1


def known_answers(user: Any, body: Body, setup: MeetingDocument) -> dict[str, Any]:
    """What the minutes begin with: which body, which number, those in office, and what is still to be reported."""
    said: dict[str, Any] = {setup.body: body.organisation.key, setup.number: next_number(body)}
    if may_see_members(user):
        said[setup.attendance] = [
            _attendance_row(one, setup) for one in in_office(body, timezone.localdate())
        ]
    points = open_points(body)
    if points:
        said[setup.agenda] = [
            {setup.item: _("Action points of earlier meetings"), setup.discussion: point_lines(points, setup)}
        ]
    return with_row_ids(said)


def _attendance_row(one: Any, setup: MeetingDocument) -> Mapping[str, Any]:
    person = one.person.merged_into or one.person
    row = {
        setup.name: person.name_in(language()),
        setup.designation: one.held_as or person.designation,
        setup.agency: person.agency_kind,
        setup.member: setup.yes,
        setup.position: one.position,
        setup.sex: person.sex,
    }
    return {key: value for key, value in row.items() if value}


def point_lines(points: list[ActionPoint], setup: MeetingDocument) -> str:
    """The open action points, a line each, as they stand."""
    lines = []
    for number, point in enumerate(points, 1):
        due = f" ({readers_day(point.due)})" if point.due else ""
        status = status_label(point.record.type, point.record.status)
        lines.append(f"{in_readers_digits(number)}. {text_of(point, setup)}{due}: {status}")
    return "\n".join(lines)


class Minutes:
    """Target: the id of a body. Becomes a record of the registry like any minutes."""

    def assignment(self, user: Any, target: str) -> Assignment | None:
        found = self._found(user, target)
        if found is None:
            return None
        body, kind = found
        plain = handlers.get(registry_handlers.NEW).assignment(user, kind.record_type.key)
        if plain is None:
            return None
        known = known_answers(user, body, kind.setup)
        return replace(
            plain,
            title=f"{plain.title} – {body}",
            answers={**plain.answers, **known},
            back_url=reverse("trainings:body", args=[body.pk]),
        )

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        """Those in office and what is open stand in the minutes, so the body has to be in sight."""
        return None if self._found(user, target) is None else frozenset()

    def deliver(self, delivery: Delivery) -> Receipt:
        found = self._found(delivery.user, delivery.target)
        if found is None:
            raise Refused(_("You may not add such records any more. Your draft is kept."))
        kind = found[1]
        return handlers.get(registry_handlers.NEW).deliver(replace(delivery, target=kind.record_type.key))

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        return handlers.get(registry_handlers.NEW).receipt(user, submission)

    def _found(self, user: Any, target: str) -> tuple[Body, Kind] | None:
        try:
            pk = UUID(target)
        except ValueError:
            return None
        body = visible_bodies(user).with_names().filter(pk=pk).first()
        kind = kind_for(user)
        may = kind is not None and can(user, Action.CREATE, kind.record_type)
        return (body, kind) if body is not None and kind is not None and may else None
