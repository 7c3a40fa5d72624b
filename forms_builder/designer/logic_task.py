"""The task "Logic" of a form: its rules in words, what is wrong with them, and a picture of which answer decides what."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from forms_builder import schema
from forms_builder.copied_in import with_live_blocks
from forms_builder.designer.logic_map import LogicMap, logic_map
from forms_builder.designer.logic_picture import picture_of
from forms_builder.designer.task_views import TaskView, address
from forms_builder.designer.tasks import State, Task, Tone, register
from forms_builder.digits import in_readers_digits
from forms_builder.models import FormDefinition


def map_of(definition: FormDefinition) -> LogicMap:
    """Of a draft; an empty one where the draft is no form document."""
    try:
        document = with_live_blocks(definition.parsed)
    except schema.DocumentError:
        document = schema.Document()
    return logic_map(document, get_language() or "bn")


def state(definition: FormDefinition) -> State:
    found = map_of(definition)
    if found.faulty or found.other_problems:
        number = found.faulty + len(found.other_problems)
        text = ngettext("%(number)s thing to mend", "%(number)s things to mend", number) % {
            "number": in_readers_digits(number)
        }
        return State(text, Tone.WRONG)
    if not found.count:
        return State(_("No rules"))
    text = ngettext("%(number)s rule", "%(number)s rules", found.count) % {
        "number": in_readers_digits(found.count)
    }
    return State(text, Tone.DONE)


class LogicView(TaskView):
    template_name = "designer/logic.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = map_of(self.definition)
        spots = found.spots
        return {
            **super().get_context_data(**kwargs),
            "edit_url": address("edit", self.definition),
            "parts": [{"spot": spots[key], "rules": lines} for key, lines in found.rules.items()],
            "decides": [
                {"spot": spots[key], "decided": [spots[other] for other in decided]}
                for key, decided in found.decides.items()
            ],
            "picture": picture_of(found),
            "other_problems": found.other_problems,
        }


register(
    Task(
        slug="logic",
        title=gettext_lazy("Logic"),
        summary=gettext_lazy("What is shown when, what is accepted, what is worked out."),
        icon="tasks",
        state=state,
        view=LogicView,
        order=20,
    )
)
