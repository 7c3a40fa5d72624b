"""Case conferences: what there is to talk about, taken from the case; and what was agreed, as tasks.

A task names the number of the action, never its words: those are sealed with the conference. Nor does it name the
conference, since it stands in calendars too; lists show beside it which record it belongs to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, override

from forms_builder.digits import in_readers_digits, in_script
from forms_builder.logic.answers import day_of
from registry import access
from registry.answers import is_rows
from registry.audit import AccessKind, reading
from registry.casework import Conference, Needs, casework_of
from registry.consent import Standing, standing_of
from registry.extending import Refused
from registry.models import Action, Record, RecordType, Task
from registry.opening import Opened, opened
from registry.sealing import KeyRing, open_record
from registry.workflow import tasks
from registry.workflow.offers import closed

PREFIX = "agreed_"
"""Begins the rule of every task made here; the id of the row follows."""
MOST = 50


@dataclass(slots=True)
class Agenda:
    """What a conference about a case looks at, as far as one person may see it. None: not theirs to see."""

    needs: tuple[Record, Opened, Needs] | None = None
    """The newest assessment with its answers."""
    late: list[Task] = field(default_factory=list)
    agreed: list[Task] = field(default_factory=list)
    """What earlier conferences agreed and is not done."""
    waiting: list[Record] = field(default_factory=list)
    """Referrals without an answer."""
    consent: Standing | None = None


def kind_for(user: Any, case: Record) -> RecordType | None:
    """The type of conferences about such cases, for somebody who may hold one."""
    kinds = access.visible_types(user).filter(parent_type=case.type_id).select_related("form__live_version")
    return next(
        (
            kind
            for kind in kinds
            if casework_of(kind).conference is not None and access.can(user, Action.CREATE, kind)
        ),
        None,
    )


def agenda(user: Any, case: Record, kind: RecordType, *, address: str | None = None) -> Agenda:
    """Put it together; what is opened is noted."""
    conference = casework_of(kind).conference
    about_case = Q(record=case) | Q(record__parent=case)
    due = list(tasks.tasks_for(user).filter(about_case).select_related("record__type", "assignee")[:MOST])
    today = timezone.localdate()
    return Agenda(
        needs=_needs(user, case, conference.needs, address) if conference and conference.needs else None,
        late=[one for one in due if one.due < today and not one.rule.startswith(PREFIX)],
        agreed=[one for one in due if one.rule.startswith(PREFIX)],
        waiting=_unanswered(user, case, address),
        consent=standing_of(case),
    )


def follow(record: Record, by: Any) -> None:
    """Bring the tasks of a conference in step with what was agreed. Runs inside the transaction that saves it.

    `extending.Refused` where an action is given to somebody who may not see the conference.
    """
    conference = casework_of(record.type).conference
    if conference is None or record.parent is None:
        return
    answers = open_record(record, KeyRing.of(record))
    rows = answers.get(conference.rows) or []
    wanted = dict(_rules(rows)) if is_rows(rows) else {}
    made = {one.rule: one for one in record.tasks.filter(rule__startswith=PREFIX)}
    gone = [rule for rule in made if rule not in wanted]
    dropped = [rule for rule, (_n, row) in wanted.items() if row.get(conference.status) in conference.dropped]
    tasks.close(record, [*gone, *dropped], by)
    for rule, (number, row) in wanted.items():
        _bring_in_step(record, conference, made.get(rule), (rule, number, row), by)


def _rules(rows: list[Mapping[str, Any]]) -> Iterator[tuple[str, tuple[int, Mapping[str, Any]]]]:
    for number, row in enumerate(rows, start=1):
        yield f"{PREFIX}{row['_id']}"[:40], (number, row)


def _bring_in_step(
    record: Record,
    conference: Conference,
    made: Task | None,
    wanted: tuple[str, int, Mapping[str, Any]],
    by: Any,
) -> None:
    rule, number, row = wanted
    status = row.get(conference.status)
    if (made is not None and made.done_at is not None) or status in conference.dropped:
        return
    if status in conference.done:
        if made is not None:
            tasks.finish_for(made, by)
        return
    if made is None and record.parent is not None and closed(record.parent):
        return  # a conference of the past: whoever adds it now has nobody to remind
    due = day_of(row.get(conference.due)) or timezone.localdate()
    who = _colleague(record, row.get(conference.who), number)
    if made is None:
        Task.objects.create(
            record=record, rule=rule, label=_label(number), assignee=who, due=due, first_due=due
        )
        return
    made.assignee, made.label = who, _label(number)
    if made.first_due != due:
        made.due = made.first_due = due
    made.save(update_fields=["assignee", "label", "due", "first_due"])


def _colleague(record: Record, answer: Any, number: int) -> Any:
    """Who was named for an action, or whoever works on the case. `extending.Refused` for who may not see the conference:
    they would have a task that they cannot open, and nobody would know.
    """
    named = None
    if str(answer or "").isdecimal():
        named = get_user_model().objects.filter(pk=int(str(answer))).first()
    if named is None:
        return record.parent.owner if record.parent else record.owner
    if access.can(named, Action.VIEW, record):
        return named
    raise Refused(
        gettext(
            "%(who)s may not see this conference, so action %(number)s cannot be theirs. Name somebody who works on the "
            "case, or have the supervisor let them work on it first. What you wrote is kept."
        )
        % {"who": named, "number": in_readers_digits(number)}
    )


def _label(number: int) -> dict[str, str]:
    found = {}
    for language in ("bn", "en"):
        with override(language):
            found[language] = gettext("Agreed at the case conference: action %(number)s") % {
                "number": in_script(str(number), language)
            }
    return found


def _needs(
    user: Any, case: Record, wanted: Needs, address: str | None
) -> tuple[Record, Opened, Needs] | None:
    kind = access.visible_types(user).filter(key=wanted.record_type, parent_type=case.type_id).first()
    if kind is None:
        return None
    rows = Record.objects.visible_to(user, kind).filter(parent=case).select_related("type", "version")
    newest = rows.order_by("-created_at", "-pk").first()
    return (newest, opened(user, newest, address=address), wanted) if newest else None


def _unanswered(user: Any, case: Record, address: str | None) -> list[Record]:
    """Referrals that wait for an answer; noted like any list."""
    found: list[Record] = []
    with reading(user, AccessKind.LIST, case.type.key, address=address) as seen:
        for kind in access.visible_types(user).filter(parent_type=case.type_id):
            sharing = casework_of(kind).sharing
            if sharing is not None and sharing.waiting:
                rows = Record.objects.visible_to(user, kind).filter(parent=case, status__in=sharing.waiting)
                found += rows.select_related("type").order_by("created_at")[:MOST]
        seen.add([one.pk for one in found])
    return found
