"""What a record type may say about others and about its records, judged while it is typed: (field, what is wrong with it).

What its lists may name is judged by the form itself, and the guard in `guard_fields`.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.questions import types
from forms_builder.questions.outside import RecordLinkType
from forms_builder.schema import Question, questions
from registry.known import live_version
from registry.models import RecordType
from registry.sealing import is_sealed
from registry.workflow.configuring import states_to_stay
from registry.workflow.document import Measure, Rollup
from registry.workflow.facts import names_of
from registry.workflow.rollups import CREATED_AT, STATUS

MOST_NAMED = 40
"""How many possible keys a message names."""
Fault = tuple[str, str]


def not_among(named: Collection[str], possible: Collection[str]) -> str:
    """What to say of names that are not possible; blank where all are."""
    wrong = [key for key in named if key not in possible]
    if not wrong:
        return ""
    words = {"wrong": ", ".join(wrong)[:200], "keys": ", ".join(sorted(possible)[:MOST_NAMED]) or "–"}
    return _("Not possible here: %(wrong)s. Possible are: %(keys)s.") % words


def questions_outside_rows(form: Any) -> Mapping[str, Question] | None:
    """The questions of a form's live version that have one answer a record; None while it has no version.

    Answers in rows are many: no list has a column for them.
    """
    if not form or not form.live_version:
        return None
    return _outside_rows(form.live_version)


def _outside_rows(version: Any) -> dict[str, Question]:
    found = {one.key: one for one, repeat in questions(version.parsed) if repeat is None}
    return {key: one for key, one in found.items() if one.type in types}


def above_faults(cleaned: Mapping[str, Any], known: Mapping[str, Question]) -> Iterator[Fault]:
    """A question that should name the record above and cannot."""
    parent, key = cleaned.get("parent_type"), cleaned.get("parent_key")
    if not key:
        return
    if parent is None:
        yield "parent_key", _("Say first which record type it belongs to.")
        return
    links = {
        one.key
        for one in known.values()
        if isinstance(types.of(one), RecordLinkType)
        and one.settings.get("record_type", "") in ("", parent.key)
    }
    said = not_among([key], links)
    if said:
        yield "parent_key", said


def status_faults(record_type: RecordType, cleaned: Mapping[str, Any]) -> Iterator[Fault]:
    """Statuses that records have and that would be gone, by a shorter list or by another workflow."""
    if cleaned.get("statuses"):
        field = "workflow" if cleaned.get("workflow") else "statuses"
        for said in states_to_stay(record_type, {one["value"] for one in cleaned["statuses"]}):
            yield field, said


def rollup_faults(record_type: RecordType, rollups: Collection[Mapping[str, Any]]) -> Iterator[Fault]:
    """Figures from types that are not below this one, or from what cannot be measured there."""
    below = (
        RecordType.objects.filter(parent_type=record_type) if record_type.pk else RecordType.objects.none()
    )
    types_below = {one.key: one for one in below.select_related("form", "workflow")}
    for rollup in map(Rollup.model_validate, rollups):
        unknown = not_among([rollup.record_type], types_below)
        found = [unknown] if unknown else _measured_faults(rollup, types_below[rollup.record_type])
        for said in filter(None, found):
            yield "rollups", f"“{rollup.key}”: {said}"


def _measured_faults(rollup: Rollup, below: RecordType) -> Iterator[str]:
    statuses = {str(one.get("value")) for one in below.statuses}
    yield not_among(rollup.statuses, statuses)
    if rollup.measure is not Measure.COUNT and not rollup.question:
        yield _("Name the question that is measured.")
    version = live_version(below)
    if version is None:
        return
    openly = {key for key, one in _outside_rows(version).items() if not is_sealed(one)}
    yield not_among([key for key in (rollup.question, *rollup.where) if key], {*openly, STATUS, CREATED_AT})
    if rollup.by:
        yield not_among([rollup.by], openly & names_of(below).dates)
