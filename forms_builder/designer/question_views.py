"""The first task of a form: its questions. Who may change them gets the editor, others the preview."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forms_builder.designer.home_buttons import address
from forms_builder.designer.task_views import TaskView
from forms_builder.designer.tasks import State, Task, Tone
from forms_builder.digits import in_readers_digits
from forms_builder.models import FormDefinition
from forms_builder.schema import questions


class QuestionsView(TaskView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = "edit" if self.user_has_permission("change") else "task_preview"
        return redirect(address(page, self.definition))


def questions_state(definition: FormDefinition) -> State:
    count = sum(not question.retired for question, _repeat in questions(definition.parsed))
    if not count:
        return State(_("No questions yet"), Tone.TODO)
    return State(
        ngettext("%(count)s question", "%(count)s questions", count) % {"count": in_readers_digits(count)},
        Tone.DONE,
    )


task = Task(
    slug="questions",
    title=gettext_lazy("Questions"),
    summary=gettext_lazy("Pages, groups, questions and their choices."),
    icon="list-ul",
    state=questions_state,
    view=QuestionsView,
    order=10,
)
