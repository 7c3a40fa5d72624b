"""What is to be done with a record: its next steps, what is due, and the records below it. For its own page."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from forms_builder.digits import in_readers_digits
from forms_builder.questions import types
from forms_builder.schema.document import text_in
from registry import conferences
from registry.below import Below
from registry.documents import documents
from registry.known import live_questions
from registry.models import Record, RecordType
from registry.opening import Opened
from registry.views import tasks
from registry.views.common import fill_in_url, language, may_fill_in, status_label
from registry.workflow import tasks as workflow_tasks
from registry.workflow.document import Measure, Rollup
from registry.workflow.lifting import lifted_until
from registry.workflow.offers import closed, offers, takes
from registry.workflow.rollups import STATUS, rolled_up, rollups_of


def steps(request: HttpRequest, found: Record) -> list[dict[str, str]]:
    """What this person may do next, for the buttons of the page; then what they may not do yet, and what is missing."""
    found_offers = offers(request.user, found, language())
    return [
        {
            "label": text_in(offer.transition.label, language(), offer.transition.key),
            "url": reverse("registry:move", args=[found.type.key, found.pk, offer.transition.key]),
            "missing": offer.missing,
            "fill_in_url": fill_in_url(offer.fill_in, found)
            if offer.fill_in and may_fill_in(request, offer.fill_in)
            else "",
        }
        for offer in sorted(found_offers, key=lambda one: bool(one.missing))
    ]


def due(request: HttpRequest, found: Record) -> list[tasks.Line]:
    """The record's open tasks, and what conferences about it agreed."""
    agreed = Q(record__parent=found, rule__startswith=conferences.PREFIX)
    open_ones = workflow_tasks.tasks_for(request.user).filter(Q(record=found) | agreed)
    return tasks.lines_of(request.user, list(open_ones.select_related("record__type", "assignee")))


def groups(request: HttpRequest, found: Record, shown: Sequence[Below]) -> list[dict[str, Any]]:
    """The records below this one, type by type, with the way to add one."""
    lifted = closed(found) and lifted_until(found) is not None
    return [
        {
            "label": group.record_type.name_in(language()),
            "records": [
                {
                    "reference": one.reference,
                    "url": reverse("registry:record", args=[group.record_type.key, one.pk]),
                    "status": status_label(group.record_type, one.status),
                    "when": one.created_at,
                }
                for one in group.records
            ],
            "more": group.more,
            "add_url": ""
            if not (lifted or takes(found, group.record_type)) or not may_fill_in(request, group.record_type)
            else fill_in_url(group.record_type, found),
        }
        for group in shown
    ]


def files(request: HttpRequest, found: Record, seen: Opened, shown: Sequence[Below]) -> list[dict[str, Any]]:
    """The documents of the record and of those shown below it, as lines with a link."""
    children = (one for group in shown for one in group.records)
    return [
        {
            "label": text_in(one.question.label, language(), one.question.key),
            "url": reverse("registry:file", args=[one.record.type.key, one.record.pk, one.attachment.pk]),
            "reference": one.record.reference if one.record.pk != found.pk else "",
            "size": one.attachment.size,
            "when": one.attachment.created_at,
        }
        for one in documents(request.user, found, seen, children)
    ]


def figures(found: Record) -> list[dict[str, str]]:
    """The rollups, in words; those without a value are left out."""
    wanted = [one for one in rollups_of(found.type) if one.shown]
    values = rolled_up(found, wanted)
    return [
        {"label": text_in(one.label, language(), one.key), "value": figure_words(one, values[one.key])}
        for one in wanted
        if values[one.key] is not None
    ]


def figure_words(rollup: Rollup, value: Any) -> str:
    """A figure for a person: an answer as its question shows it, a state by its name, a number in the reader's digits."""
    if rollup.measure in (Measure.LATEST, Measure.FIRST):
        kind = RecordType.objects.select_related("form__live_version").get(key=rollup.record_type)
        question = live_questions(kind).get(rollup.question)
        if rollup.question == STATUS:
            return status_label(kind, value)
        if question is not None:
            return types.of(question).display(question, value, language())
    return in_readers_digits(value)


def parent_link(request: HttpRequest, found: Record) -> dict[str, str]:
    """The record above, where it may be seen."""
    parent = found.parent_id and Record.objects.visible_to(request.user).filter(pk=found.parent_id)
    above = parent.select_related("type").only("reference", "type__key").first() if parent else None
    if above is None:
        return {}
    return {"reference": above.reference, "url": reverse("registry:record", args=[above.type.key, above.pk])}
