"""The page that opens a form to everybody: the switch, and for each question whether visitors are asked it."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from forms_builder import schema, usage
from forms_builder.compiling import compile_draft
from forms_builder.designer.setting_views import SettingsForm, SettingsView
from forms_builder.designer.tasks import State, Task, Tone
from forms_builder.filling.layouts import is_writable
from forms_builder.models import FormDefinition
from forms_builder.public.objections import public_problems
from forms_builder.questions import types
from forms_builder.schema import Document, Prefill, Question, Repeat
from forms_builder.schema.document import text_in
from forms_builder.wording import problem_text

ASK, LEAVE_OUT, FIXED = "ask", "leave", "="
PREFIX = "ask-"
STAFF_PREFILLS = (Prefill.USER,)


class OpenForm(SettingsForm):
    """The switch; `form_for` adds a choice for each question."""

    definition: ClassVar[FormDefinition]
    open = forms.BooleanField(
        required=False,
        label=gettext_lazy("Everybody can fill it in, without an account"),
        help_text=gettext_lazy("It counts from when this version of the form is published."),
    )
    by_link = forms.BooleanField(
        required=False,
        label=gettext_lazy("Only with a link that staff give"),
        help_text=gettext_lazy(
            "For answers about something of yours, such as a training: the link says which one, and closes by itself."
        ),
    )

    @classmethod
    def values_of(cls, document: dict[str, Any]) -> dict[str, Any]:
        public = document.get("public")
        parts = asked(schema.from_json(document))
        return {
            "open": public is not None,
            "by_link": bool(public and public.get("by_link")),
            **{PREFIX + key: use_of(public, part) for key, part in parts.items()},
        }

    @staticmethod
    def write(document: dict[str, Any], values: dict[str, Any]) -> None:
        document.pop("public", None)
        if not values["open"]:
            return
        uses = {
            name.removeprefix(PREFIX): str(value) for name, value in values.items() if name.startswith(PREFIX)
        }
        document["public"] = {
            "left_out": [key for key, use in uses.items() if use == LEAVE_OUT],
            "answers": {key: use.removeprefix(FIXED) for key, use in uses.items() if use.startswith(FIXED)},
            **({"by_link": True} if values["by_link"] else {}),
        }

    def clean(self) -> dict[str, Any]:
        values = {**(super().clean() or {})}
        if values.get("open") and not self.errors:
            document = deepcopy(self.definition.document)
            self.write(document, values)
            self.refuse(compile_draft(schema.from_json(document)).document)
        return values

    def refuse(self, document: Document) -> None:
        """Say beside each question, and above all of them, what keeps the form from being public."""
        for problem in public_problems(document):
            name = PREFIX + problem.key
            self.add_error(name if name in self.fields else None, problem_text(problem))
        for sentence in usage.public_objections(self.definition.pk, document):
            self.add_error(None, sentence)


def form_for(definition: FormDefinition) -> type[OpenForm]:
    """The form of settings with one field a question."""
    language = get_language() or "bn"
    parts = asked(compile_draft(definition.parsed).document)
    fields = {
        PREFIX + key: forms.ChoiceField(
            choices=uses(part, language), label=text_in(part.label, language, key)
        )
        for key, part in parts.items()
    }
    return type("OpenForm", (OpenForm,), {"definition": definition, **fields})


def asked(document: Document) -> Mapping[str, Question | Repeat]:
    """Questions that are asked outside of repeats, and repeats as a whole; by key, in the order of the form."""
    found: dict[str, Question | Repeat] = {}
    for place in schema.walk(document):
        part, in_rows = place.part, any(isinstance(parent, Repeat) for parent in place.parents)
        if in_rows or not isinstance(part, Question | Repeat):
            continue
        if isinstance(part, Repeat) or (types.of(part).stored and is_writable(part)):
            found[part.key] = part
    return found


def uses(part: Question | Repeat, language: str) -> list[tuple[str, str]]:
    """What can become of a question: (value, words)."""
    found = [(ASK, _("Ask it")), (LEAVE_OUT, _("Leave it out"))]
    if isinstance(part, Question) and not types.of(part).many:
        found += [
            (
                FIXED + choice.value,
                _("Answer it for everybody: %(choice)s") % {"choice": text_in(choice.label, language)},
            )
            for choice in part.choices
            if not choice.retired
        ]
    return found


def use_of(public: Mapping[str, Any] | None, part: Question | Repeat) -> str:
    """What becomes of a question now; a proposal where the form is not public yet."""
    if public is None:
        staffs = isinstance(part, Question) and (
            part.prefill in STAFF_PREFILLS or not types.of(part).for_everybody
        )
        return LEAVE_OUT if staffs else ASK
    if part.key in public.get("answers", {}):
        return FIXED + str(public["answers"][part.key])
    return LEAVE_OUT if part.key in public.get("left_out", ()) else ASK


class PublicView(SettingsView):
    @property
    def form_class(self) -> type[SettingsForm]:  # type: ignore[override]
        return form_for(self.definition)

    def facts(self) -> list[str]:
        return [
            _("Then it has an address of its own, /forms/%(key)s/, that can be printed on a poster.")
            % {"key": self.definition.key},
            _(
                "Leave out what only staff answer. An answer given for everybody, such as the channel, "
                "is not shown and cannot be changed by them."
            ),
        ]


def public_state(definition: FormDefinition) -> State:
    live = definition.live_version.as_document.public if definition.live_version else None
    drafted = definition.document.get("public") is not None
    if drafted and live is not None:
        words = _("Everybody with a link") if live.by_link else _("Everybody can fill it in")
        return State(words, Tone.DONE)
    if drafted:
        return State(_("For everybody once it is published"), Tone.TODO)
    if live is not None:
        return State(_("For everybody until the draft is published"), Tone.TODO)
    return State(_("Only with an account"))


task = Task(
    slug="public",
    title=gettext_lazy("For everybody"),
    summary=gettext_lazy("Whether people without an account can fill it in, and what they are asked."),
    icon="globe",
    state=public_state,
    view=PublicView,
    order=45,
)
