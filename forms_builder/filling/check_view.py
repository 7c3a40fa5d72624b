"""The wizard's last page: shows all answers, and sends them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forms_builder.filling import attachments, drafts, posted, sending
from forms_builder.filling.check_page import Checker, CheckPage
from forms_builder.filling.draft_wizard import DraftWizard
from forms_builder.filling.drafts import Stale
from forms_builder.filling.handlers import Refused
from forms_builder.filling.layouts import Step
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.sending import Changed, NotReady, Overtaken, Sender
from forms_builder.models import Draft
from forms_builder.questions.cleaning import one_line
from forms_builder.schema.document import text_in

WHY, LONGEST_WHY = "why", 300


class CheckWizard(DraftWizard):
    """What the wizard does at the address `check`."""

    def show_check(self, message: str = "", sent: bool = False) -> HttpResponse:
        """The check page. After a try to send, what is missing is an error, before that it is a list."""
        page = self.check_page()
        draft = self.storage.draft
        context = {
            "title": text_in(draft.version.parsed.title, self.language),
            "page": page,
            "message": message,
            "errors": [{"href": todo.href, "text": f"{todo.label}: {todo.text}"} for todo in page.todo],
            "tried": sent and bool(page.todo),
            "has_errors": bool(message) or (sent and bool(page.todo)),
            "service": [(posted.REVISION, str(draft.revision))],
            "draft": draft,
            "is_test": self.storage.payload.is_test,
            "asks_why": self.storage.payload.base_revision > 0,
            "why": self.why,
            "longest_why": LONGEST_WHY,
            "back_url": self.last_page_url(),
            "left_behind": self.storage.payload.left_behind,
            "changed_form": drafts.is_outdated(draft),
            "delete_url": self.address("delete"),
            **self.frame(),
        }
        return render(
            self.request, "filling/check.html", context, status=422 if context["has_errors"] else 200
        )

    @property
    def why(self) -> str:
        """What was typed beside Send about the reason for a change."""
        return one_line(self.request.POST.get(WHY, ""))[:LONGEST_WHY]

    def frame(self) -> dict[str, Any]:
        """What the templates need to know of where they are shown."""
        return {"skin": self.skin, "for_visitors": self.for_visitors}

    def check_page(self) -> CheckPage:
        checker = Checker(
            self.storage.draft.version.program,
            self.all_steps,
            self.evaluation,
            self.language,
            self.plain_url,
            self.file_url,
        )
        return checker.page(self.unfinished(), self.storage.payload.answers)

    def unfinished(self) -> list[PageForm]:
        shown = [key for key in self.get_form_list() if key in self.storage.payload.raw]
        return [self.read_again(key) for key in shown]

    def plain_url(self, step: Step) -> str:
        return self.address("page", step=step.key)

    def file_url(self, attachment: str) -> str:
        """Where a file of this draft is; blank for one that came before it, and for people without an account."""
        if self.for_visitors or not attachments.came_with(self.storage.draft, attachment):
            return ""
        return self.address("file", attachment=attachment)

    def last_page_url(self) -> str:
        shown = list(self.get_form_list())
        return self.plain_url(self.by_key[shown[-1]]) if shown else ""

    def send(self) -> HttpResponse:
        """Send it all. Whatever hinders that is said on the same page, and everything typed is still there."""
        wish = posted.read(self.request)
        draft = self.storage.draft
        if wish.seen != draft.revision:
            return self.show_check(_("Some answers changed since you opened this page. Check them again."))
        try:
            self.finish_pages()
            sending.send(draft.pk, Sender(self.request.user, self.language, draft.revision, self.why))
        except NotReady:
            return self.show_check(sent=True)
        except Overtaken:
            return redirect(self.address("merge"))
        except Refused as refusal:
            return self.show_check(str(refusal))
        except (Changed, Stale):
            self.storage.read()
            if self.storage.draft.state != Draft.State.SENT:
                text = _("Some answers changed since you opened this page. Check them again.")
                return self.show_check(text)
        return redirect(self.address("sent"))

    def finish_pages(self) -> None:
        """Pages that were left with “Save and come back” are finished when nothing on them is wrong."""
        for key in [key for key in self.get_form_list() if key in self.storage.payload.raw]:
            form = self.read_again(key)
            if form.is_valid():
                self.storage.payload.forget(form.set_names)
                self.storage.set_step_data(key, form.answers)
