"""The page that archives a form or takes it back, and the report of questions that nobody answers."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from forms_builder import usage
from forms_builder.designer import archiving
from forms_builder.designer.task_views import AroundForm, address
from forms_builder.questions import types
from forms_builder.schema import questions
from forms_builder.schema.document import text_in

MONTHS = (3, 6, 12, 24)
DAYS_A_MONTH = 30.44


class ArchiveView(AroundForm):
    """Says what archiving affects; the button does it, and the same page takes it back."""

    template_name = "designer/archive.html"
    header_icon = "folder-inverse"

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_subtitle()}]

    def get_page_subtitle(self) -> str:
        return _("Take back from the archive") if self.definition.archived_at else _("Archive")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("publish"):  # it takes a form down, like unpublishing
            raise PermissionDenied
        if self.locked:
            messages.error(request, self.locked)
        elif "unarchive" in request.POST:
            archiving.unarchive(self.definition, request.user)
            messages.success(request, _("The form is in the lists again."))
        else:
            archiving.archive(self.definition, request.user)
            messages.success(request, _("The form is archived."))
        return redirect(address("home", self.definition))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        may = self.user_has_permission("publish") and not self.locked
        return {**context, "affected": archiving.affected(self.definition), "may": may}


class UnusedView(AroundForm):
    """Questions of the draft that nobody answered or changed in the last months."""

    template_name = "designer/unused.html"
    header_icon = "no-view"

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_subtitle()}]

    def get_page_subtitle(self) -> str:
        return _("Unused questions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("months", "")
        months = int(asked) if asked.isdecimal() and int(asked) in MONTHS else 12
        since = timezone.now() - timedelta(days=months * DAYS_A_MONTH)
        answered = usage.answered(self.definition.pk, since)
        language = self.request.LANGUAGE_CODE
        unused = [
            {
                "key": question.key,
                "label": text_in(question.label, language, question.key),
                "retired": question.retired,
            }
            for question, _repeat in questions(self.definition.parsed)
            if question.type in types and types.of(question).stored and not answered.times.get(question.key)
        ]
        context = super().get_context_data(**kwargs)
        return {**context, "unused": unused, "answered": answered, "months": months, "choices": MONTHS}
