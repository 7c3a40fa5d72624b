"""What formtools' wizard is told about a draft: its pages, which of them are shown, how a page's form is made.

Showing and taking pages is `wizard`'s business, the check page `check_view`'s.
"""

from collections import OrderedDict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from formtools.wizard.views import NamedUrlWizardView

from forms_builder.filling.compiled import page_form
from forms_builder.filling.layouts import Step, is_shown, steps_of
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.posted import Action, Posted
from forms_builder.filling.situation import Situation
from forms_builder.filling.storage import DraftStorage
from forms_builder.logic import Evaluation, Moment, evaluate
from forms_builder.models import Draft

CHECK = "check"
"""The address of formtools' "done" step."""


class DraftWizard(NamedUrlWizardView):
    """One draft's pages. The list of forms is the draft's own, so it is set for each request."""

    namespace = "filling"
    """Of the addresses around the draft."""
    skin = "workspace/base.html"
    """The frame around the pages."""
    for_visitors = False
    """True: without an account, so there is nowhere to come back to later."""

    storage_name = "forms_builder.filling.storage.DraftStorage"
    storage: DraftStorage
    language: str
    all_steps: tuple[Step, ...]
    by_key: dict[str, Step]
    posted: Posted | None = None

    def begin(self) -> HttpResponse | None:
        """What formtools needs to know of this draft; or the answer, where there are no pages to fill in."""
        draft = self.storage.draft
        if draft.state == Draft.State.SENT:
            return redirect(self.address("sent"))
        if not draft.version.takes_answers:
            return render(self.request, "filling/not_taking.html", status=409)
        self.language = get_language() or "bn"
        self.moment = Moment(timezone.localtime(), self.language)
        version = draft.version
        self.all_steps = steps_of(version.parsed)
        self.by_key = {step.key: step for step in self.all_steps}
        self.form_list = OrderedDict(
            (step.key, page_form(version.program, version.sha256, step, self.language))
            for step in self.all_steps
        )
        if self.storage.current_step not in self.get_form_list():
            self.storage.current_step = None
        return None

    def get_form_list(self) -> OrderedDict[str, type[PageForm]]:
        """The pages that are shown as the answers are now; formtools' own goes on with what it found first."""
        now = self.evaluation
        if getattr(self, "_cache_signature", None) is not now:
            # Both by formtools' names: it throws them away after a page was taken.
            self._cache_signature = now
            shown = (step.key for step in self.all_steps if is_shown(step, now))
            self._resolved_form_list = OrderedDict((key, self.form_list[key]) for key in shown)
        return self._resolved_form_list.copy()

    @property
    def evaluation(self) -> Evaluation:
        """The whole form as its stored answers have it now."""
        answers = self.storage.payload.answers
        if getattr(self, "_evaluated", None) is not answers:
            self._evaluated = answers
            whole = evaluate(self.storage.draft.version.program, answers, self.moment)
            self._evaluation = whole.without(self.storage.payload.withheld)
        return self._evaluation

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> str:
        """None: names of questions are unique in a form, and one page is posted at a time."""
        return ""

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        removed = self.storage.payload.removed.get(step or "")
        return {
            "situation": Situation(
                answers=self.storage.payload.answers,
                judged=self.evaluation,
                moment=self.moment,
                user=self.request.user,
                quiet=self.quiet,
                withheld=self.storage.payload.withheld,
                settled=self.storage.payload.settled,
                original=self.storage.payload.original,
                posted=self.fresh,
                removed={removed.repeat: removed.label} if removed else {},
            )
        }

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> PageForm:
        """A page's form. The posted one is read once only: reading takes in the files that came with it."""
        if data is not None and data is self.request.POST:
            if not hasattr(self, "_posted_form"):
                self.fresh = True
                self.quiet = self.posted is None or self.posted.action is not Action.CONTINUE
                self._posted_form = super().get_form(step, data, files)
            return self._posted_form
        self.fresh, self.quiet = False, True
        return super().get_form(step, data, files)

    def read_again(self, step: str) -> PageForm:
        """An unfinished page, judged as if it were sent now."""
        self.fresh, self.quiet = False, False
        form: PageForm = super().get_form(step, self.storage.get_step_data(step))
        return form

    def address(self, name: str, **more: str) -> str:
        """Where something of this draft is: a page, the receipt, the end of it."""
        kwargs = {**self.storage.place, "draft": self.storage.draft.pk, **more}
        return reverse(f"{self.namespace}:{name}", kwargs=kwargs)

    def get_step_url(self, step: str) -> str:
        url = self.address("page", step=step)
        return f"{url}?from=check" if step != CHECK and self.to_check else url

    @property
    def to_check(self) -> bool:
        """The person came from the check page and goes back there."""
        if self.posted is not None:
            return self.posted.to_check
        return self.request.GET.get("from") == CHECK

    def elsewhere(self, step: str | None) -> HttpResponse | None:
        """Where to go when the address names a page that is not shown; a 404 when there is no such page."""
        if step is None or step == CHECK or step in self.get_form_list():
            return None
        if step not in self.by_key:
            raise Http404(f"There is no page {step!r}.")
        return redirect(self.get_step_url(CHECK))
