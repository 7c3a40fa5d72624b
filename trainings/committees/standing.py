"""How a body stands today, worked out and never typed in: not formed, inactive, active, functional, dissolved.

Active: a meeting with its quorum (or of no set quorum) lies within the body's own interval. Functional: active, and
the latest functionality score is high enough (domain: 60 per cent, set with the use of the record type).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.models import Record
from trainings.committees.bodies import rule_on
from trainings.models import Body, Meeting
from trainings.setup.documents import MeetingDocument

LATEST_SCORES = 500


class State(StrEnum):
    NOT_FORMED = "none"
    INACTIVE = "inactive"
    ACTIVE = "active"
    FUNCTIONAL = "functional"
    DISSOLVED = "dissolved"


WORDS: dict[State, str | Promise] = {
    State.NOT_FORMED: _("Not formed"),
    State.INACTIVE: _("Inactive"),
    State.ACTIVE: _("Active"),
    State.FUNCTIONAL: _("Functional"),
    State.DISSOLVED: _("Dissolved"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    last: date | None
    score: float | None

    @property
    def words(self) -> str:
        return str(WORDS[self.state])

    @property
    def kind(self) -> str:
        """Colour of the tag."""
        good = {State.ACTIVE: "info", State.FUNCTIONAL: "success", State.INACTIVE: "warning"}
        return good.get(self.state, "")


def standing(body: Body, setup: MeetingDocument | None, today: date) -> Standing:
    """How the body stands on a day."""
    meetings = list(body.meetings.counted().filter(held_on__lte=today).order_by("-held_on")[:12])
    last = meetings[0].held_on if meetings else None
    score = latest_score(body, setup, today)
    return Standing(_state(body, meetings, score, setup, today), last, score)


def _state(
    body: Body, meetings: list[Meeting], score: float | None, setup: MeetingDocument | None, today: date
) -> State:
    if body.dissolved_on is not None and body.dissolved_on <= today:
        return State.DISSOLVED
    if not meetings and (body.formed_on is None or body.formed_on > today):
        return State.NOT_FORMED
    rule = rule_on(body, today)
    since = today - timedelta(days=rule.interval_days) if rule else date.min
    if not any(one.held_on >= since and one.quorate is not False for one in meetings):
        return State.INACTIVE
    enough = setup is not None and score is not None and score >= setup.score_least
    return State.FUNCTIONAL if enough else State.ACTIVE


def latest_score(body: Body, setup: MeetingDocument | None, today: date) -> float | None:
    """Per cent of the body's latest functionality score; None where there is none."""
    if setup is None or setup.score_type is None or setup.score is None:
        return None
    found = Record.objects.filter(
        type__key=setup.score_type, is_test=False, withdrawn=False, created_at__date__lte=today
    )
    for data in found.order_by("-created_at").values_list("data", flat=True)[:LATEST_SCORES]:
        if data.get(setup.score_body) == body.organisation.key:
            try:
                return float(data.get(setup.score))
            except (TypeError, ValueError):
                continue
    return None
