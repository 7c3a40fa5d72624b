"""What is due: mine and my team's, done with one press, or put off with a reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_builder.digits import readers_day
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import read_date
from forms_builder.schema.document import text_in
from registry import audit
from registry.known import VERSION_BULK
from registry.models import RecordType, Role, Task
from registry.views.common import language, may_add
from registry.workflow import tasks

MINE, OVERDUE, CASES, TEAM = "mine", "overdue", "cases", "team"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One task as a list shows it."""

    id: UUID
    label: str
    reference: str
    record_url: str
    due: date
    late: bool
    today: bool
    who: str
    note: str
    open_url: str = ""
    """The form that does it; blank where it is done by pressing a button, and for whoever may not fill it in."""
    done_url: str = ""
    """Where it is done by pressing a button; blank where it is not theirs."""
    later_url: str = ""


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = forms.CharField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("Day, month, year: 25/12/2026."), max_length=40
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=Task.Snooze.choices, widget=forms.RadioSelect
    )

    def clean_until(self) -> date:
        found: date = read_date(typed_sign(self.cleaned_data["until"]))
        today = timezone.localdate()
        if found <= today:
            raise ValidationError(_("Choose a day after today."))
        if found > today + timedelta(days=tasks.SNOOZE_DAYS):
            raise ValidationError(_("A task can be put off for three months at most."))
        return found


@login_required
@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """GET /workspace/tasks/: mine. With ?show= all that I may see: the overdue ones, by case, by person or role."""
    show = request.GET.get("show", MINE)
    show = show if show in (MINE, OVERDUE, CASES, TEAM) else MINE
    page = Paginator(shown(request.user, show), SHOWN).get_page(request.GET.get("page"))
    lines = seen_lines(request, list(page.object_list))
    headings = {CASES: lambda line: line.reference, TEAM: lambda line: line.who}.get(show, lambda line: "")
    context = {
        "show": show,
        "groups": [(heading, list(group)) for heading, group in groupby(lines, headings)],
        "page": page,
        "title": _("Tasks"),
    }
    return render(request, "registry/tasks.html", context)


def shown(user: Any, show: str) -> QuerySet[Task]:
    """The tasks of one tab, in its order."""
    found = tasks.mine(user) if show == MINE else tasks.tasks_for(user)
    found = found.select_related("record__type", "assignee")
    if show == OVERDUE:
        return found.filter(due__lt=timezone.localdate())
    if show == CASES:
        return found.order_by("record__reference", "due", "pk")
    if show == TEAM:
        return found.order_by("assignee__full_name", "assignee", "role", "due", "pk")
    return found


@login_required
@require_POST
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST /workspace/tasks/<id>/done/"""
    try:
        tasks.finish(request.user, pk)
    except Task.DoesNotExist as error:
        raise Http404 from error
    except tasks.AlreadyDone:
        return back_from_done(request)
    except tasks.NotPossible:
        messages.error(request, _("This task is done by filling in its form."))
    else:
        messages.success(request, _("Done."))
    return redirect("registry:tasks")


@login_required
@require_http_methods(["GET", "POST"])
def later(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/tasks/<id>/later/"""
    form = SnoozeForm(request.POST or None, label_suffix="")
    try:
        found = tasks.find(request.user, pk)
        if request.method == "POST" and form.is_valid():
            until = form.cleaned_data["until"]
            found = tasks.snooze(request.user, pk, until, form.cleaned_data["reason"])
            messages.success(request, put_off_words(until, found.due))
            return redirect("registry:tasks")
    except Task.DoesNotExist as error:
        raise Http404 from error
    except tasks.AlreadyDone:
        return back_from_done(request)
    return render(
        request, "registry/task_later.html", {"form": form, "line": lines_of(request.user, [found])[0]}
    )


def put_off_words(asked: date, due: date) -> str:
    """To which day a task was put off. It may be a later one than was asked for: tasks are due on working days."""
    days = {"day": readers_day(due), "asked": readers_day(asked)}
    if due == asked:
        return _("Put off to %(day)s.") % days
    return _("Put off to %(day)s: %(asked)s is no working day.") % days


def back_from_done(request: HttpRequest) -> HttpResponse:
    """A second press, or somebody else was quicker."""
    messages.info(request, _("This task is done already."))
    return redirect("registry:tasks")


def seen_lines(request: HttpRequest, found: list[Task]) -> list[Line]:
    """Lines for a page; that their records were named is noted like any list."""
    with audit.reading(request.user, audit.AccessKind.LIST, "", address=audit.address_of(request)) as seen:
        seen.add(dict.fromkeys(task.record_id for task in found))
    return lines_of(request.user, found)


def lines_of(user: Any, found: list[Task]) -> list[Line]:
    """Lines with the buttons that lead somewhere for this person."""
    if not found:
        return []
    roles = {
        role.key: str(role) for role in Role.objects.filter(key__in={task.role for task in found} - {""})
    }
    theirs, forms = tasks.may_do(user, found), may_fill_in(user, {task.opens for task in found} - {""})
    return [line_of(task, roles, theirs=task.pk in theirs, fills_in=task.opens in forms) for task in found]


def may_fill_in(user: Any, keys: Collection[str]) -> set[str]:
    """Which of these record types the person may add records of now."""
    bulk = [f"form__live_version__{name}" for name in VERSION_BULK]
    kinds = RecordType.objects.filter(key__in=keys, active=True).select_related("form__live_version")
    return (
        {kind.key for kind in kinds.defer("form__document", *bulk) if may_add(user, kind)} if keys else set()
    )


def line_of(
    task: Task,
    roles: Mapping[str, str],
    *,
    theirs: bool,
    fills_in: bool,
) -> Line:
    """`roles`: key → name of the roles that tasks are for. `theirs`, `fills_in`: what the reader may do about it."""
    today = timezone.localdate()
    record = task.record
    return Line(
        id=task.pk,
        label=text_in(task.label, language(), task.rule),
        reference=record.reference,
        record_url=reverse("registry:record", args=[record.type.key, record.pk]),
        due=task.due,
        late=task.due < today,
        today=task.due == today,
        who=str(task.assignee) if task.assignee_id else roles.get(task.role, task.role),
        note=note_of(task),
        open_url=open_url(task) if fills_in else "",
        done_url=reverse("registry:task_done", args=[task.pk]) if theirs and not task.opens else "",
        later_url=reverse("registry:task_later", args=[task.pk]) if theirs else "",
    )


def open_url(task: Task) -> str:
    """The form that does the task, for its record."""
    target: dict[str, Any] = {"purpose": "registry.new", "target": f"{task.opens}/{task.record_id}"}
    return reverse("filling:start", kwargs=target)


def note_of(task: Task) -> str:
    """What stands beside a task: that it was handed up, or put off."""
    if task.escalated_at is not None:
        return _("Handed up, because it is late")
    return _("Put off: %(reason)s") % {"reason": task.get_snoozed_display()} if task.snoozed else ""
