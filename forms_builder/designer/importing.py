"""A workbook becomes a draft in two steps: the report, with nothing stored, and then the draft. For new forms and for those there are."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder.digits import in_readers_digits
from forms_builder.models import FormDefinition
from forms_builder.models.choices import plain_key
from forms_builder.schema import Document
from forms_builder.xlsform.companions import ALL_LIMIT, Find, nothing, sent_along
from forms_builder.xlsform.limits import FILE_BYTES
from forms_builder.xlsform.reading import check_workbook
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.stored import save

KEPT_FOR = 60 * 60
"""Seconds for which what was read waits for its reader's decision."""


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, by name."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in found if one]


class UploadForm(forms.Form):
    workbook = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy(
            "An XLSForm as .xlsx, .xls or .csv, at most 20 MB; or a zip with the workbook and its files."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.zip"}),
    )
    beside = ManyFilesField(
        label=gettext_lazy("Files that the workbook names"),
        help_text=gettext_lazy(
            "Pictures, sound, films, and tables of choices (.csv, .xml, .geojson); at most 40 MB together. "
            "What the form has already need not be sent again."
        ),
        required=False,
    )

    def clean_workbook(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["workbook"]
        if (upload.size or 0) > FILE_BYTES:
            raise ValidationError(_("The file is larger than %(size)s MB.") % {"size": in_readers_digits(20)})
        return upload

    def clean_beside(self) -> dict[str, bytes]:
        found: list[UploadedFile] = self.cleaned_data["beside"]
        if sum(one.size or 0 for one in found) > ALL_LIMIT:
            raise ValidationError(
                _("The files are larger than %(size)s MB together.") % {"size": in_readers_digits(40)}
            )
        return {one.name or "": one.read() for one in found}


class KeyForm(forms.Form):
    key = forms.CharField(
        label=gettext_lazy("Key of the new form"),
        help_text=gettext_lazy("It names the form in addresses and exports and does not change later."),
        validators=[plain_key],
    )

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if FormDefinition.objects.filter(key=key).exists():
            raise ValidationError(
                _("There is a form with this key. Import the workbook on that form's page.")
            )
        return key


@dataclass(frozen=True, slots=True)
class Waiting:
    """A workbook that was read and is in order. `stem` is the name of its file."""

    report: Report
    document: Document
    stem: str


class Importing:
    """The two steps, for a view with a `request`. What was read waits in the cache, for its reader alone."""

    request: HttpRequest

    def uploaded(self) -> dict[str, Any]:
        """First step: the report on the file that was sent."""
        upload = UploadForm(self.request.POST, self.request.FILES)
        if not upload.is_valid():
            return {"upload": upload}
        found = upload.cleaned_data["workbook"]
        stem = Path(found.name).stem
        files = sent_along(upload.cleaned_data["beside"], self.files_there())
        report = check_workbook(found.read(), stem, files)
        token = uuid.uuid4().hex
        if report.ok and report.document is not None:
            cache.set(self.place(token), Waiting(report, report.document, stem), KEPT_FOR)
        return {"upload": UploadForm(), "report": report, "token": token, "stem": stem}

    def files_there(self) -> Find:
        """The files that the form has already."""
        return nothing

    def waiting(self) -> Waiting | None:
        """Second step: what was read; None when that is too long ago, which the person is told."""
        found: Waiting | None = cache.get(self.place(self.request.POST.get("token", "")))
        if found is None:
            messages.error(self.request, _("The report is no longer kept. Please choose the file again."))
        return found

    def reported(self, waiting: Waiting) -> dict[str, Any]:
        """The report once more, where it could not be stored."""
        token = self.request.POST.get("token", "")
        return {"report": waiting.report, "token": token, "stem": waiting.stem}

    def place(self, token: str) -> str:
        return f"xlsform-import:{self.request.user.pk}:{token[:64]}"

    def stored(self, waiting: Waiting, key: str) -> FormDefinition:
        definition = save(waiting.document, key, user=self.request.user, brought=waiting.report.brought)
        cache.delete(self.place(self.request.POST.get("token", "")))
        messages.success(self.request, _("The workbook is the form's draft now. Nothing of it is live yet."))
        return definition


def wished_key(report: Report, stem: str) -> str:
    """A key for a new form: its own name in the workbook or the file's, as far as they can be one."""
    kept: Any = report.document.extra.get("xlsform", {}) if report.document else {}
    said = kept.get("as_written", {}).get("form_id", ["", ""])[1] if isinstance(kept, dict) else ""
    letters = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in (said or stem).lower())
    return letters.strip("_0123456789")[:63]


class ImportView(Importing, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A new form from a workbook, from the list of forms."""

    template_name = "designer/import.html"
    permission_policy = ModelPermissionPolicy(FormDefinition)
    permission_required = "add"
    header_icon = "upload"
    page_title = gettext_lazy("New form from a workbook")
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse(FormDefinition().snippet_viewset.get_url_name("list"))
        return [
            *self.breadcrumbs_items,
            {"url": listing, "label": _("Forms")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"upload": UploadForm(), **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "token" not in request.POST:
            found = self.uploaded()
            if report := found.get("report"):
                found["key_form"] = KeyForm(initial={"key": wished_key(report, found["stem"])})
            return self.render_to_response(self.get_context_data(**found))
        waiting = self.waiting()
        if waiting is None:
            return redirect(request.path)
        key_form = KeyForm(request.POST)
        if key_form.is_valid():
            try:
                definition = self.stored(waiting, key_form.cleaned_data["key"])
            except ValidationError as error:
                key_form.add_error(None, error.messages)
            else:
                return redirect(
                    reverse(definition.snippet_viewset.get_url_name("edit"), args=[definition.pk])
                )
        return self.render_to_response(self.get_context_data(**self.reported(waiting), key_form=key_form))
