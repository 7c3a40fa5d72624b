"""Task "Publish": what would change, what is in the way, who has to agree, and the buttons for all of it.

Every button goes through the gate (`publishing`); this page only shows what the gate will say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from forms_builder import approvals, trials
from forms_builder.approvals import NotYours, Reason
from forms_builder.designer.change_lists import grouped
from forms_builder.designer.faults import from_problems
from forms_builder.designer.task_views import TaskView, address
from forms_builder.designer.tasks import State, Task, Tone, register
from forms_builder.designer.trying_out import LANGUAGES, telling_wiped
from forms_builder.digits import in_readers_digits, readers_moment
from forms_builder.evolution.wording import KEPT_WITH, TIERS
from forms_builder.models import FormDefinition
from forms_builder.publishing import Candidate, NotPublishable, approve_latest, candidate
from forms_builder.schema import Compartment, Document, DocumentError, to_json
from forms_builder.schema.document import text_in

REASONS = {
    Reason.SENSITIVE: gettext_lazy("It asks for confidential or restricted answers."),
    Reason.LESS_PROTECTED: gettext_lazy("It protects answers that exist less than before."),
}
NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something to mend before publishing, with the way to where it is mended."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Protected:
    """A question with secret answers, for the person who has to agree to its being asked."""

    label: str
    tier: str
    kept_with: str


class PublishView(TaskView):
    """The page. Open to people who change forms, and to those who only approve them."""

    template_name = "designer/publish.html"
    any_permission_required = ("change", "approve")
    posting_needs = ("change", "approve")

    @cached_property
    def candidate(self) -> Candidate | None:
        """The draft as it would be published; None when it is no document."""
        try:
            return candidate(self.definition, self.definition.parsed)
        except DocumentError:
            return None

    @cached_property
    def standing(self) -> approvals.Standing:
        return approvals.standing(self.definition, self.candidate.sha256 if self.candidate else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.candidate
        context = {**super().get_context_data(**kwargs), "edit_url": self.url("edit") + "?check"}
        if found is None:
            return {**context, "obstacles": [Obstacle(_("The draft cannot be read."), self.url("edit"))]}
        newest = found.newest
        return {
            **context,
            "candidate": found,
            "newest": newest,
            "next_number": newest.number + 1 if newest else 1,
            "obstacles": obstacles(self.definition, found),
            "warnings": [fault.message for fault in from_problems(to_json(found.document), found.warnings)],
            "classes": grouped(
                found.changes, newest.as_document if newest else None, found.document, self.definition
            ),
            "versions_url": self.url("task_versions"),
            "trials": trials.count(self.definition),
            "tests_url": self.url("task_tests"),
            "may_publish": self.may("publish"),
            "may_change": self.may("change"),
            **(self.approval_context(found) if found.reasons else {}),
        }

    def approval_context(self, found: Candidate) -> dict[str, Any]:
        """Who has to agree, who may, and who did."""
        waiting = approvals.open_request(self.definition)
        return {
            "reasons": [REASONS[reason] for reason in found.reasons],
            "protected": protected(found.document),
            "try_urls": [(one, f"{self.url('task_tests')}?try={one}") for one in LANGUAGES],
            "approvals": self.standing.approvals,
            "counting": self.standing.counting(self.request.user),
            "approvers": approvals.approvers(self.definition),
            "may_approve": approvals.may_approve(self.request.user, self.definition),
            "asked": waiting,
            "requested_by": waiting.workflow_state.requested_by if waiting else None,
            "rejected": rejected(self.definition),
            "note_length": NOTE_LENGTH,
        }

    # -- Buttons -----------------------------------------------------------------------------------

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts: dict[str, Callable[[], str]] = {
            "publish": self.publish,
            "approve": self.approve,
            "ask": self.ask,
            "return": self.send_back,
        }
        act = acts.get(request.POST.get("do", ""))
        try:
            with telling_wiped(request, self.definition), transaction.atomic():
                done = self.on_the_draft_that_was_shown(act) if act else ""
        except NotYours:
            messages.error(request, _("You worked on this draft, so somebody else has to approve it."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            if done:
                messages.success(request, done)
        return redirect(self.url("task_publish"))

    def on_the_draft_that_was_shown(self, act: Callable[[], str]) -> str:
        """What a button says is meant for the draft on the page; nobody changes it in between."""
        get_object_or_404(FormDefinition.objects.select_for_update(), pk=self.kwargs["pk"])
        found = self.candidate
        if found is None or self.request.POST.get("sha256") != found.sha256:
            raise ValidationError(_("The draft changed since you opened this page. Look at it again."))
        return act()

    def publish(self) -> str:
        if not self.may("publish"):
            raise PermissionDenied
        revision = self.definition.get_latest_revision() or self.definition.save_revision(
            user=self.request.user
        )
        revision.publish(user=self.request.user)
        return self.now_live()

    def approve(self) -> str:
        """Write the approval; where somebody asked for it, that publishes as well."""
        waiting = approvals.open_request(self.definition)
        if waiting is None:
            approve_latest(self.definition, self.request.user, self.note)
            return _("You approved this draft. It can be published now, by somebody else.")
        waiting.task.specific.on_action(waiting, self.request.user, "approve", comment=self.note)
        return self.now_live()

    def send_back(self) -> str:
        waiting = approvals.open_request(self.definition)
        if waiting is None or not approvals.may_approve(self.request.user, self.definition):
            raise NotYours
        waiting.task.specific.on_action(waiting, self.request.user, "reject", comment=self.note)
        return _("You asked for changes. The draft goes back to %(who)s.") % {
            "who": waiting.workflow_state.requested_by
        }

    def ask(self) -> str:
        if not self.may("publish"):
            raise PermissionDenied
        if self.candidate is not None and self.candidate.errors:
            raise NotPublishable(self.candidate.errors)
        approvals.request_approval(self.definition, self.request.user)
        return _("You asked for an approval. Once it is given, the form is published in your name.")

    # -- Little things -----------------------------------------------------------------------------

    @property
    def note(self) -> str:
        return self.request.POST.get("note", "").strip()[:NOTE_LENGTH]

    def now_live(self) -> str:
        """What came of publishing: a version, or the day for which the draft is set."""
        found = FormDefinition.objects.select_related("live_version").get(pk=self.definition.pk)
        if found.scheduled_revision is not None:
            text = _("The draft is set to go live on %(when)s. Until then people get what they get now.")
            return text % {"when": readers_moment(found.scheduled_revision.approved_go_live_at)}
        text = _("Version %(number)s is live now. Whoever begins to fill it in gets this version.")
        return text % {"number": in_readers_digits(found.live_version.number if found.live_version else 0)}

    def may(self, action: str) -> bool:
        return bool(self.user_has_permission(action))

    def url(self, name: str) -> str:
        return address(name, self.definition)


def obstacles(definition: FormDefinition, found: Candidate) -> list[Obstacle]:
    """What has to be mended, each with the way to the question in the designer."""
    edit = address("edit", definition) + "?check"
    cases = address("task_tests", definition)
    return [
        Obstacle(
            fault.message,
            cases
            if problem.code.startswith("case-")
            else f"{edit}#block-{fault.block_id}-section"
            if fault.block_id
            else edit,
        )
        for problem, fault in zip(
            found.errors, from_problems(to_json(found.document), found.errors), strict=True
        )
    ]


def protected(document: Document) -> list[Protected]:
    """What a draft asks in confidence, in the order of the form."""
    language = get_language() or "bn"
    return [
        Protected(
            text_in(question.label, language, question.key),
            str(TIERS[question.sensitivity.value]),
            "" if question.compartment is Compartment.NONE else str(KEPT_WITH[question.compartment.value]),
        )
        for question in approvals.secret_questions(document)
    ]


def rejected(definition: FormDefinition) -> Any:
    """The answer to the last request, where it was to change something."""
    state = definition.current_workflow_state
    if state is None or state.status != state.STATUS_NEEDS_CHANGES:
        return None
    return state.current_task_state


def state_of(definition: FormDefinition) -> State:
    try:
        found = candidate(definition, definition.parsed)
    except DocumentError:
        return State(_("The draft cannot be read"), Tone.WRONG)
    if found.errors:
        number = len(found.errors)
        text = ngettext("%(number)s thing to mend", "%(number)s things to mend", number)
        return State(text % {"number": in_readers_digits(number)}, Tone.WRONG)
    if not found.is_news:
        return State(_("Nothing new to publish"), Tone.DONE)
    if found.reasons and approvals.standing(definition, found.sha256).counting(None) is None:
        return State(_("Waits for a second person"), Tone.TODO)
    return State(_("Ready to be published"), Tone.TODO)


register(
    Task(
        slug="publish",
        title=gettext_lazy("Publish"),
        summary=gettext_lazy("What changes, who has to agree, and making it live."),
        icon="upload",
        state=state_of,
        view=PublishView,
        order=90,
    )
)
