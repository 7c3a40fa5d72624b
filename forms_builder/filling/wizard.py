"""The wizard: takes pages in, keeps what was typed before it is looked at, and goes on to the next.

Built on formtools' named-URL wizard; what it is told about a draft is in `draft_wizard`.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.filling import attachments, posted
from forms_builder.filling.check_view import CheckWizard
from forms_builder.filling.differences import Difference, differences
from forms_builder.filling.draft_wizard import CHECK
from forms_builder.filling.drafts import Stale
from forms_builder.filling.page_context import page_context
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.posted import Action, Posted
from forms_builder.logic import Path
from forms_builder.questions.files import arrived_with, kept_under
from forms_builder.schema.text import bangla_digits

ATTEMPTS = 3


class FillingWizard(CheckWizard):
    """Pages of one draft, shown and taken in."""

    template_name = "filling/page.html"
    shown_before: frozenset[Path] = frozenset()
    """What was shown before the posted page was taken in."""

    # -- Showing -----------------------------------------------------------------------------------

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self.begin() or self.elsewhere(kwargs.get("step"))
        if answer is not None:
            return answer
        if not self.get_form_list():
            return self.show_check()
        return super().get(*args, **kwargs)

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
        if step not in self.by_key:
            raise Http404(f"There is no page {step!r}.")
        return self.take(step)

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
        shown = step in self.get_form_list()
        if wish.action is Action.REFRESH and shown:
            return self.show_fragment(step)
        if shown and self.storage.is_behind(step, wish.seen, wish.tab):
            found = self.conflict_on(step)
            if found:
                return self.show_conflict(step, found)
        if wish.action is Action.AUTOSAVE and self.storage.is_behind(step, wish.seen, tab=""):
            return self.background(202)
        self.shown_before = self.evaluation.relevant
        typed = posted.typed_on(self.by_key[step].items, self.request)
        new_row = posted.change_rows(typed, wish)
        self.storage.keep(step, typed, wish.tab)
        if not shown:
            messages.info(self.request, _("That page is not needed any more. Check your answers."))
            return redirect(self.get_step_url(CHECK))
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
        if wish.action is Action.FIND:
            return redirect(f"{self.get_step_url(step)}#id_{wish.repeat}_field")
        anchor = f"#row-{new_row}" if new_row else f"#repeat-{wish.repeat}"
        return redirect(self.get_step_url(step) + anchor)

    def with_files(self, step: str, typed: posted.Typed) -> posted.Typed:
        """What was typed, with the ids under which the files that came along were sealed."""
        form = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        kept = {
            kept_under(field, name): file
            for name, field in form.fields.items()
            if (file := arrived_with(field))
        }
        attachments.claim(self.storage.draft, list(kept.values()))
        return {**typed, **{name: [file] for name, file in kept.items()}}

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
        return redirect(self.storage.payload.back_url or settings.LOGIN_REDIRECT_URL)

    # -- formtools' hooks --------------------------------------------------------------------------

    def process_step(self, form: PageForm) -> dict[str, Any]:
        """What formtools stores of a finished page: the answers of the whole form."""
        return form.answers

    def process_step_files(self, form: PageForm) -> None:
        return None

    def render(self, form: PageForm | None = None, **kwargs: Any) -> HttpResponse:
        """A posted page that is shown again is an unfinished one."""
        taken: PageForm | None = self.__dict__.get("_posted_form")
        if taken is not None and form is taken:
            self.storage.understand(self.steps.current, taken.answers)
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
