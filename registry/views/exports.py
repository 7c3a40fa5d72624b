"""Taking records out: what will be in the file, what for, and then the file itself.

Needs a grant to export and a purpose. Every chunk of the file has its access event before it leaves.
"""

from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.questions.cleaning import one_line
from registry import access, audit
from registry.casework import casework_of
from registry.exporting.columns import Layout, Withheld, layout_of
from registry.exporting.csv_file import csv_chunks
from registry.exporting.json_file import json_pieces
from registry.exporting.outgoing import Outgoing
from registry.exporting.workbook import workbook_pieces
from registry.models import Action, RecordType
from registry.query import RecordQuery
from registry.tables.columns import label_of
from registry.views.common import find_type, language
from registry.views.listing import Listing

XLSX, CSV, JSON = "xlsx", "csv", "json"
CONTENT_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    JSON: "application/json",
}
WHY = {
    Withheld.SEALED: gettext_lazy("sealed"),
    Withheld.PERSONAL: gettext_lazy("tells who somebody is"),
    Withheld.NOT_ALLOWED: gettext_lazy("not within your rights"),
}


class ExportForm(forms.Form):
    """Which file, and what for."""

    format = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[
            (XLSX, gettext_lazy("Excel (XLSX): records, rows, and a sheet that explains the columns")),
            (CSV, gettext_lazy("CSV: records only, without the rows of tables in the form")),
            (JSON, gettext_lazy("JSON: for other programs, with the rows inside their records")),
        ],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label=gettext_lazy("What do you need the records for?"),
        help_text=gettext_lazy("One sentence. It is kept with your name and the time."),
        min_length=10,
        max_length=250,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={
            "min_length": gettext_lazy("Say it in a few words more, like: figures for the quarterly report.")
        },
    )

    def clean_purpose(self) -> str:
        purpose = one_line(self.cleaned_data["purpose"])
        if not purpose:
            raise forms.ValidationError(self.fields["purpose"].error_messages["required"])
        return purpose


@login_required
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """GET shows what the file will hold, POST gives it. The list's filters stand in the address of both."""
    record_type = find_type(request.user, key)
    if not access.can(request.user, Action.EXPORT, record_type):
        raise Http404
    listing = Listing(request, record_type, Action.EXPORT)
    form = ExportForm(request.POST if request.method == "POST" else None)
    layout = layout_of(
        record_type.form,
        lambda question: listing.query.reach.allows(question, Action.EXPORT),
        signed=casework_of(record_type).signing is not None,
    )
    if request.method == "POST" and form.is_valid() and not listing.problems:
        return send(request, listing.query, layout, form.cleaned_data)
    return show(request, listing, layout, form)


def show(request: HttpRequest, listing: Listing, layout: Layout, form: ExportForm) -> HttpResponse:
    record_type = listing.record_type
    columns = [column for column in layout.columns if not column.withheld]
    withheld = [
        {"label": label_of(column.question, language()), "why": WHY[column.withheld]}
        for column in layout.withheld
    ]
    labels = [label_of(column.question, language()) for column in columns]
    if layout.signed:
        labels.append(_("Signatures and addenda: when, and of which role"))
        withheld.append({"label": _("Text of addenda"), "why": WHY[Withheld.SEALED]})
    context = {
        "title": _("Export: %(what)s") % {"what": record_type.name_in(language())},
        "form": form,
        "problems": listing.problems,
        "tags": listing.tags,
        "count": in_readers_digits(listing.query.count()),
        "columns": labels,
        "withheld": withheld,
        "list_url": str(listing.address.at(reverse("registry:records", args=[record_type.key]))),
        "list_label": record_type.name_in(language()),
    }
    return render(request, "registry/export.html", context)


def send(
    request: HttpRequest, query: RecordQuery, layout: Layout, wanted: dict[str, str]
) -> HttpResponseBase:
    """The file. Its number stands in its name and in the access events, and ties them together."""
    number = uuid4().hex[:10]
    purpose = f"{number}: {wanted['purpose']}"
    records = Outgoing(query, layout, purpose, audit.address_of(request))
    name = f"{query.record_type.key}-{timezone.localdate():%Y-%m-%d}-{number}.{wanted['format']}"
    facts = about(query.record_type, number)
    pieces = {
        XLSX: lambda: workbook_pieces(records, facts),
        CSV: lambda: csv_chunks(records),
        JSON: lambda: json_pieces(records, facts),
    }[wanted["format"]]()
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[wanted["format"]])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def about(record_type: RecordType, number: str) -> list[tuple[str, object]]:
    """What the file says of itself; nobody's name."""
    return [
        ("export", number),
        ("record_type", record_type.key),
        ("made_at", timezone.make_naive(timezone.now()).replace(microsecond=0)),
        (
            "pseudonym",
            "_reference: number of the record, from office, year and counter; leads to nobody outside.",
        ),
        ("left_out", "Sealed answers and whatever tells who somebody is; see the sheet codebook."),
    ]
