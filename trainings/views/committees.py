"""Committees and groups in the workspace: the list with how each stands, one body, its members, its next meeting."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_builder.filling.handlers import Assignment
from forms_builder.logic.answers import uuid_of
from forms_builder.questions.dates import DateType
from forms_builder.questions.fields import TypedField
from registry import audit
from registry.models import Record
from registry.views.common import language, status_label
from trainings.committees import bodies, meetings, members, preparing
from trainings.committees.standing import Standing, standing
from trainings.models import Body, Membership, Person
from trainings.people import finding
from trainings.people.access import may_open
from trainings.people.forms import positions
from trainings.people.reading import note_listing
from trainings.setup.documents import MeetingDocument
from trainings.setup.reading import MEETING, meeting_of, uses
from trainings.views.calling import lacking


@login_required
@require_GET
def committees(request: HttpRequest) -> HttpResponse:
    """GET /workspace/committees/"""
    visible = bodies.visible_bodies(request.user).with_names()
    setup = meeting_setup(request.user)
    if setup is None:
        raise Http404
    today = timezone.localdate()
    rows = [body_line(body, standing(body, setup, today)) for body in visible.order_by("kind__name_en", "pk")]
    return render(request, "trainings/committees.html", {"title": _("Committees and groups"), "rows": rows})


def meeting_setup(user: Any) -> MeetingDocument | None:
    found = next((one.record_type for one in uses(user) if one.kind == MEETING), None)
    return meeting_of(found) if found else None


def body_line(body: Body, now: Standing) -> dict[str, Any]:
    due = meetings.next_due(body)
    return {
        "url": reverse("trainings:body", args=[body.pk]),
        "name": str(body),
        "kind": str(body.kind),
        "place": body.place.name_in(language()) if body.place else "",
        "state": now.words,
        "state_kind": now.kind,
        "last": now.last,
        "due": due,
        "late": due is not None and due < timezone.localdate(),
    }


def find(request: HttpRequest, pk: UUID) -> Body:
    found = bodies.visible_bodies(request.user).with_names().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/committees/<id>/"""
    found = find(request, pk)
    setup, today = meeting_setup(request.user), timezone.localdate()
    now = standing(found, setup, today)
    may_members = bodies.may_see_members(request.user) and not found.kind.restricted
    may_prepare = preparing.kind_for(request.user) is not None
    context = {
        "title": str(found),
        "body": found,
        "line": body_line(found, now),
        "score": now.score,
        "rule": bodies.rule_on(found, today),
        "members": member_lines(request, found) if may_members else [],
        "may_members": may_members,
        "lacking": list(lacking(found)) if may_members else [],
        "may_change": may_members and bodies.may_change_members(request.user),
        "meetings": meeting_lines(request, found),
        "points": point_lines(request, found, setup),
        "prepare_url": reverse("trainings:prepare", args=[found.pk]) if may_prepare else "",
    }
    return render(request, "trainings/body.html", context)


def member_lines(request: HttpRequest, found: Body) -> list[dict[str, Any]]:
    """Everybody who is or was in office; seeing the names is noted."""
    words = dict(positions(language()))
    rows = list(found.memberships.select_related("person__merged_into"))
    note_listing(request.user, [one.person for one in rows], audit.address_of(request))
    today = timezone.localdate()
    lines = []
    for one in rows:
        person = one.person.merged_into or one.person
        lines.append(
            {
                "name": person.name_in(language()),
                "position": words.get(one.position, one.position),
                "held_as": one.held_as or person.designation,
                "since": one.since,
                "until": one.until,
                "now": one.until is None or one.until >= today,
                "leave_url": reverse("trainings:member_leave", args=[found.pk, one.pk]),
            }
        )
    return sorted(lines, key=lambda line: not line["now"])


def meeting_lines(request: HttpRequest, found: Body) -> list[dict[str, Any]]:
    """The meetings whose minutes this person may see."""
    visible = Record.objects.visible_to(request.user)
    rows = found.meetings.filter(record__in=visible).select_related("record__type")
    return [
        {
            "url": reverse("trainings:meeting", args=[one.pk]),
            "number": one.number,
            "held": one.held_on,
            "reference": one.record.reference,
            "status": status_label(one.record.type, one.record.status),
            "quorum": meetings.quorum_words(one),
        }
        for one in rows[:40]
    ]


def point_lines(request: HttpRequest, found: Body, setup: MeetingDocument | None) -> list[dict[str, Any]]:
    """What earlier meetings decided and nobody verified yet, as far as the records may be seen."""
    points = meetings.open_points(found)
    visible = set(
        Record.objects.visible_to(request.user)
        .filter(pk__in=[one.pk for one in points])
        .values_list("pk", flat=True)
    )
    today = timezone.localdate()
    return [
        {
            "url": reverse("registry:record", args=[one.record.type.key, one.pk]),
            "text": meetings.text_of(one, setup) if setup else one.record.reference,
            "due": one.due,
            "late": one.due is not None and one.due < today,
            "status": status_label(one.record.type, one.record.status),
        }
        for one in points
        if one.pk in visible
    ]


