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

from registry.access import SCOPES, offices_of, reach
from registry.importing import applying, problems
from registry.importing.mapping import REFERENCE, guess, keys_for, questions_for
from registry.importing.reading import Unreadable, opened, table
from registry.importing.store import Store, forget, keep
from registry.known import live_version
from registry.models import Action, DataImport, Office, RecordType, Scope
from registry.tables.columns import label_of
from registry.type_rules import adding_offices
from registry.views.common import find_type, language
from registry.views.exports import CONTENT_TYPES, XLSX

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


class ColumnsForm(forms.Form):
    """What each column answers, and what to do with the rows."""

    def __init__(self, columns: "Columns", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.label_suffix = ""
        for number, heading in enumerate(columns.headings):
            samples = ", ".join(cells[number][:30] for cells in columns.samples if cells[number])
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d, without a heading") % {"number": number + 1},
                help_text=samples and _("For example: %(samples)s") % {"samples": samples},
                choices=[("", _("Leave out")), *columns.targets],
                required=False,
                initial=columns.guessed.get(number, ""),
            )
        self.fields["key"] = forms.ChoiceField(
            label=_("How a record that is here already is known"),
            choices=[("", _("Not at all: every row is a new record")), *columns.keys],
            required=False,
            initial=REFERENCE if REFERENCE in columns.guessed.values() else "",
        )
        self.fields["mode"] = forms.ChoiceField(
            label=_("What to do with the rows"),
            choices=DataImport.Mode.choices,
            initial=DataImport.Mode.CREATE,
            widget=forms.RadioSelect,
        )
        self.fields["only_whole"] = forms.ChoiceField(
            label=_("When some rows are bad"),
            choices=[
                ("yes", _("Bring in nothing until all rows are good")),
                ("no", _("Bring in the good rows")),
            ],
            initial="yes",
            widget=forms.RadioSelect,
        )
        self.fields["office"] = forms.ModelChoiceField(
            columns.offices, label=_("Office of new records"), empty_label=None
        )

    @property
    def mapping(self) -> dict[str, str]:
        names = {str(n): self.cleaned_data.get(f"column-{n}") for n in range(len(self.columns.headings))}
        return {number: key for number, key in names.items() if key}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = list(self.mapping.values())
        labels = dict(self.columns.targets)
        for number, key in self.mapping.items():
            if chosen.count(key) > 1:
                self.add_error(
                    f"column-{number}",
                    _("“%(question)s” is chosen for two columns.") % {"question": labels[key]},
                )
        if not set(chosen) - {REFERENCE}:
            raise forms.ValidationError(
                _("No column answers a question. Is it the right file, and the right sheet?")
            )
        known_by, mode = cleaned.get("key"), cleaned.get("mode")
        if known_by and known_by not in chosen:
            self.add_error("key", _("No column holds this."))
        if not known_by and mode == DataImport.Mode.UPDATE:
            self.add_error("key", _("Say how records are known, so that they can be changed."))
        return cleaned


class Columns:
    """What the page of the columns needs."""

    def __init__(self, batch: DataImport, user: Any) -> None:
        head = Store(batch).head
        questions = questions_for(user, batch.record_type)
        self.headings, self.samples = head.headings, head.samples
        self.guessed = guess(head.headings, questions)
        number = [(REFERENCE, _("Record number"))]
        self.targets = number + [(key, label_of(one, language())) for key, one in questions.items()]
        labels = dict(self.targets)
        known = keys_for(batch.record_type, questions)
        self.keys = number + [(key, labels[key]) for key in known]
        within = reach(user, batch.record_type)
        everywhere = within.scope_of(Action.CREATE) is Scope.ALL
        offices = adding_offices(batch.record_type, Office.objects.all())
        self.offices = offices if everywhere else offices.filter(pk__in=offices_of(user))


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
    upload = opened(file, file.size)
    if len(upload.sheets) > 1 and not wanted["sheet"]:
        raise Unreadable(
            _(
                "The file has several sheets: %(names)s. Write below which one it is, and choose the file again."
            )
            % {"names": ", ".join(upload.sheets)[:300]}
        )
    return keep(request.user, record_type, table(upload, wanted["sheet"]), language())


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
        "alike": problems.alike_of(found) if found.state == State.CHECKED and found.alike else [],
        "may_apply": found.state == State.CHECKED
        and (found.to_create or found.to_update)
        and not (found.only_whole and found.bad),
        "problems_url": reverse("registry:import_problems", args=[key, found.pk]),
        "begin_url": reverse("registry:import_begin", args=[key]),
    }
    return render(request, "registry/import.html", context)


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
        case "undo" if found.state == State.DONE:
            applying.start(found.pk, State.DONE, State.UNDOING)
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
