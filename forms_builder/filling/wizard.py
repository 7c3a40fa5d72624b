"""The wizard: formtools' named-URL wizard over a draft, a document's pages and the evaluation of its answers.

Addresses: a step a page, and `check` as formtools' "done" step. What was typed is kept before it is looked at.
"""

from collections import OrderedDict
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from forms_builder.filling import attachments, posted
from forms_builder.filling.check_view import CheckMixin
from forms_builder.filling.compiled import page_form
from forms_builder.filling.differences import Difference, differences
from forms_builder.filling.drafts import Stale
from forms_builder.filling.layouts import Step, is_shown, steps_of
from forms_builder.filling.page_context import page_context
from forms_builder.filling.page_form import PageForm, Situation
from forms_builder.filling.posted import Action, Posted
from forms_builder.filling.storage import DraftStorage
from forms_builder.logic import Evaluation, Moment, evaluate
from forms_builder.models import Draft
from forms_builder.schema.text import bangla_digits

CHECK = "check"
ATTEMPTS = 3


class FillingWizard(LoginRequiredMixin, CheckMixin, NamedUrlWizardView):
    """One draft's pages. The list of forms is the draft's own, so it is set for each request."""

    storage_name = "forms_builder.filling.storage.DraftStorage"
    template_name = "filling/page.html"
    storage: DraftStorage

    # -- Setting up --------------------------------------------------------------------------------

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
        return {
            "situation": Situation(
                answers=self.storage.payload.answers,
                moment=self.moment,
                user=self.request.user,
                quiet=self.quiet,
                posted=self.fresh,
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
        if not self.get_form_list():
            return self.show_check()
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
        return self.elsewhere(step) or self.take(str(step))

    def take(self, step: str) -> HttpResponse:
        """One posted page; read again and tried again when somebody saved the draft in between."""
        if self.request.POST.get(f"{self.prefix}-current_step", step) != step:
            raise Http404("The page was posted to another page's address.")
        self.posted = posted.read(self.request)
        for _attempt in range(ATTEMPTS):
            self.storage.current_step = step
            try:
                return self.take_once(step, self.posted)
            except Stale:
                self.storage.read()
                for cached in ("_posted_form", "_resolved_form_list", "_cache_signature"):
                    self.__dict__.pop(cached, None)
        return self.show_conflict(step, [])

    def take_once(self, step: str, wish: Posted) -> HttpResponse:
        """The page is kept as it was typed, and only then looked at."""
        if wish.action is Action.REFRESH:
            return self.show_fragment(step)
        if self.storage.is_behind(step, wish.seen, wish.tab):
            found = self.conflict_on(step)
            if found:
                return self.show_conflict(step, found)
        if wish.action is Action.AUTOSAVE and self.storage.is_behind(step, wish.seen, tab=""):
            return self.background(202)
        self.shown_before = self.evaluation.relevant
        typed = posted.typed_on(self.by_key[step].items, self.request)
        new_row = posted.change_rows(typed, wish)
        self.storage.keep(step, typed, wish.tab)
        if self.request.FILES:
            self.storage.keep(step, self.with_files(step, typed), wish.tab)
        if wish.action is Action.CONTINUE:
            return super().post(step=step)
        return self.keep_only(step, wish, new_row)

    def keep_only(self, step: str, wish: Posted, new_row: str) -> HttpResponse:
        """Read an unfinished page as far as it goes, so that other pages follow what it says."""
        form = self.get_form(step, data=self.storage.get_step_data(step))
        self.storage.understand(step, form.answers)
        if wish.action is Action.AUTOSAVE:
            return self.background(204)
        if wish.action is Action.SAVE:
            return self.leave()
        anchor = f"#row-{new_row}" if new_row else f"#repeat-{wish.repeat}"
        return redirect(self.get_step_url(step) + anchor)

    def with_files(self, step: str, typed: posted.Typed) -> posted.Typed:
        """What was typed, with the ids under which the files that came along were sealed."""
        form = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        kept = {name: form.cleaned_data.get(name) for name in form.fields if f"{name}-file" in self.request.FILES}
        attachments.claim(self.storage.draft, [str(file) for file in kept.values() if file])
        return {**typed, **{name: [str(file)] for name, file in kept.items() if file}}

    def conflict_on(self, step: str) -> list[Difference]:
        """What this page and the saved one say differently."""
        saved = self.get_form(step, data=self.storage.get_step_data(step))
        typed = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        return differences(saved, typed)

    # -- Answers that are not a page of their own --------------------------------------------------

    def show_fragment(self, step: str) -> HttpResponse:
        """The page as it would look with what is typed now; nothing is kept."""
        form = self.get_form(step, data=self.request.POST)
        return render(self.request, "filling/questions.html", self.get_context_data(form))

    def show_conflict(self, step: str, found: list[Difference]) -> HttpResponse:
        """Both versions, with what was typed here still in the page: sending it again keeps it."""
        if self.posted and self.posted.action is Action.AUTOSAVE:
            return self.background(409)
        form = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        form.hush()
        context = self.get_context_data(form, differences=found, conflict=True)
        return render(self.request, self.template_name, context, status=409)

    def background(self, status: int) -> HttpResponse:
        """For the autosave: 204 kept, 202 came too late and was left out, 409 another tab was first.

        The page goes on from the revision in the header.
        """
        return HttpResponse(status=status, headers={"X-Revision": str(self.storage.draft.revision)})

    def leave(self) -> HttpResponse:
        until = timezone.localtime(self.storage.draft.expires_at).strftime("%d/%m/%Y")
        text = _("Saved. You can go on until %(date)s; it is in your list of drafts.") % {"date": until}
        messages.success(self.request, bangla_digits(text) if self.language == "bn" else text)
        return redirect(self.storage.payload.back_url or "/workspace/")

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
        opened = self.evaluation.relevant - self.shown_before
        for key in self.get_form_list():
            if any((item.key,) in opened for item in self.by_key[key].items) and key != self.steps.current:
                return redirect(self.get_step_url(key))
        return redirect(self.get_step_url(CHECK))
