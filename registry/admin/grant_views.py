"""Pages on which grants are proposed and decided. What may be done stands in `granting`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registry.admin import grant_words, granting
from registry.admin.pages import SetupPage
from registry.admin.safe import SafeCreateView, SafeDeleteView, SafeEditView, SafeIndexView
from registry.models import Grant, GrantProposal

LATELY = 10
"""Decisions that the register still shows, the newest."""


class Proposes:
    """A form view of modeladmin whose form proposes instead of saving."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            proposal = form.save()
        except granting.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]  # of the form views
        return proposed(self.request, proposal)  # type: ignore[attr-defined]


class GrantCreateView(Proposes, SafeCreateView):
    pass


class GrantEditView(Proposes, SafeEditView):
    pass


class GrantDeleteView(SafeDeleteView):
    """What is to be taken away is proposed as well: it may be somebody's only way to a child's file."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            proposal = granting.propose_removal(request.user, self.instance)
        except granting.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.index_url)
        return proposed(request, proposal)


class GrantIndexView(SafeIndexView):
    """The grants in force; above them what waits for a second person, and what was decided lately."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        related = ("group", "record_type", "proposed_by", "decided_by")
        decided = GrantProposal.objects.exclude(decided_at=None).select_related(*related)
        return {
            **super().get_context_data(**kwargs),
            "waiting": [line(one) for one in granting.waiting()],
            "decided": [line(one) for one in decided.order_by("-decided_at")[:LATELY]],
        }


class ProposalView(SetupPage):
    """One proposal: what would change, in words, and the decision. For those who may change grants."""

    model = Grant
    template_name = "registry_admin/proposal.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(f"registry.{granting.RIGHT}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def thing(self) -> GrantProposal:
        return get_object_or_404(GrantProposal, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return grant_words.title_of(self.thing)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        confirms = request.POST.get("do") == "confirm"
        try:
            if confirms:
                granting.confirm(request.user, self.thing.pk)
            else:
                granting.refuse(request.user, self.thing.pk, request.POST.get("reason", ""))
        except granting.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(
            request, _("Confirmed. It is in force now.") if confirms else _("It does not come into force.")
        )
        return redirect(self.index_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.thing
        mine = proposal.proposed_by_id == self.request.user.pk
        return {
            **super().get_context_data(**kwargs),
            "proposal": proposal,
            "rows": rows(proposal),
            "objection": granting.objection(self.request.user, proposal),
            "mine": mine,
            "others": granting.others_who_may(proposal) if mine else [],
        }


def proposed(request: HttpRequest, proposal: GrantProposal) -> HttpResponse:
    messages.success(request, _("Proposed. Nothing changes before somebody else has confirmed it."))
    return redirect("registry_grant_proposal", proposal.pk)


def line(proposal: GrantProposal) -> dict[str, Any]:
    """For a list of proposals."""
    return {
        "title": grant_words.title_of(proposal),
        "url": reverse("registry_grant_proposal", args=[proposal.pk]),
        "proposal": proposal,
    }


def rows(proposal: GrantProposal) -> list[dict[str, Any]]:
    """What it allows, part by part, before and after."""
    before, after = (
        dict(grant_words.whole(state)) if state else {} for state in (proposal.before, proposal.wanted)
    )
    return [
        {
            "name": name,
            "before": before.get(name, ""),
            "after": after.get(name, ""),
            "differs": before.get(name) != after.get(name),
        }
        for name in dict.fromkeys([*before, *after])
    ]
