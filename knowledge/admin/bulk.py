"""Bulk upload in the admin: send spreadsheet and files, read what would become of them, make the drafts."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.permissions import policy_registry

from forms_builder.digits import in_readers_digits, in_readers_digits_lazy
from forms_builder.spreadsheets import workbook_response
from knowledge.bulk import sending
from knowledge.bulk.columns import COLUMNS
from knowledge.models import BulkUpload, HubDocument, LibraryPage

MOST_LOOSE_FILES = 80
"""A browser may send no more than a hundred at once; the rest goes into a zip."""


class CollectionField(forms.ModelChoiceField):
    """Says of each collection whether readers may open its files once a public page offers them."""

    def label_from_instance(self, obj: Any) -> str:
        closed = CollectionViewRestriction.objects.filter(collection__in=obj.get_ancestors(inclusive=True))
        named = obj.get_indented_name(0)
        return _("%(name)s (closed to the public)") % {"name": named} if closed.exists() else str(named)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MOST_LOOSE_FILES:
            raise ValidationError(
                _("Send at most %(most)s files by themselves; more of them as a zip.")
                % {"most": in_readers_digits(MOST_LOOSE_FILES)}
            )
        return [super(FilesField, self).clean(one) for one in sent]


class SpreadsheetForm(forms.Form):
    spreadsheet = forms.FileField(
        label=gettext_lazy("spreadsheet"),
        help_text=format_lazy(
            gettext_lazy("XLSX or CSV with at most {most} rows; send more of them in parts."),
            most=in_readers_digits_lazy(sending.MOST_ROWS),
        ),
    )

    def clean_spreadsheet(self) -> sending.Rows:
        return sending.rows_of(self.cleaned_data["spreadsheet"])


class BulkForm(SpreadsheetForm):
    files: Any = FilesField(
        label=gettext_lazy("files, or one zip"),
        required=False,
        help_text=gettext_lazy("Named as in the spreadsheet. At most 300 MB together."),
    )
    library = forms.ModelChoiceField(
        LibraryPage.objects.none(), label=gettext_lazy("library"), empty_label=None
    )
    collection = CollectionField(
        Collection.objects.none(),
        label=gettext_lazy("collection"),
        empty_label=None,
        help_text=gettext_lazy(
            "Where the files are kept. Readers never get files from a closed one, not even when a page names them."
        ),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields: dict[str, Any] = self.fields
        fields["library"].queryset = libraries_of(user)
        fields["collection"].queryset = collections_of(user)

    def take_in(self) -> BulkUpload | None:
        """None where the files cannot be taken; the form says why."""
        data = self.cleaned_data
        try:
            return sending.take_in(
                self.user, data["library"], data["collection"], data["spreadsheet"], data["files"]
            )
        except ValidationError as problem:
            self.add_error("files", problem)
            return None


def libraries_of(user: Any) -> Any:
    """The Bangla libraries below which somebody may add items."""
    found = LibraryPage.objects.filter(locale__language_code="bn")
    may = [page.pk for page in found if page.permissions_for_user(user).can_add_subpage()]
    return found.filter(pk__in=may)


def collections_of(user: Any) -> Any:
    return policy_registry.get_by_type(HubDocument).collections_user_has_permission_for(user, "add")


def may_upload(user: Any) -> bool:
    return bool(
        user.has_perm("wagtailadmin.access_admin") and libraries_of(user) and collections_of(user).exists()
    )


def begin(request: HttpRequest) -> HttpResponse:
    if not may_upload(request.user):
        raise PermissionDenied
    form = BulkForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (upload := form.take_in()):
        return redirect("hub_upload:look", upload.pk)
    return render(request, "knowledge/admin/bulk_upload.html", {"form": form, "columns": COLUMNS})


def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would become of the upload; a corrected spreadsheet may be sent; the drafts are made from here."""
    upload = get_object_or_404(BulkUpload.objects.filter(by=request.user.pk), pk=pk)
    if not may_upload(request.user):
        raise PermissionDenied
    if upload.made is not None:
        return render(
            request, "knowledge/admin/bulk_made.html", {"pages": Page.objects.filter(pk__in=upload.made)}
        )
    corrected = (
        SpreadsheetForm(request.POST or None, request.FILES or None) if request.FILES else SpreadsheetForm()
    )
    if request.method == "POST" and request.FILES:
        if corrected.is_valid():
            sending.replace_rows(upload, corrected.cleaned_data["spreadsheet"])
            return redirect("hub_upload:look", upload.pk)
    elif request.method == "POST":
        return _make(request, upload)
    context = {"upload": upload, "report": sending.judge(upload), "form": corrected}
    return render(request, "knowledge/admin/bulk_report.html", context)


def _make(request: HttpRequest, upload: BulkUpload) -> HttpResponse:
    try:
        count = sending.make(upload)
    except sending.NotMade:
        messages.error(request, _("Nothing was made: a row does not fit any more. See below."))
    else:
        messages.success(
            request, _("Drafts made: %(count)s. Nothing is public yet.") % {"count": in_readers_digits(count)}
        )
    return redirect("hub_upload:look", upload.pk)


def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in: the names of the columns, and one made-up row."""
    if not may_upload(request.user):
        raise PermissionDenied
    rows = [[str(column.label) for column in COLUMNS], [column.example for column in COLUMNS]]
    return workbook_response("library-items", _("Items"), rows)


class UploadMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_upload(request.user)


class BulkUploadViewSet(ViewSet):
    name = "hub_upload"
    icon = "upload"
    menu_label = gettext_lazy("Bulk upload")
    menu_item_class = UploadMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", begin, name="index"),
            path("template.xlsx", template, name="template"),
            path("<uuid:pk>/", look, name="look"),
        ]
