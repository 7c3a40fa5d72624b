"""The wizard: takes pages in, keeps what was typed before it is looked at, and goes on to the next.

Built on formtools' named-URL wizard; what it is told about a draft is in `draft_wizard`.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forms_builder.digits import day_in_script, in_script
from forms_builder.filling import attachments, compiled_frames, posted, rows, untouched
from forms_builder.filling.check_view import CheckWizard
from forms_builder.filling.compiled_frames import Key
from forms_builder.filling.differences import Difference, differences
from forms_builder.filling.draft_wizard import CHECK
from forms_builder.filling.drafts import Stale
from forms_builder.filling.page_context import page_context
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.payload import Typed
from forms_builder.filling.posted import ROW_CHANGES, Action, Posted
from forms_builder.logic import Path
from forms_builder.questions.files import arrived_with, kept_under
from forms_builder.questions.finding import finder_of
from forms_builder.schema.document import text_in

ATTEMPTS = 3
MOST_FOUND = 20


class PageWizard(CheckWizard):
    """Pages of one draft, shown and taken in."""

    template_name = "filling/page.html"
    shown_before: frozenset[Path] = frozenset()
    """What was shown before the posted page was taken in."""
    untouched: Key | None = None
    """Names the page among those that are kept while nothing is answered on them."""

    # -- Showing -----------------------------------------------------------------------------------

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self.begin() or self.elsewhere(kwargs.get("step"))
        if answer is not None:
            return answer
        if not self.get_form_list():
            return self.show_check()
        step = self.by_key.get(kwargs.get("step", ""))
        self.untouched = untouched.key_of(self, step) if step else None
        ready = untouched.page(self, self.untouched) if self.untouched else None
        return super().get(*args, **kwargs) if ready is None else HttpResponse(ready)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        frame = compiled_frames.frame_of(self, context)
        if frame is None:
            response: HttpResponse = super().render_to_response(context, **kwargs)
            return response
        if self.untouched:
            untouched.keep(self, self.untouched, frame, context)
        return HttpResponse(compiled_frames.page(self, frame, context))

    def look(self) -> tuple[object, ...]:
        """What all pages of this wizard have in common."""
        return (self.template_name, *self.storage.place.values())

    def get_context_data(self, form: PageForm, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=form, **kwargs)
        return {**context, **page_context(self, form), **self.frame()}

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
                self.__dict__.pop("_posted_form", None)
        return self.show_conflict(step, [])

    def take_once(self, step: str, wish: Posted) -> HttpResponse:
        """The page is kept as it was typed, and only then looked at."""
        shown = step in self.get_form_list()
        if wish.action is Action.OPTIONS:
            return self.show_options(step, wish.repeat)
        if wish.action is Action.REFRESH and shown:
            return self.show_fragment(self.get_form(step, data=self.request.POST))
        if shown and self.storage.is_behind(step, wish.seen, wish.tab):
            found = self.conflict_on(step)
            if found:
                return self.show_conflict(step, found)
        if wish.action is Action.AUTOSAVE and self.storage.is_behind(step, wish.seen, tab=""):
            return self.background(202)
        self.shown_before = self.evaluation.relevant
        typed = posted.typed_on(self.by_key[step].items, self.request)
        new_row = self.change_rows(step, typed, wish)
        self.storage.keep(step, typed, wish.tab)
        if not shown:
            messages.info(self.request, _("That page is not needed any more. Check your answers."))
            return redirect(self.get_step_url(CHECK))
        if self.request.FILES:
            self.storage.keep(step, self.with_files(step, typed), wish.tab)
        if wish.action is Action.CONTINUE:
            return super().post(step=step)
        return self.keep_only(step, wish, new_row)

    def change_rows(self, step: str, typed: Typed, wish: Posted) -> str:
        """What a row's button asks for; gives the id of the row to look at, else "". A removed row can come back."""
        payload = self.storage.payload
        if wish.action in (Action.UP, Action.DOWN):
            return rows.change(typed, wish)
        removed = payload.removed.pop(step, None) if wish.action in ROW_CHANGES | {Action.CONTINUE} else None
        if wish.action is Action.ADD:
            return rows.change(typed, wish)
        if wish.action is Action.UNDO and removed:
            payload.answers = rows.bring_back(typed, payload.answers, removed)
            return removed.row
        if wish.action is Action.REMOVE:
            gone = rows.remove_row(typed, wish, payload.answers, self.row_label(typed, wish))
            payload.removed |= {step: gone} if gone else {}
        return ""

    def row_label(self, typed: Typed, wish: Posted) -> str:
        """ "Members 2"."""
        place = self.storage.draft.version.program.by_key.get(wish.repeat.split("-")[-1])
        ids = [row for row in typed.get(wish.repeat, []) if row]
        number = str(ids.index(wish.row) + 1) if wish.row in ids else ""
        label = text_in(place.part.label, self.language) if place else ""
        return f"{label} {in_script(number, self.language)}"

    def keep_only(self, step: str, wish: Posted, row: str) -> HttpResponse:
        """Read an unfinished page as far as it goes, so that other pages follow what it says."""
        form = self.get_form(step, data=self.storage.get_step_data(step))
        self.storage.understand(step, form.answers, form.set_names)
        if wish.action is Action.AUTOSAVE:
            return self.told_of_files(step) if self.request.FILES else self.background(204)
        if wish.action is Action.SAVE:
            return self.leave()
        if self.request.headers.get("HX-Request"):
            return self.show_fragment(form)
        anchor = f"#id_{wish.repeat}_field" if wish.action is Action.FIND else f"#repeat-{wish.repeat}"
        return redirect(self.get_step_url(step) + (f"#row-{row}" if row else anchor))

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

    def show_fragment(self, form: PageForm) -> HttpResponse:
        """The questions of a page, for the page that is open already."""
        return render(self.request, "filling/questions.html", self.get_context_data(form))

    def show_options(self, step: str, name: str) -> HttpResponse:
        """What fits the text in a search box, given what else is typed on the page; nothing is kept."""
        form = self.get_form(step, data=self.request.POST)
        finder = finder_of(form.fields.get(name))
        if finder is None:
            raise Http404(f"There is no search box {name!r} on this page.")
        found = finder.matching(self.request.POST.get(f"{name}-search", ""), MOST_FOUND)
        return JsonResponse({"options": [{"value": one.value, "label": one.label} for one in found]})

    def show_conflict(self, step: str, found: list[Difference]) -> HttpResponse:
        """Both versions, with what was typed here still in the page: sending it again keeps it."""
        if self.posted and self.posted.action is Action.AUTOSAVE:
            return self.background(409)
        form = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        form.hush()
        context = self.get_context_data(form, differences=found, conflict=True)
        return render(self.request, self.template_name, context, status=409)

    def told_of_files(self, step: str) -> HttpResponse:
        """For a file that was sent ahead of its page: the id it is kept under, or what is wrong with it.

        A signature that was drawn before its name is typed is kept; the name is asked for when the page goes on.
        """
        names = [name.removesuffix("-file") for name in self.request.FILES]
        taken = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        kept = {name: arrived_with(taken.fields[name]) for name in names if name in taken.fields}
        refused = {
            name: text for name, text in taken.unreadable.items() if name in names and not kept.get(name)
        }
        headers = {"X-Revision": str(self.storage.draft.revision)}
        files = {name: file for name, file in kept.items() if file}
        return JsonResponse({"files": files, "errors": refused}, headers=headers)

    def background(self, status: int) -> HttpResponse:
        """For the autosave: 204 kept, 202 came too late and was left out, 409 another tab was first.

        The page goes on from the revision in the header.
        """
        return HttpResponse(status=status, headers={"X-Revision": str(self.storage.draft.revision)})

    def leave(self) -> HttpResponse:
        until = day_in_script(self.storage.draft.expires_at, self.language)
        text = _("Saved. You can go on until %(date)s; it is in your list of drafts.") % {"date": until}
        messages.success(self.request, text)
        return redirect(self.storage.payload.back_url or settings.LOGIN_REDIRECT_URL)

    # -- formtools' hooks --------------------------------------------------------------------------

    def process_step(self, form: PageForm) -> dict[str, Any]:
        """What formtools stores of a finished page: the answers of the whole form."""
        self.storage.payload.forget(form.set_names)
        self._evaluated, self._evaluation = form.answers, form.evaluation  # judged a moment ago
        return form.answers

    def process_step_files(self, form: PageForm) -> None:
        return None

    def render(self, form: PageForm | None = None, **kwargs: Any) -> HttpResponse:
        """A posted page that is shown again is an unfinished one."""
        taken: PageForm | None = self.__dict__.get("_posted_form")
        if taken is not None and form is taken:
            self.storage.understand(self.steps.current, taken.answers, taken.set_names)
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


class FillingWizard(LoginRequiredMixin, PageWizard):
    """The wizard of people with an account."""
