"""Task "Test cases": answers with what has to come of them, run against the draft; new ones come from filling it in.

Cases are part of the draft. Saving one saves the draft, under the name of the person who did it. Beside them stands
what was sent to try the draft (`forms_builder.trials`).
"""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from forms_builder import cases, schema
from forms_builder.compiling import Compilation, compile_draft
from forms_builder.designer.case_pages import CaseForm, CaseLine, case_line
from forms_builder.designer.task_views import TaskView, address
from forms_builder.designer.tasks import State, Task, Tone, register
from forms_builder.designer.trying_out import LANGUAGES, TryOut
from forms_builder.digits import in_readers_digits
from forms_builder.models import FormDefinition
from forms_builder.schema import Document, DocumentError, TestCase
from forms_builder.wording import problem_text


class TestsView(TryOut, TaskView):
    """`?try=bn` fills in the draft, `?case=<id>` edits one case, `?sent=<id>` reads what was sent; otherwise the list."""

    __test__ = False
    template_name = "designer/tests.html"
    any_permission_required = ("change", "approve")

    @cached_property
    def compilation(self) -> Compilation | None:
        """The draft as it would be published; None when it is no document."""
        return _compiled(self.definition)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "try" in request.GET:
            return self.try_out(request)
        if "case" in request.GET:
            return self.show_case(CaseForm(self.case(request.GET["case"])))
        if "sent" in request.GET:
            return self.show_sent(request.GET["sent"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "try" in request.GET:
            return self.try_out(request)
        if not self.user_has_permission("change"):
            raise Http404
        if request.POST.get("do") == "wipe":
            return self.wipe_sent()
        case = self.case(request.GET.get("case", ""))
        if request.POST.get("do") == "delete":
            self.keep(cases.without_case(self.document, case.id))
            messages.success(request, _("The test case “%(name)s” was deleted.") % {"name": case.name})
            return redirect(self.list_url)
        if request.POST.get("do") == "renew":
            program = self.compilation.program if self.compilation else None
            if program is not None:
                renewed = case.model_copy(update={"expected": cases.outcome(program, case)})
                self.keep(cases.with_case(self.document, renewed))
                messages.success(request, _("What comes out now is expected from now on."))
            return redirect(f"{self.list_url}?case={case.id}")
        form = CaseForm(case, request.POST)
        if not form.is_valid():
            return self.show_case(form, status=422)
        self.keep(cases.with_case(self.document, form.changed()))
        messages.success(request, _("The test case was saved."))
        return redirect(self.list_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "lines": self.lines(),
            "problems": [problem_text(one) for one in self.compilation.errors] if self.compilation else [],
            "try_urls": [(language, f"{self.list_url}?try={language}") for language in LANGUAGES],
            "may_change": self.user_has_permission("change"),
            "sent": self.sent(),
        }

    def lines(self) -> list[CaseLine]:
        found = self.compilation
        if found is None:
            return []
        return [
            case_line(found.document, found.program, case, f"{self.list_url}?case={case.id}")
            for case in found.document.test_cases
        ]

    # -- One case ----------------------------------------------------------------------------------

    def show_case(self, form: CaseForm, status: int = 200) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise Http404
        found = self.compilation
        line = case_line(found.document, found.program, form.case, "") if found else None
        context = {
            **super().get_context_data(),
            "form": form,
            "line": line,
            "labels": form.labelled(self.document),
            "list_url": self.list_url,
        }
        return render(self.request, "designer/test_case.html", context, status=status)

    def case(self, case_id: str) -> TestCase:
        found = next((case for case in self.document.test_cases if case.id == case_id), None)
        if found is None:
            raise Http404("There is no such test case.")
        return found

    @cached_property
    def document(self) -> Document:
        """The draft itself, whose cases are edited."""
        try:
            return self.definition.parsed
        except DocumentError as error:
            raise Http404("The draft cannot be read.") from error

    def keep(self, document: Document) -> None:
        """Save the draft with other cases; everything else stays as it is."""
        self.definition.document = schema.to_json(document)
        self.definition.save_revision(user=self.request.user)

    @property
    def list_url(self) -> str:
        return address("task_tests", self.definition)


def _compiled(definition: FormDefinition) -> Compilation | None:
    newest = definition.versions.order_by("-number").first()
    try:
        return compile_draft(definition.parsed, newest.as_document if newest else None)
    except DocumentError:
        return None


def state_of(definition: FormDefinition) -> State:
    found = _compiled(definition)
    written = found.document.test_cases if found else ()
    if not written:
        return State(_("None yet"))
    number = len(written)
    if found is None or found.program is None:
        return State(
            ngettext("%(number)s case", "%(number)s cases", number) % {"number": in_readers_digits(number)}
        )
    failing = sum(bool(cases.run(found.program, case)) for case in written)
    if failing:
        text = ngettext("%(failing)s of %(number)s fails", "%(failing)s of %(number)s fail", failing)
        return State(
            text % {"failing": in_readers_digits(failing), "number": in_readers_digits(number)}, Tone.WRONG
        )
    return State(
        ngettext("%(number)s case passes", "%(number)s cases pass", number)
        % {"number": in_readers_digits(number)},
        Tone.DONE,
    )


register(
    Task(
        slug="tests",
        title=gettext_lazy("Test cases"),
        summary=gettext_lazy("Fill in the draft to try it, and keep what has to come of certain answers."),
        icon="clipboard-list",
        state=state_of,
        view=TestsView,
        order=70,
    )
)
