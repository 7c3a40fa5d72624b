"""The people and records of a demo. They do not exist and say so; their passwords are known to everybody.

Records go through the same evaluation and the same `save_record` as those of people. Demo only, see `demo_allowed`.
"""

import os
import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from registry.models import Office, OfficeMembership, PackEntry, Record, RecordType, Role
from registry.packs import demo_children
from registry.packs.loading import Pack, load_pack
from registry.packs.parts import DemoPersonPart, DemoRecordPart
from registry.packs.problems import PackError, PackProblem
from registry.packs.report import Outcome, Report
from registry.saving import Entry, save_record
from registry.workflow import moving

DEFAULT_PASSWORD = "nirapod-demo"  # noqa: S105 - shown to everybody who starts the demo
PASSWORD_VARIABLE = "NIRAPOD_DEMO_PASSWORD"  # noqa: S105 - the name of a variable
DEMO_PACK = Path(__file__).parent / "cst_bangladesh"

_DAY = re.compile(r"^@([+-]\d+)(?: (\d\d):(\d\d))?$")
CHILDREN_OF = "cst_bangladesh"
_RECORDS = "demo records"
_PEOPLE = "demo people"


def password() -> str:
    return os.environ.get(PASSWORD_VARIABLE) or DEFAULT_PASSWORD


def demo_allowed() -> bool:
    """Accounts with a known password belong on a machine of one's own only."""
    return bool(settings.DEBUG)


def sign_ins(folder: Path = DEMO_PACK) -> list[tuple[str, str, str]]:
    """(role, e-mail, password) of everybody in the demo, for showing."""
    pack = load_pack(folder)
    roles = {role.key: role.en for role in pack.roles}
    return [(roles[person.role], person.email, password()) for person in pack.demo.people]


@transaction.atomic
def apply_demo(pack: Pack, report: Report) -> None:
    """Add the demo's people and records that are not there yet. Commits all or nothing."""
    for person in pack.demo.people:
        report.note(_PEOPLE, person.email, _add_person(person))
    known = dict(PackEntry.objects.filter(pack=pack.about.key, kind=_RECORDS).values_list("key", "sha256"))
    names: dict[str, str] = {}
    for part in pack.demo.records:
        stored = known.get(part.name)
        if stored is None:
            stored = str(_add_record(pack, part, names).pk)
            PackEntry.objects.create(pack=pack.about.key, kind=_RECORDS, key=part.name, sha256=stored)
            report.note(_RECORDS, part.name, Outcome.CREATED)
        else:
            report.note(_RECORDS, part.name, Outcome.UNCHANGED)
        names[part.name] = stored
    _add_children(pack, report)


def _add_children(pack: Pack, report: Report) -> None:
    """The many children beside those of demo.yaml, once, for the pack that knows their kinds of records."""
    if pack.about.key != CHILDREN_OF or not pack.demo.records:
        return
    _entry, new = PackEntry.objects.get_or_create(
        pack=pack.about.key, kind=_RECORDS, key="children", defaults={"sha256": ""}
    )
    if new:
        demo_children.add_children()
    report.note(_RECORDS, "children", Outcome.CREATED if new else Outcome.UNCHANGED)


def _add_person(part: DemoPersonPart) -> Outcome:
    """Whoever is there stays as they are, password included."""
    users = get_user_model().objects
    if users.filter(email__iexact=part.email).exists():
        return Outcome.UNCHANGED
    user = users.create_user(
        part.email, password(), full_name=f"{part.bn} / {part.en}", language=part.language
    )
    user.groups.add(Role.objects.get(key=part.role).group)
    offices = Office.objects.filter(key__in=part.offices)
    OfficeMembership.objects.bulk_create(OfficeMembership(user=user, office=office) for office in offices)
    return Outcome.CREATED


def _add_record(pack: Pack, part: DemoRecordPart, names: Mapping[str, str]) -> Record:
    """Judge the answers as the wizard would, then save; `PackError` when the form finds fault with them."""
    record_type = RecordType.objects.select_related("form__live_version").get(key=part.record_type)
    version = record_type.form.live_version
    user = get_user_model().objects.get(email=part.by)
    if version is None or not version.takes_answers:
        raise PackError([_fault(part, f"The form {record_type.form.key} takes no answers.")])
    given = {"office": part.office, "staff": str(user.pk)} | _resolved(part.answers, names)
    now = timezone.localtime()
    evaluation = evaluate(version.program, given, Moment(now=now))
    if evaluation.faults:
        raise PackError(
            [_fault(part, f"{'.'.join(map(str, fault.path))}: {fault.kind}") for fault in evaluation.faults]
        )
    record = save_record(
        Entry(
            record_type=record_type,
            version=version,
            answers=evaluation.answers,
            missing=evaluation.missing,
            by=user,
            office=Office.objects.get(key=part.office),
            parent=_above(record_type, evaluation.answers),
        )
    )
    moving.added(record, user)
    return record


def _above(record_type: RecordType, answers: Mapping[str, Any]) -> Record | None:
    """The record that an answer names as the one it belongs to."""
    named = answers.get(record_type.parent_key) if record_type.parent_type_id else None
    return Record.objects.filter(pk=str(named), type=record_type.parent_type_id).first() if named else None


def _fault(part: DemoRecordPart, message: str) -> PackProblem:
    return PackProblem("demo.yaml", message, ("records", part.name))


def _resolved(value: Any, names: Mapping[str, str]) -> Any:
    """Answers with names of records and days counted from today put in."""
    if isinstance(value, Mapping):
        return {key: _resolved(inner, names) for key, inner in value.items() if inner != ""}
    if isinstance(value, list):
        return [_resolved(inner, names) for inner in value]
    if isinstance(value, str) and value.startswith("@"):
        return _day(value) or names[value[1:]]
    return value


def _day(text: str) -> str | None:
    """`@-10` → the date ten days ago; `@-10 10:30` → that time of that day."""
    match = _DAY.match(text)
    if not match:
        return None
    day = timezone.localdate() + timedelta(days=int(match[1]))
    if match[2] is None:
        return day.isoformat()
    moment = datetime.combine(day, time(int(match[2]), int(match[3])))
    return timezone.make_aware(moment).isoformat()
