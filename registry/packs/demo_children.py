"""Children of the demo, with cases at every stage: made up one like another, and carried on the way people do it.

Each is identified by a case worker, then filled in for, submitted, approved and moved on by the workflow's own rules.
Their names say that they do not exist; days are counted back from today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from forms_builder.schema.text import bangla_digits
from registry.models import Office, Record, RecordType
from registry.saving import Entry, save_record
from registry.workflow import moving

OTHERS = 55
"""Besides those of demo.yaml."""
STAGES = ("identified", "screened", "enrolled", "assessed", "planned", "in_service", "sheltered")
"""The last one only where there is somebody who runs a shelter."""
PLACES = {"dhaka": ("BD3026", "BD30262500"), "jashore": ("BD4041", "BD4041.JM")}
TEAMS = {
    "dhaka": ("case.worker@demo.invalid", "case.supervisor@demo.invalid", ""),
    "jashore": (
        "case.worker.jashore@demo.invalid",
        "case.supervisor.jashore@demo.invalid",
        "shelter.manager@demo.invalid",
    ),
}
RISKS = ("low", "medium", "high")


@dataclass(frozen=True)
class Team:
    """The people of one office."""

    office: Office
    worker: Any
    supervisor: Any
    manager: Any
    """Of the shelter; None where there is none."""


def add_children() -> int:
    """Add them all; runs inside the transaction of the demo. Gives how many."""
    people = get_user_model().objects
    teams = {
        key: Team(
            Office.objects.get(key=key),
            people.get(email=worker),
            people.get(email=supervisor),
            people.filter(email=manager).first(),
        )
        for key, (worker, supervisor, manager) in TEAMS.items()
    }
    types = {one.key: one for one in RecordType.objects.select_related("form__live_version", "workflow")}
    for number in range(OTHERS):
        _carry(number, teams["jashore" if number % 5 in (1, 3) else "dhaka"], types)
    return OTHERS


def _carry(number: int, team: Team, types: Mapping[str, RecordType]) -> None:
    """Identify a child and carry the case to the stage that its number gives."""
    stage = number % len(STAGES)
    case = _add(types["identification"], team, _identification(number, team), None)
    steps = _steps(number, case, team, types)
    for _stage in range(stage):
        next(steps)


def _steps(number: int, case: Record, team: Team, types: Mapping[str, RecordType]) -> Iterator[None]:
    """What leads from one stage to the next."""
    _move(case, "screen", team.worker)
    yield
    _approve(_add(types["consent"], team, _consent(), case), team)
    _approve(_add(types["enrolment"], team, _enrolment(number, team), case), team)
    _move(case, "enrol", team.supervisor)
    yield
    _approve(_add(types["needs_assessment"], team, _needs(number), case), team)
    _move(case, "assess", team.supervisor)
    yield
    _approve(_add(types["case_plan"], team, _plan(), case), team)
    _move(case, "plan", team.supervisor)
    yield
    _add(types["referral"], team, _referral(), case)
    _add(types["case_note"], team, _note(), case)
    yield
    if team.manager is not None:
        _add(types["shelter_admission"], team, _admission(number, team), case, by=team.manager)
    yield


def _add(
    kind: RecordType, team: Team, answers: Mapping[str, Any], above: Record | None, by: Any = None
) -> Record:
    """One record, judged as the wizard judges it; a fault is a mistake of ours."""
    version = kind.form.live_version
    assert version is not None  # noqa: S101 - a pack publishes its forms
    by = by or team.worker
    given = {"office": team.office.key, "staff": str(by.pk), **answers}
    if above is not None:
        given[kind.parent_key] = str(above.pk)
    judged = evaluate(version.program, given, Moment(now=timezone.localtime()))
    if judged.faults:
        raise ValueError(f"{kind.key}: {[fault.path for fault in judged.faults]}")
    record = save_record(
        Entry(
            record_type=kind,
            version=version,
            answers=judged.answers,
            missing=judged.missing,
            by=by,
            office=team.office,
            parent=above,
        )
    )
    moving.added(record, by)
    return record


def _approve(record: Record, team: Team) -> None:
    _move(record, "submit", team.worker)
    _move(record, "approve", team.supervisor)


def _move(record: Record, rule: str, by: Any) -> None:
    record.refresh_from_db(fields=["status"])
    moving.move(by, record.pk, moving.Move(rule, record.status))


def _day(ago: int) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


def _identification(number: int, team: Team) -> dict[str, Any]:
    district, upazila = PLACES[team.office.key]
    survivor = number % 2 == 0
    return {
        "date_rec": _day(10 + number),
        "district": district,
        "upz": upazila,
        "place_type": "community",
        "id_source": ("outreach", "h1098", "community", "cbcpc")[number % 4],
        "alias": f"ডেমো শিশু {bangla_digits(str(number + 6))}",
        "sex": "m" if number % 5 == 0 else "f",
        "age_est": 10 + number % 7,
        "category": "survivor" if survivor else "at_risk",
        "indicators": ["poverty"],
        "imm_need": ["safety"] if survivor else ["none"],
        "with_controller": "dk" if number % 9 == 0 else "n",
        "safe_contact": "ডেমো – বিকেলে কেন্দ্রে",
        "dup_check": "y",
        "risk": RISKS[number % 3],
        "elig": "enrol",
        "police_told": "dk" if RISKS[number % 3] == "high" else "",
    }


def _consent() -> dict[str, Any]:
    return {
        "date_rec": _day(8),
        "explained": "y",
        "lang": "bn",
        "child_assent": "y",
        "consent_by": "none",
        "bi_reason": "ডেমো – বানানো কারণ",
        "mode": "verbal",
        "witness": "ডেমো সাক্ষী",
        "c_service": "y",
        "c_share": ["health", "education"],
        "valid_to": _day(-300),
    }


def _enrolment(number: int, team: Team) -> dict[str, Any]:
    district, upazila = PLACES[team.office.key]
    return {
        "date_rec": _day(7),
        "district": district,
        "upz": upazila,
        "place_type": "community",
        "name_bn": f"ডেমো শিশু {bangla_digits(str(number + 6))}",
        "sex": "m" if number % 5 == 0 else "f",
        "age": 10 + number % 7,
        "category": "survivor" if number % 2 == 0 else "at_risk",
        "risk": RISKS[number % 3],
        "case_worker": str(team.worker.pk),
        "age_basis": "stated",
        "docs": ["none"],
        "marital": "single",
        "care": "parents",
        "edu_now": "never",
        **dict.fromkeys(("wg_see", "wg_hear", "wg_walk", "wg_remember", "wg_care", "wg_comm"), "none"),
        "pathway": ["other"],
        "still": "n",
        "internal": "y",
        "vuln": ["poverty"],
    }


def _needs(number: int) -> dict[str, Any]:
    return {
        "date_rec": _day(5),
        "round": 1,
        "child_view": "ডেমো – শিশুর কথা",
        "seen_alone": "y",
        **dict.fromkeys(("h_injury", "h_assault72", "h_drug", "s_threat", "s_home", "s_self"), "n"),
        "risk": RISKS[number % 3],
        "next_due": _day(-85),
    }


def _plan() -> dict[str, Any]:
    return {
        "date_rec": _day(3),
        "plan_ver": 1,
        "child_part": "y",
        "safety_plan": "ডেমো – নিরাপত্তা পরিকল্পনা",
        "review_due": _day(-80),
    }


def _referral() -> dict[str, Any]:
    return {
        "date_rec": _day(1),
        "domain": "health",
        "provider_kind": "govt",
        "urgency": "d7",
        "status": "draft",
        "provider": "provider_health_1",
        "consent_ok": "y",
        "info_min": "ডেমো – প্রয়োজনীয় তথ্য",
        "identity_shared": "n",
        "h_kind": "ডেমো – চিকিৎসা",
    }


def _note() -> dict[str, Any]:
    return {
        "date_rec": _day(1),
        "mode": "centre",
        "seen": "y",
        "purpose": "ডেমো – খোঁজ",
        "note": "ডেমো – সব ঠিক আছে",
        "risk": "low",
        "next_on": _day(-20),
    }


def _admission(number: int, team: Team) -> dict[str, Any]:
    """Some are to leave today, others in three or six weeks."""
    return {
        "date_rec": _day(1),
        "centre": "other",
        "stage": "short",
        "admit_at": f"{_day(1)}T10:00",
        "auth": "self",
        "brought_by": "ডেমো কর্মী",
        "capacity_ok": "y",
        "h_check": "y",
        "rules_exp": "y",
        "key_worker": str(team.manager.pk),
        "exit_target": _day(-21 * (number % 3)),
    }