@login_required
@require_GET
def prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/committees/<id>/next/: the agenda of the next meeting, what is open first; then its minutes."""
    found = find(request, pk)
    kind = preparing.kind_for(request.user)
    if kind is None:
        raise Http404
    assignment: Assignment | None = preparing.Minutes().assignment(request.user, str(found.pk))
    due = meetings.next_due(found)
    context = {
        "title": _("The next meeting"),
        "body": found,
        "body_url": reverse("trainings:body", args=[found.pk]),
        "number": preparing.next_number(found),
        "due": due,
        "late": due is not None and due < timezone.localdate(),
        "rule": bodies.rule_on(found, timezone.localdate()),
        "in_office": len(bodies.in_office(found, timezone.localdate())),
        "points": point_lines(request, found, kind.setup),
        "letters_url": reverse("trainings:call_print", args=[found.pk])
        if due and bodies.may_see_members(request.user) and bodies.in_office(found, timezone.localdate())
        else "",
        "start_url": reverse("filling:start", args=[preparing.PURPOSE, str(found.pk)]) if assignment else "",
    }
    return render(request, "trainings/prepare.html", context)


# -- Members ---------------------------------------------------------------------------------------


def day_field(label: Any, required: bool = True) -> TypedField:
    """A day as people write it, d/m/Y in either script."""
    from forms_builder.questions.base import FieldContext
    from forms_builder.schema import Question

    asked = Question(id="day", key="day", type=DateType.name, label={})
    field = DateType().form_field(asked, FieldContext(language()))
    field.label, field.required = label, required
    return field  # type: ignore[return-value]  # what the date type makes


class MemberForm(forms.Form):
    """Which office somebody comes into, and when."""

    use_required_attribute = False
    position = forms.ChoiceField(label=gettext_lazy("Position"))
    held_as = forms.CharField(
        label=gettext_lazy("By what office"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "The office that brings the seat, where it is one: so the next holder follows."
        ),
    )
    ex_officio = forms.BooleanField(label=gettext_lazy("Ex officio"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["position"].choices = positions(language())  # type: ignore[attr-defined]
        self.fields["since"] = day_field(_("In office since"))


@login_required
@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/committees/<id>/members/add/?q=…: find the person, then the office."""
    found = find(request, pk)
    if not bodies.may_change_members(request.user) or found.kind.restricted:
        raise Http404
    asked = request.GET.get("q", "").strip()
    wanted = request.POST.get("person") or request.GET.get("person", "")
    person = person_for(request, wanted, asked or request.POST.get("q", ""))
    form = MemberForm(request.POST or None)
    problem = ""
    if request.method == "POST" and person is not None and form.is_valid():
        try:
            members.join(request.user, found, person, **form.cleaned_data)
        except members.Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("%(name)s is a member now.") % {"name": person.name_in(language())})
            return redirect("trainings:body", pk=found.pk)
    rows = finding.search(request.user, asked) if asked and person is None else []
    note_listing(request.user, rows, audit.address_of(request))
    context = {
        "title": _("Add a member"),
        "body": found,
        "body_url": reverse("trainings:body", args=[found.pk]),
        "search": asked or request.POST.get("q", ""),
        "rows": [
            {"id": str(one.pk), "name": one.name_in(language()), "about": one.designation} for one in rows
        ],
        "person": person,
        "person_name": person.name_in(language()) if person else "",
        "form": form,
        "problem": problem,
        "has_errors": bool(problem or form.errors),
    }
    return render(request, "trainings/member_add.html", context, status=422 if context["has_errors"] else 200)


def person_for(request: HttpRequest, wanted: str, typed: str) -> Person | None:
    """The person chosen, if they are within reach or the very one that was looked for by whole number or name."""
    pk = uuid_of(wanted)
    found = Person.objects.present().filter(pk=pk).first() if pk else None
    if found is None or may_open(request.user, found) or found in finding.exactly(typed):
        return found
    raise Http404


@login_required
@require_POST
def member_leave(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    """POST /workspace/committees/<id>/members/<member>/leave/: today is the last day, or the day given."""
    found = find(request, pk)
    held = Membership.objects.filter(pk=member, body=found).first()
    if held is None or not bodies.may_change_members(request.user):
        raise Http404
    try:
        members.leave(held, timezone.localdate())
    except members.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The membership ends today."))
    return redirect("trainings:body", pk=found.pk)
