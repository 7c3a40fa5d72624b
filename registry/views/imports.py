"""Bringing records in from a spreadsheet, in four pages: the file, its columns, what will happen, what happened.

Only who sent a file sees its import. Long steps run as jobs; their page says how far they are.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from registry import audit
from registry.access import SCOPES, reach
from registry.importing import applying, changes, problems
from registry.importing.reading import Unreadable, opened
from registry.importing.repeats import main_sheets, read_whole, repeats_of
from registry.importing.store import forget, keep
from registry.known import live_version
from registry.models import Action, DataImport, ImportedPast, RecordType, Scope
from registry.views.common import find_type, language
from registry.views.exports import CONTENT_TYPES, XLSX
from registry.views.import_columns import Columns, ColumnsForm
from registry.views.restoring import change_line

State = DataImport.State
RUNNING = {State.CHECKING, State.APPLYING, State.UNDOING}
LATEST = 10


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            "XLSX or CSV, at most 50 MB and 200,000 rows. The first row holds the headings."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Name of the sheet"),
        help_text=gettext_lazy("Only where the workbook has several."),
        required=False,
        max_length=60,
    )


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """GET and POST /workspace/records/<type>/import/"""
    record_type = find_importable(request, key)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = taken(request, record_type, form.cleaned_data)
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("registry:import", key, batch.pk)
    mine = DataImport.objects.filter(record_type=record_type, by_id=request.user.pk)[:LATEST]
    context = frame(record_type) | {
        "form": form,
        "imports": [
            {
                "url": reverse("registry:import", args=[key, one.pk]),
                "at": one.created_at,
                "state": one.get_state_display(),
            }
            for one in mine
        ],
    }
    return render(request, "registry/import_file.html", context)


def taken(request: HttpRequest, record_type: RecordType, wanted: dict[str, Any]) -> DataImport:
    file = wanted["file"]
    upload = opened(file, file.size, file.name)
    repeats = repeats_of(record_type)
    sheets = [wanted["sheet"]] if wanted["sheet"] else main_sheets(upload, repeats) or [""]
    if len(sheets) > 1:
        raise Unreadable(
            _(
                "The file has several sheets: %(names)s. Write below which one it is, and choose the file again."
            )
            % {"names": ", ".join(sheets)[:300]}
        )
    return keep(request.user, record_type, read_whole(upload, sheets[0], repeats), language())


@login_required
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: str, batch: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/import/<id>/: the page for whatever comes next."""
    record_type = find_importable(request, key)
    found = find_import(request, record_type, batch)
    if request.method == "POST":
        answer = posted(request, found)
        if answer is not None:
            return answer
    if found.state == State.MAPPING:
        return columns_page(request, found)
    context = frame(record_type) | {
        "batch": found,
        "state": found.get_state_display(),
        "running": found.state in RUNNING,
        "problems": problems.first_of(found) if found.state == State.CHECKED and found.bad else [],
        "changed": changed(request, found) if found.state == State.CHECKED and found.to_update else [],
        "alike": problems.alike_of(found) if found.state == State.CHECKED and found.alike else [],
        "may_apply": found.state == State.CHECKED
        and (found.to_create or found.to_update)
        and not (found.only_whole and found.bad),
        "may_undo_rest": found.state == State.UNDONE and found.imported.filter(undone=False).exists(),
        "dated": found.pasts.count() if found.state == State.DONE else 0,
        "answered": found.pasts.filter(state=ImportedPast.State.DONE).count()
        if found.state == State.DONE
        else 0,
        "past_url": request.build_absolute_uri(reverse("registry:import_past", args=[key, found.pk])),
        "problems_url": reverse("registry:import_problems", args=[key, found.pk]),
        "begin_url": reverse("registry:import_begin", args=[key]),
    }
    return render(request, "registry/import.html", context)


def changed(request: HttpRequest, found: DataImport) -> list[dict[str, Any]]:
    """The first records that would change, each answer before and after as far as one may see it."""
    return [
        {
            "row": one.row,
            "reference": one.record.reference,
            "url": reverse("registry:record", args=[found.record_type.key, one.record.pk]),
            "changes": [change_line(change) for change in one.changes],
            "withheld": one.withheld,
        }
        for one in changes.first_of(found, address=audit.address_of(request))
    ]


