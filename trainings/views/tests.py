"""Tests before and after an event: what was gained, on the whole and for each person or code."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.digits import in_readers_digits
from registry import audit
from registry.access import can
from registry.models import Action, RecordType
from registry.views.common import fill_in_url, language
from trainings.models import Person
from trainings.sheets import testing
from trainings.sheets.opening import OpenSheet
from trainings.views.sheet_finding import sheet_or_404
from trainings.views.sheet_words import about


@login_required
@require_GET
def sheet_tests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/tests/"""
    opened = sheet_or_404(request, pk)
    setup = opened.setup.tests
    if setup is None or opened.of_cases or opened.sheet.restricted:
        raise Http404
    with audit.reading(
        request.user, audit.AccessKind.LIST, setup.record_type, address=audit.address_of(request)
    ) as seen:
        records = testing.tests_of(request.user, opened)
        seen.add([one.pk for one in records])
    found = testing.pairs(records, setup)
    mark = testing.pass_mark(opened.record, setup)
    result = testing.result(found, mark)
    context = {
        **about(opened),
        "mark": words(mark),
        "counts": [
            {"label": _("Took both tests"), "number": words(result.both)},
            {"label": _("Better, and passed"), "number": words(result.better)},
            {"label": _("Average before"), "number": words(result.before)},
            {"label": _("Average after"), "number": words(result.after)},
            {"label": _("Gain"), "number": words(result.gain, sign=True)},
        ],
        "rows": rows(found),
        "add_url": add_url(request, opened),
    }
    return render(request, "trainings/tests.html", context)


def rows(found: list[testing.Pair]) -> list[dict[str, Any]]:
    ids = [one.person for one in found if one.person]
    names = {str(one.pk): one.name_in(language()) for one in Person.objects.filter(pk__in=ids)}
    return [
        {
            "who": names.get(one.person, "–") if one.person else one.code,
            "before": words(one.before),
            "after": words(one.after),
            "gain": words(one.gain, sign=True),
        }
        for one in found
    ]


def words(number: float | None, sign: bool = False) -> str:
    """One digit behind the point at most; a dash for nothing."""
    if number is None:
        return "–"
    plain = f"{number:+.1f}" if sign else f"{number:.1f}"
    return in_readers_digits(plain.removesuffix(".0"))


def add_url(request: HttpRequest, opened: OpenSheet) -> str:
    """Where a test is entered, below this event; "" for those who may not."""
    setup = opened.setup.tests
    kind = RecordType.objects.filter(key=setup.record_type, active=True).first() if setup else None
    if kind is None or not can(request.user, Action.CREATE, kind):
        return ""
    return fill_in_url(kind, opened.record)
