"""Rows from a spreadsheet onto a sheet, in three steps: paste or upload, say what each column means, look, take over.

Nothing is kept between the steps but what the page carries itself, so that nothing lies around.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.schema.document import text_in
from forms_builder.xlsform import limits
from registry.models import Action
from registry.views.common import language
from trainings.people.forms import PersonForm
from trainings.sheets import columns, importing, pasting
from trainings.sheets.importing import Kind
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet
from trainings.views.sheet_finding import back_to, sheet_or_404
from trainings.views.sheet_words import about

COLUMN = "column-"
SAMPLE = 3
FILE_BYTES = 5 * limits.MEGABYTE


@login_required
@require_http_methods(["GET", "POST"])
def sheet_paste(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/paste/"""
    opened = sheet_or_404(request, pk, Action.EDIT)
    if opened.sheet.restricted or opened.locked():
        raise Http404
    if request.method == "GET":
        return asked(request, opened)
    try:
        text = given_text(request)
        table = pasting.table_in(text)
    except pasting.NotRead as error:
        return asked(request, opened, str(error))
    except limits.Refused as error:
        return asked(request, opened, error.message)
    targets = wanted_targets(request, opened, table)
    if problem := mapping_problem(targets):
        return mapped(request, opened, text, table, targets, problem)
    if request.POST.get("step") not in ("look", "take"):
        return mapped(request, opened, text, table, targets)
    planned = importing.plan(opened, table, targets, language())
    if request.POST["step"] == "take":
        return taken(request, opened, planned)
    return looked(request, opened, text, table, targets, planned)


def given_text(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if (file.size or 0) > FILE_BYTES:
        raise pasting.NotRead(_("The file is larger than %(size)s MB.") % {"size": in_readers_digits(5)})
    return pasting.as_text(file.read())


def wanted_targets(request: HttpRequest, opened: OpenSheet, table: pasting.Table) -> list[str]:
    """What each column means: as chosen on the page, else as its heading says."""
    known = {value for value, _label in choices_of(opened)}
    guessed = pasting.guess(table.headings, columns.columns_of(opened))
    chosen = [request.POST.get(f"{COLUMN}{place}", guess) for place, guess in enumerate(guessed)]
    return [one if one in known else pasting.SKIP for one in chosen]


def mapping_problem(targets: list[str]) -> str:
    used = [one for one in targets if one]
    if not {pasting.NAME, "name_bn", "name_en"} & set(used):
        return _("Say which column holds the name.")
    if len(set(used)) < len(used):
        return _("Two columns cannot mean the same. Leave one of them out.")
    return ""


def choices_of(opened: OpenSheet) -> list[tuple[str, str]]:
    labels = {name: str(field.label) for name, field in PersonForm.base_fields.items()}
    known = [(pasting.SKIP, _("(leave out)")), (pasting.NAME, _("Name, in either script"))]
    known += [(name, labels[name]) for name in ("name_bn", "name_en", *pasting.PERSON)]
    asked_here = columns.columns_of(opened)
    return known + [(one.key, text_in(one.label, language(), one.key)) for one in asked_here]


def asked(request: HttpRequest, opened: OpenSheet, problem: str = "") -> HttpResponse:
    context = {**about(opened), "problem": problem, "text": request.POST.get("text", ""), "step": "paste"}
    return render(request, "trainings/sheet_paste.html", context, status=422 if problem else 200)


def mapped(
    request: HttpRequest,
    opened: OpenSheet,
    text: str,
    table: pasting.Table,
    targets: list[str],
    problem: str = "",
) -> HttpResponse:
    """Each heading with its first cells, and what it means."""
    samples = [
        ", ".join(filter(None, (row[place] for _n, row in table.rows[:SAMPLE])))
        for place in range(len(table.headings))
    ]
    fields = [
        {
            "name": f"{COLUMN}{place}",
            "heading": heading or "–",
            "sample": samples[place],
            "chosen": targets[place],
        }
        for place, heading in enumerate(table.headings)
    ]
    count = ngettext("%(count)s row was read.", "%(count)s rows were read.", len(table.rows))
    number = in_readers_digits(len(table.rows))
    context: dict[str, Any] = {
        **about(opened),
        "step": "map",
        "text": text,
        "fields": fields,
        "choices": choices_of(opened),
        "problem": problem if request.POST.get("step") else "",
        "count": count % {"count": number},
    }
    return render(request, "trainings/sheet_paste.html", context, status=422 if context["problem"] else 200)


def looked(
    request: HttpRequest,
    opened: OpenSheet,
    text: str,
    table: pasting.Table,
    targets: list[str],
    planned: importing.Plan,
) -> HttpResponse:
    """What would become of each row: nothing is written yet."""
    counts = planned.counts
    words = {
        Kind.NEW: _("New in the directory"),
        Kind.KNOWN: _("In the directory already"),
        Kind.THERE: _("On the sheet already"),
        Kind.FAULT: _("At fault, left out"),
    }
    context: dict[str, Any] = {
        **about(opened),
        "step": "look",
        "text": text,
        "mapping": [(f"{COLUMN}{place}", target) for place, target in enumerate(targets)],
        "counts": [
            {"label": label, "number": in_readers_digits(counts[kind])} for kind, label in words.items()
        ],
        "faults": [
            {
                "number": in_readers_digits(one.typed.number),
                "name": one.name,
                "problems": one.typed.problems,
            }
            for one in planned.of(Kind.FAULT)
        ],
        "good": counts[Kind.NEW] + counts[Kind.KNOWN],
    }
    return render(request, "trainings/sheet_paste.html", context)


def taken(request: HttpRequest, opened: OpenSheet, planned: importing.Plan) -> HttpResponse:
    try:
        made = importing.carry_out(request.user, opened, planned)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back_to(opened)
    text = ngettext("%(count)s person was added.", "%(count)s people were added.", len(made))
    messages.success(request, text % {"count": in_readers_digits(len(made))})
    return back_to(opened)
