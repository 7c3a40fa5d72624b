"""Filling in a draft to try it: looked at, kept as a test case, or sent as a test submission, which reaches nobody."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from forms_builder import cases, trials
from forms_builder.compiling import Compilation
from forms_builder.designer.task_views import AroundForm
from forms_builder.digits import in_readers_digits
from forms_builder.filling.faults import blocking
from forms_builder.filling.posted import Action
from forms_builder.filling.starting import defaults
from forms_builder.filling.trial import Trial
from forms_builder.filling.trial_receipt import said_by
from forms_builder.models import FormDefinition, TrialSubmission
from forms_builder.schema import Document

LANGUAGES = ("bn", "en")
SHOWN_AT_ONCE = 20


class TryOut(AroundForm):
    """What the page of test cases can do with a draft that is filled in. Who looks after the form may, or approves it."""

    @property
    def compilation(self) -> Compilation | None:
        """The draft as it would be published; None when it is no document."""
        raise NotImplementedError

    @property
    def document(self) -> Document:
        """The draft itself, whose test cases are edited."""
        raise NotImplementedError

    @property
    def list_url(self) -> str:
        raise NotImplementedError

    def keep(self, document: Document) -> None:
        """Save the draft with other test cases."""
        raise NotImplementedError

    def try_out(self, request: HttpRequest) -> HttpResponse:
        """The draft to fill in, in one language; nothing typed is stored unless a button asks for it."""
        language = request.GET["try"] if request.GET["try"] in LANGUAGES else get_language() or "bn"
        found = self.compilation
        if found is None or found.program is None:
            return redirect(self.list_url)
        with translation.override(language):
            trial = Trial(found.program, language, request.user, defaults(found.program))
            action = trial.take(request) if request.method == "POST" else Action.REFRESH
            passed = action is Action.CONTINUE and self.could_be_sent(trial)
            context = {
                "language": language,
                "title": trial.program.document.title.get(language) or str(self.definition),
                "trial": trial,
                "pages": trial.pages(),
                "errors": trial.form.error_links,
                "passed": passed,
                "list_url": self.list_url,
                "rows_url": f"?try={language}&rows=1",
                "may_change": self.user_has_permission("change"),
                "case_name": request.POST.get("case-name", ""),
            }
            if request.POST.get("page-do") == "case" and self.user_has_permission("change"):
                return self.keep_trial(request, trial, context)
            if request.POST.get("page-do") == "send" and passed:
                return self.send_trial(trial)
            is_part = "refresh" in request.GET or "rows" in request.GET
            template = "filling/trial_questions.html" if is_part else "filling/trial.html"
            return render(request, template, context)

    def could_be_sent(self, trial: Trial) -> bool:
        return not trial.form.error_links and not any(blocking(trial.program, trial.form.evaluation))

    def keep_trial(self, request: HttpRequest, trial: Trial, context: dict[str, Any]) -> HttpResponse:
        name = request.POST.get("case-name", "").strip()[:200]
        if not name:
            wanted = {"name_error": _("Give the test case a name.")}
            return render(request, "filling/trial.html", context | wanted, status=422)
        case = cases.record(trial.program, trial.answers(), name)
        self.keep(cases.with_case(self.document, case))
        messages.success(request, _("The test case “%(name)s” was saved.") % {"name": name})
        return redirect(f"{self.list_url}?case={case.id}")

    # -- What was sent -----------------------------------------------------------------------------

    def send_trial(self, trial: Trial) -> HttpResponse:
        sent = trials.keep(self.definition, self.request.user, trial.language, said_by(trial))
        return redirect(f"{self.list_url}?sent={sent.pk}")

    def sent(self) -> dict[str, Any]:
        """The newest test submissions, and how many there are."""
        found = TrialSubmission.objects.filter(definition_id=self.definition.pk).select_related("sent_by")
        rows = found.only("pk", "sent_at", "language", "sent_by", "definition_id")[:SHOWN_AT_ONCE]
        return {"count": trials.count(self.definition), "rows": rows}

    def show_sent(self, sent_id: str) -> HttpResponse:
        try:
            wanted = uuid.UUID(sent_id)
        except ValueError as error:
            raise Http404 from error
        trial = get_object_or_404(TrialSubmission, pk=wanted, definition_id=self.definition.pk)
        context = {
            **super().get_context_data(),
            "trial": trial,
            "said": trials.said_in(trial),
            "list_url": self.list_url,
        }
        return render(self.request, "designer/trial_sent.html", context)

    def wipe_sent(self) -> HttpResponse:
        number = trials.wipe(self.definition, user=self.request.user)
        messages.success(self.request, wiped_text(number))
        return redirect(self.list_url)


@contextmanager
def telling_wiped(request: HttpRequest, definition: FormDefinition) -> Iterator[None]:
    """Say how many test submissions went where what is done here made the draft go live."""
    before = trials.count(definition) if definition.pk else 0
    yield
    if before and (gone := before - trials.count(definition)) > 0:
        messages.info(request, wiped_text(gone))


def wiped_text(number: int) -> str:
    text = ngettext(
        "%(number)s test submission was deleted.", "%(number)s test submissions were deleted.", number
    )
    return text % {"number": in_readers_digits(number)}