def posted(request: HttpRequest, found: DataImport) -> HttpResponse | None:
    """Do the step that was asked for; None to show the page of the columns with what is wrong."""
    here = redirect(request.path)
    match request.POST.get("do"):
        case "check" if found.state == State.MAPPING:
            form = ColumnsForm(Columns(found, request.user), request.POST)
            if not form.is_valid():
                return None
            keep_choice(found, form)
            applying.start(found.pk, State.MAPPING, State.CHECKING)
        case "again" if found.state == State.CHECKED:
            DataImport.objects.filter(pk=found.pk, state=State.CHECKED).update(state=State.MAPPING, alike=0)
        case "apply" | "apply_rest" if found.state == State.CHECKED and not (found.only_whole and found.bad):
            leave = request.POST["do"] == "apply_rest"
            DataImport.objects.filter(pk=found.pk, state=State.CHECKED).update(leave_alike=leave)
            applying.start(found.pk, State.CHECKED, State.APPLYING)
        case "undo" if found.state in (State.DONE, State.UNDONE):
            applying.start(found.pk, State(found.state), State.UNDOING)
        case "discard" if found.state in (State.MAPPING, State.CHECKED):
            forget(found)
            found.delete()
            messages.success(request, _("The file is thrown away. Nothing was brought in."))
            return redirect("registry:import_begin", found.record_type.key)
    return here


def keep_choice(found: DataImport, form: ColumnsForm) -> None:
    DataImport.objects.filter(pk=found.pk, state=State.MAPPING).update(
        mapping=form.mapping,
        key=form.cleaned_data["key"],
        mode=form.cleaned_data["mode"],
        only_whole=form.cleaned_data["only_whole"] == "yes",
        office=form.cleaned_data["office"],
    )


def columns_page(request: HttpRequest, found: DataImport) -> HttpResponse:
    columns = Columns(found, request.user)
    form = ColumnsForm(columns, request.POST if request.POST.get("do") == "check" else None)
    named = [form[f"column-{number}"] for number in range(len(columns.headings))]
    rest = [form[name] for name in ("key", "mode", "only_whole", "office")]
    context = frame(found.record_type) | {
        "batch": found,
        "form": form,
        "named": named,
        "rest": rest,
        "guessed": len(columns.guessed),
        "has_days": bool(columns.days),
        "no_office": not columns.offices.exists(),
    }
    return render(request, "registry/import_columns.html", context)


@login_required
@require_GET
def problem_rows(request: HttpRequest, key: str, batch: UUID) -> HttpResponseBase:
    """GET /workspace/records/<type>/import/<id>/problems/: the bad rows, to be mended."""
    record_type = find_importable(request, key)
    found = find_import(request, record_type, batch)
    if found.state != State.CHECKED or not found.bad:
        raise Http404
    response = StreamingHttpResponse(problems.workbook(found), content_type=CONTENT_TYPES[XLSX])
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-problems.xlsx"'
    return response


def find_importable(request: HttpRequest, key: str) -> RecordType:
    """A type of which somebody may add records for others than themselves, with a form that takes answers; else 404."""
    record_type = find_type(request.user, key)
    if not may_import(request, record_type):
        raise Http404
    return record_type


def find_import(request: HttpRequest, record_type: RecordType, batch: UUID) -> DataImport:
    mine = DataImport.objects.filter(by_id=request.user.pk, record_type=record_type)
    found = mine.filter(pk=batch).select_related("by", "office").first()
    if found is None:
        raise Http404
    found.record_type = record_type
    return found


def frame(record_type: RecordType) -> dict[str, Any]:
    return {
        "title": _("Import: %(what)s") % {"what": record_type.name_in(language())},
        "list_url": reverse("registry:records", args=[record_type.key]),
        "list_label": record_type.name_in(language()),
    }


def may_import(request: HttpRequest, record_type: RecordType) -> bool:
    """Whether the list offers to bring records in."""
    scope = reach(request.user, record_type).scope_of(Action.CREATE)
    version = live_version(record_type)
    wide = scope is not None and SCOPES.index(scope) >= SCOPES.index(Scope.OFFICE)
    return wide and version is not None and version.takes_answers
