"""Task "Excel and ODK": the form as a workbook or an XForm, and a workbook as its next draft."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder.designer.importing import Importing, UploadForm
from forms_builder.designer.task_views import TaskView, address
from forms_builder.designer.tasks import State, Task, register
from forms_builder.digits import in_readers_digits
from forms_builder.form_files import contents, finder
from forms_builder.models import FormDefinition
from forms_builder.schema import DocumentError
from forms_builder.xlsform.companions import Find, nothing
from forms_builder.xlsform.stored import Issue, draft_of, issue_of, workbook_of, xform_of
from forms_builder.xlsform.writing.workbook import Unwritable

MAY_LOOK = ("add", "change", "view")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20
"""Versions that are offered; older ones have their addresses still."""


class ExchangeView(Importing, TaskView):
    """GET: what can be had. POST: the report on a workbook, then the draft."""

    template_name = "designer/exchange.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.definition.versions.order_by("-number")[:SHOWN]
        return {"upload": UploadForm(), **super().get_context_data(**kwargs), "versions": versions}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "token" not in request.POST:
            return self.render_to_response(self.get_context_data(**self.uploaded()))
        waiting = self.waiting()
        if waiting is None:
            return redirect(request.path)
        try:
            definition = self.stored(waiting, self.definition.key)
        except ValidationError as error:
            context = self.get_context_data(**self.reported(waiting), refused=error.messages)
            return self.render_to_response(context)
        return redirect(address("edit", definition))

    def files_there(self) -> Find:
        try:
            return finder(self.definition.get_latest_revision_as_object().parsed)
        except DocumentError:
            return nothing


@require_GET
def export_form(request: HttpRequest, pk: int, kind: str, number: int | None = None) -> HttpResponse:
    """GET exchange/<form>/xlsx|xform/ and …/<version>/: the draft or a version, as a file."""
    if kind not in FILES:
        raise Http404
    if not ModelPermissionPolicy(FormDefinition).user_has_any_permission(request.user, MAY_LOOK):
        raise PermissionDenied
    definition = get_object_or_404(FormDefinition.objects.select_related("live_version"), pk=pk)
    try:
        if number is None:
            issue = draft_of(definition)
        else:
            issue = issue_of(get_object_or_404(definition.versions, number=number))
        return FILES[kind](issue)
    except Unwritable as error:
        messages.error(request, str(error))
        return redirect(address("task_exchange", definition))


def _workbook(issue: Issue) -> HttpResponse:
    """The workbook; in a zip with the form's files where it has some, as an import takes them."""
    workbook, files = workbook_of(issue), contents(issue.document)
    if not files:
        return _file(workbook, f"{issue.name}.xlsx", XLSX)
    return _zip(issue, {f"{issue.name}.xlsx": workbook, **files})


def _xform(issue: Issue) -> HttpResponse:
    """The XML; together with its table of external choices and the form's files where it has some."""
    xform, files = xform_of(issue), contents(issue.document)
    xml = xform.xml.encode("utf-8")
    if xform.itemsets:
        files["itemsets.csv"] = xform.itemsets.encode("utf-8")
    if not files:
        return _file(xml, f"{issue.name}.xml", "application/xml")
    return _zip(issue, {f"{issue.name}.xml": xml, **files})


def _zip(issue: Issue, files: Mapping[str, bytes]) -> HttpResponse:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return _file(out.getvalue(), f"{issue.name}.zip", "application/zip")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


FILES: dict[str, Callable[[Issue], HttpResponse]] = {"xlsx": _workbook, "xform": _xform}


def _state(definition: FormDefinition) -> State:
    number = definition.versions.count()
    if not number:
        return State(_("The draft"))
    return State(
        ngettext("The draft and %(number)s version", "The draft and %(number)s versions", number)
        % {"number": in_readers_digits(number)}
    )


register(
    Task(
        slug="exchange",
        title=gettext_lazy("Excel and ODK"),
        summary=gettext_lazy(
            "Take the form away as an XLSForm workbook or for ODK Collect, or bring one in."
        ),
        icon="download",
        state=_state,
        view=ExchangeView,
        order=60,
    )
)
