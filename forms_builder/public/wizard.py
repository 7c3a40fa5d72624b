"""The wizard as a visitor has it: the same pages in the frame of the hub, held by a session instead of an account.

There is no token against forged posts, and so no cookie for one: the address of a draft is secret, counts in the
session that began it alone, and the session's cookie does not come along from other sites.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from forms_builder.filling import drafts, posted
from forms_builder.filling.layouts import steps_of
from forms_builder.filling.payload import unseal
from forms_builder.filling.posted import Action
from forms_builder.filling.storage import DraftStorage
from forms_builder.filling.wizard import PageWizard
from forms_builder.models import Draft, FormVersion
from forms_builder.public import limits, visitors
from forms_builder.public.limits import Act
from forms_builder.public.pages import TRAP, TRAPPED, base_context, for_nobody_else, page_of, show_start


class VisitorStorage(DraftStorage):
    """Holds a draft of this session."""

    def find(self) -> Draft:
        place = self.request.resolver_match.kwargs
        return visitors.find(self.request, visitors.live_form(self.request, place["slug"]), place["draft"])


@method_decorator(csrf_exempt, name="dispatch")
class PublicWizard(PageWizard):
    """One visitor's draft of a public form."""

    storage_name = "forms_builder.public.wizard.VisitorStorage"
    namespace = "public_forms"
    skin = "filling/public/base.html"
    for_visitors = True
    version: FormVersion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Whoever is signed in to the staff side of a demo is nobody here: a complaint may be about them.
        request.user = AnonymousUser()
        self.version = visitors.live_form(request, kwargs["slug"], kwargs["draft"])
        return for_nobody_else(self.answer(request, *args, **kwargs))

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.version
        if request.method == "POST":
            if not limits.allows(request, Act.PAGE):
                return page_of(request, version, "filling/public/too_often.html", status=429)
            if not posted.is_own(request):
                return page_of(request, version, "filling/public/elsewhere.html", status=403)
        if not visitors.holds(request, kwargs["draft"]):
            return self.lost(request, version, kwargs.get("step", ""))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def lost(self, request: HttpRequest, version: FormVersion, step: str) -> HttpResponse:
        """The session is over: what was just sent is kept in a new draft; earlier pages cannot be reached any more."""
        found = next((one for one in steps_of(version.parsed) if one.key == step), None)
        if request.method != "POST" or found is None:
            return show_start(request, version, ended=True, status=410)
        if posted.read(request).action in (Action.AUTOSAVE, Action.REFRESH, Action.OPTIONS):
            return HttpResponse(status=403)
        draft = visitors.again(request, version, self.kwargs["draft"])
        if draft is None:
            return show_start(request, version, ended=True, status=410)
        payload = unseal(draft)
        payload.raw[step] = posted.typed_on(found.items, request)
        drafts.save(draft, payload, step)
        address = reverse("public_forms:page", args=[version.definition.key, draft.pk, step])
        return redirect(f"{address}?kept=1")

    def look(self) -> tuple[object, ...]:
        return (*super().look(), self.version.sha256)

    def frame(self) -> dict[str, Any]:
        kept = self.request.GET.get("kept") == "1"
        return {**super().frame(), **base_context(self.version), "kept": kept, "trap": TRAP}

    def send(self) -> HttpResponse:
        if self.request.POST.get(TRAP):
            return self.show_check(str(TRAPPED))
        if self.storage.draft.state == Draft.State.OPEN and not limits.allows(self.request, Act.SEND):
            text = _(
                "Too much was sent from this place in the last hour. Your answers are kept: try again later."
            )
            return self.show_check(text)
        return super().send()

    def leave(self) -> HttpResponse:
        """Visitors have nowhere to come back to: the page stays as it is."""
        return redirect(self.get_step_url(self.steps.current))
