"""One record: who and what it is about, what was said, what is missing, what happened to it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.digits import in_readers_digits
from forms_builder.logic import blank
from forms_builder.questions import types
from forms_builder.schema.document import text_in
from registry import access, audit, type_rules
from registry.below import below
from registry.extending import links_of
from registry.models import Action, Record
from registry.opening import Opened, get_record, opened
from registry.reaching import contact_of
from registry.tables.labels import at_hand, in_answers
from registry.tables.profile import Reading, earlier, sections
from registry.views import case_page, history, timeline, work
from registry.views.common import find_record, language, status_kind, status_label
from registry.views.relating import links_part
from registry.views.signing import signing_page
from registry.workflow.offers import locked

ALL = "all"
"""Parameter that asks for unanswered questions too."""


@login_required
@require_GET
def record(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/"""
    found = find_record(request, key, pk)
    seen = opened(request.user, found, address=audit.address_of(request))
    everything = ALL in request.GET
    contact = contact_of(request.user, found, seen, language=language(), address=audit.address_of(request))
    reading = Reading(
        answers=seen.answers,
        calls=contact.calls,
        safe=contact.safe,
        withheld=frozenset(seen.withheld),
        missing=missing_paths(found),
        language=language(),
        everything=everything,
    )
    with at_hand(in_answers(seen.questions, seen.answers), language()):
        said = {
            "sections": sections(found.version.parsed, reading),
            "earlier": earlier(seen.questions, found.version.parsed, reading),
            "facts": facts(found, seen),
        }
    shown_below = below(request.user, found, address=audit.address_of(request))
    context = {
        **about(found),
        **said,
        "missing": missing_labels(found, seen),
        "withheld_count": len(seen.withheld),
        "everything": everything,
        "history": history.happened(request, found, seen),
        "change_url": change_url(request, found),
        "print_url": reverse("registry:print", args=[found.type.key, found.pk]),
        "links": links_of(request.user, found),
        "signing": signing_page(request, found),
        "related": links_part(request, found),
        "timeline": timeline.latest(request, found),
        "steps": work.steps(request, found),
        "tasks": work.due(request, found),
        "below": work.groups(request, found, shown_below),
        "documents": work.files(request, found, seen, shown_below),
        "rollups": work.figures(found),
        "parent": work.parent_link(request, found),
        "contact": contact,
        "alike": same_perhaps(request, found, seen),
        "kept_until": type_rules.kept_until(found),
        "case": case_page.case_page(request, found, seen),
    }
    return render(request, "registry/record.html", context)


@login_required
@require_GET
def change(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/change/: on to the form, with the record's answers in it."""
    found = find_record(request, key, pk)
    get_record(request.user, pk, Action.EDIT)
    return redirect(reverse("filling:start", kwargs={"purpose": "registry.edit", "target": str(found.pk)}))


def about(found: Record) -> dict[str, Any]:
    """What is known of a record without opening it."""
    return {
        "record": found,
        "type_name": found.type.name_in(language()),
        "office": found.office.name_in(language()),
        "version": version_words(found),
        "status": {
            "label": status_label(found.type, found.status),
            "kind": status_kind(found.type, found.status),
        },
        "list_url": reverse("registry:records", args=[found.type.key]),
        "record_url": reverse("registry:record", args=[found.type.key, found.pk]),
    }


def same_perhaps(request: HttpRequest, found: Record, seen: Opened) -> list[dict[str, str]]:
    """Other records that may be about the same, as links."""
    return [
        {"reference": reference, "url": reverse("registry:record", args=[found.type.key, pk])}
        for reference, pk in type_rules.alike(request.user, found, seen)
    ]


def version_words(found: Record) -> str:
    number = in_readers_digits(found.version.number)
    return _("Filled in with version %(number)s of the form") % {"number": number}


def facts(found: Record, seen: Opened) -> list[dict[str, str]]:
    """The identity strip: the answers that tell who or what it is about, as far as they may be seen."""
    shown = []
    for key in found.type.profile_keys:
        question = seen.questions.get(key)
        answer = seen.answers.get(key)
        if question is not None and not blank(answer):
            words = types.of(question).display(question, answer, language())
            shown.append({"label": text_in(question.label, language(), key), "value": words})
    return shown


def missing_paths(found: Record) -> frozenset[tuple[str, ...]]:
    """Paths of what is missing, rows by their number counted from 0."""
    return frozenset(tuple(str(part) for part in path) for path in found.missing)


def missing_labels(found: Record, seen: Opened) -> list[str]:
    """What is missing, in words, each question once; what this person may not see is not theirs to fill in."""
    keys = dict.fromkeys(path[-1] for path in sorted(missing_paths(found)))
    order = {key: place for place, key in enumerate(seen.questions)}
    known = sorted((key for key in keys if key in order and key not in seen.withheld), key=order.__getitem__)
    return [text_in(seen.questions[key].label, language(), key) for key in known]


def change_url(request: HttpRequest, found: Record) -> str:
    allowed = access.can(request.user, Action.EDIT, found) and not locked(found)
    return reverse("registry:change", args=[found.type.key, found.pk]) if allowed else ""
