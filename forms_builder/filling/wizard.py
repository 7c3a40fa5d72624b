"""The wizard: formtools' named-URL wizard over a draft, a document's pages and the evaluation of its answers.

Addresses: a step a page, and `check` as formtools' "done" step. What was typed is kept before it is looked at.
"""

from collections import OrderedDict
from functools import partial
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from formtools.wizard.views import NamedUrlWizardView

from forms_builder.filling import posted
from forms_builder.filling.check_view import CheckMixin
from forms_builder.filling.compiled import page_form
from forms_builder.filling.differences import Difference, differences
from forms_builder.filling.drafts import Stale
from forms_builder.filling.layouts import Step, is_shown, steps_of
from forms_builder.filling.page_context import page_context
from forms_builder.filling.page_form import PageForm, Situation
from forms_builder.filling.posted import Action, Posted
from forms_builder.filling.storage import DraftStorage
from forms_builder.filling.unfinished import forget_hidden_pages
from forms_builder.logic import Evaluation, Moment, evaluate
from forms_builder.models import Draft

CHECK = "check"
ATTEMPTS = 3


class FillingWizard(LoginRequiredMixin, CheckMixin, NamedUrlWizardView):
    """One draft's pages. The list of forms is the draft's own, so it is set for each request."""

    storage_name = "forms_builder.filling.storage.DraftStorage"
    template_name = "filling/page.html"
    storage: DraftStorage

    # -- Setting up --------------------------------------------------------------------------------

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def begin(self) -> HttpResponse | None:
        """What formtools needs to know of this draft; or the answer, where there are no pages to fill in."""
        draft = self.storage.draft
        if draft.state == Draft.State.SENT:
            return redirect("filling:sent", draft=draft.pk)
        if not draft.version.takes_answers:
            return self.refuse_form()
        self.language = get_language() or "bn"
        self.moment = Moment(timezone.localtime(), self.language)
        version = draft.version
        self.all_steps = steps_of(version.parsed)
        self.by_key = {step.key: step for step in self.all_steps}
        self.form_list = OrderedDict(
            (step.key, page_form(version.program, version.sha256, step, self.language))
            for step in self.all_steps
        )
        self.condition_dict = {
            step.key: partial(FillingWizard.shows_step, step=step) for step in self.all_steps
        }
        self.posted: Posted | None = None
        if self.storage.current_step not in self.get_form_list():
            self.storage.current_step = None
        return None

    def shows_step(self, step: Step) -> bool:
        return is_shown(step, self.evaluation)

    @property
    def evaluation(self) -> Evaluation:
        """The whole form as its stored answers have it now."""
        answers = self.storage.payload.answers
        if getattr(self, "_evaluated", None) is not answers:
            self._evaluated = answers
            self._evaluation = evaluate(self.storage.draft.version.program, answers, self.moment)
        return self._evaluation

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> str:
        """None: names of questions are unique in a form, and one page is posted at a time."""
        return ""

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        situation = Situation(self.storage.payload.answers, self.moment, self.request.user, self.quiet)
        return {"situation": situation}

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> PageForm:
        """A page's form. The posted one is read once only: reading takes in the files that came with it."""
        if data is not None and data is self.request.POST:
            if not hasattr(self, "_posted_form"):
                self.quiet = self.posted is None or self.posted.action is not Action.CONTINUE
                self._posted_form = super().get_form(step, data, files)
            return self._posted_form
        self.quiet = True
        return super().get_form(step, data, files)

    def get_step_url(self, step: str) -> str:
        url = reverse(self.url_name, kwargs={"draft": self.storage.draft.pk, "step": step})
        return f"{url}?from=check" if step != CHECK and self.to_check else url

    @property
    def to_check(self) -> bool:
        """The person came from the check page and goes back there."""
        if self.posted is not None:
            return self.posted.to_check
        return self.request.GET.get("from") == CHECK

    # -- Showing -----------------------------------------------------------------------------------

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self.begin() or self.elsewhere(kwargs.get("step"))
        if answer is not None:
            return answer
        return super().get(*args, **kwargs)

    def elsewhere(self, step: str | None) -> HttpResponse | None:
        """Where to go when the address names a page that is not shown; a 404 when there is no such page."""
        if step is None or step == CHECK or step in self.get_form_list():
            return None
        if step not in self.by_key:
            raise Http404(f"There is no page {step!r}.")
        return redirect(self.get_step_url(CHECK))

    def get_context_data(self, form: PageForm, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=form, **kwargs)
        return {**context, **page_context(self, form)}

    # -- Taking ------------------------------------------------------------------------------------

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self.begin()
        if answer is not None:
            return answer
        step = kwargs.get("step")
        if step == CHECK:
            return self.send()
        return self.elsewhere(step) or self.take(str(step), *args, **kwargs)

    def take(self, step: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One posted page: kept first, then whatever the person wants with it."""
        if self.request.POST.get(f"{self.prefix}-current_step", step) != step:
            raise Http404("The page was posted to another page's address.")
        self.storage.current_step = step
        self.posted = posted.read(self.request)
        if self.posted.action is Action.REFRESH:
            return self.show_fragment()
        self.shown_before = self.evaluation.relevant
        typed = posted.typed_on(self.by_key[step].items, self.request)
        new_row = posted.change_rows(typed, self.posted)
        try:
            conflict = self.keep(step, typed)
        except Stale:
            conflict = [Difference("", "", "")]
        if conflict:
            return self.show_conflict(conflict)
        return self.proceed(step, new_row, *args, **kwargs)

    def keep(self, step: str, typed: posted.Typed) -> list[Difference]:
        """Keep what was typed; nothing is kept, and the differences come back, when another tab was first."""
        assert self.posted is not None
        for attempt in range(ATTEMPTS):
            if self.storage.is_behind(step, self.posted.seen, self.posted.tab):
                found = self.conflict_on(step)
                if found:
                    return found
            try:
                self.storage.keep(step, typed, self.posted.tab)
                return []
            except Stale:
                if attempt == ATTEMPTS - 1:
                    raise
                self.storage.read()
        return []

    def conflict_on(self, step: str) -> list[Difference]:
        saved = self.get_form(step, data=self.storage.get_step_data(step))
        typed = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        return differences(saved, typed)

    def proceed(self, step: str, new_row: str, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.posted is not None
        if self.posted.action in {Action.ADD, Action.REMOVE}:
            anchor = f"#row-{new_row}" if new_row else f"#repeat-{self.posted.repeat}"
            self.understand(step)
            return redirect(self.get_step_url(step) + anchor)
        if self.posted.action is Action.CONTINUE:
            return super().post(*args, **kwargs)
        self.understand(step)
        if self.posted.action is Action.AUTOSAVE:
            return self.background(204)
        return self.leave()

    def understand(self, step: str) -> PageForm:
        """Read an unfinished page as far as it goes, so that other pages follow what it says."""
        form = self.get_form(step, data=self.storage.get_step_data(step))
        self.storage.understand(step, form.answers)
        return form

    # -- formtools' hooks --------------------------------------------------------------------------

    def process_step(self, form: PageForm) -> dict[str, Any]:
        """What formtools stores of a finished page: the answers of the whole form."""
        return form.answers

    def process_step_files(self, form: PageForm) -> None:
        return None

    def render(self, form: PageForm | None = None, **kwargs: Any) -> HttpResponse:
        """A posted page that is shown again is an unfinished one."""
        if form is not None and form is getattr(self, "_posted_form", None):
            self.storage.understand(self.steps.current, form.answers)
        return super().render(form, **kwargs)

    def render_next_step(self, form: PageForm, **kwargs: Any) -> HttpResponse:
        return self.back_to_check() or super().render_next_step(form, **kwargs)

    def render_done(self, form: PageForm, **kwargs: Any) -> HttpResponse:
        if kwargs.get("step") == CHECK:
            return self.show_check()
        return self.back_to_check() or redirect(self.get_step_url(CHECK))

    def back_to_check(self) -> HttpResponse | None:
        """After a change: the first page on which the change opened questions, else the check page."""
        if not self.to_check:
            return None
        forget_hidden_pages(self.storage.payload, self.get_form_list())
        opened = self.evaluation.relevant - self.shown_before
        for key in self.get_form_list():
            if any((item.key,) in opened for item in self.by_key[key].items) and key != self.steps.current:
                return redirect(self.get_step_url(key))
        return redirect(self.get_step_url(CHECK))
