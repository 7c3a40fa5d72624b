"""The editor of workflows: rows of states, transitions and tasks instead of a document. Reading and writing are inverse.

Only shapes are judged here; whether the workflow makes sense is told by `registry.workflow.configuring`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.admin.workflow_parts import kept, key_from
from registry.models import RecordType, Role
from registry.workflow.document import ANY_OPEN, LONGEST, FourEyes, Reason

SPARE = 2
"""Empty rows at the end of each table: without JavaScript, saving brings more."""
MOST = 60
BLANK = [("", "–")]
PLAIN = forms.TextInput(attrs={"autocomplete": "off"})


class RowForm(forms.Form):
    """One row. Its key is made once from its words, and stays."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label_en = forms.CharField(label=gettext_lazy("English"), max_length=100, widget=PLAIN)
    label_bn = forms.CharField(label=gettext_lazy("Bangla"), max_length=100, widget=PLAIN)

    @property
    def label_words(self) -> dict[str, str]:
        return {"bn": self.cleaned_data["label_bn"], "en": self.cleaned_data["label_en"]}


class StateForm(RowForm):
    end = forms.BooleanField(label=gettext_lazy("Work is over"), required=False)
    locked = forms.BooleanField(label=gettext_lazy("Answers are closed to changes"), required=False)


class TransitionForm(RowForm):
    sources = forms.MultipleChoiceField(label=gettext_lazy("From"), widget=forms.CheckboxSelectMultiple)
    to = forms.ChoiceField(label=gettext_lazy("To"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who may"), required=False, widget=forms.CheckboxSelectMultiple
    )
    when = forms.CharField(label=gettext_lazy("Only if"), required=False, max_length=500, widget=PLAIN)
    when_en = forms.CharField(
        label=gettext_lazy("What is missing otherwise (English)"),
        required=False,
        max_length=200,
        widget=PLAIN,
    )
    when_bn = forms.CharField(
        label=gettext_lazy("What is missing otherwise (Bangla)"), required=False, max_length=200, widget=PLAIN
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Asks why"),
        choices=[
            (Reason.NO.value, gettext_lazy("no")),
            (Reason.OPTIONAL.value, gettext_lazy("if one likes")),
            (Reason.REQUIRED.value, gettext_lazy("always")),
        ],
        initial=Reason.NO.value,
    )
    four_eyes = forms.MultipleChoiceField(
        label=gettext_lazy("Not by"),
        required=False,
        choices=[
            (FourEyes.CREATOR.value, gettext_lazy("whoever filled it in")),
            (FourEyes.LAST_EDITOR.value, gettext_lazy("whoever changed it last")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    automatic = forms.BooleanField(label=gettext_lazy("Happens by itself"), required=False)
    closes = forms.CharField(
        label=gettext_lazy("Makes these tasks needless (* for all)"), required=False, widget=PLAIN
    )

    def __init__(self, *args: Any, states: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "sources").choices = [(ANY_OPEN, _("every open state")), *states]
        choice(self, "to").choices = [*BLANK, *states]
        choice(self, "roles").choices = role_choices()


class TaskForm(RowForm):
    at = forms.ChoiceField(label=gettext_lazy("Made when"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days until it is due"), min_value=0, max_value=LONGEST, initial=0
    )
    after = forms.CharField(
        label=gettext_lazy("Counted from this date question"), required=False, max_length=63, widget=PLAIN
    )
    when = forms.CharField(label=gettext_lazy("Only if"), required=False, max_length=500, widget=PLAIN)
    role = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    opens = forms.ChoiceField(label=gettext_lazy("Done by filling in"), required=False)
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Handed up after days"), required=False, min_value=0, max_value=LONGEST
    )
    escalate_to = forms.ChoiceField(label=gettext_lazy("Handed up to"), required=False)

    def __init__(self, *args: Any, moves: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "at").choices = [("", _("the record is new")), *moves]
        choice(self, "role").choices = [("", _("whoever the record belongs to")), *role_choices()]
        choice(self, "escalate_to").choices = [*BLANK, *role_choices()]
        choice(self, "opens").choices = [
            *BLANK,
            *((one.key, str(one)) for one in RecordType.objects.only("key", "name_en", "name_bn")),
        ]


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    return field


def role_choices() -> list[tuple[str, str]]:
    return [(one.key, str(one)) for one in Role.objects.only("key", "name_en", "name_bn")]


def rows(form: type[RowForm]) -> type[BaseFormSet[Any]]:
    made: type[BaseFormSet[Any]] = formset_factory(
        form, extra=SPARE, can_delete=True, max_num=MOST, absolute_max=MOST
    )
    return made


States, Transitions, Tasks = rows(StateForm), rows(TransitionForm), rows(TaskForm)


class Editor:
    """The three tables of one workflow. `document` is what is stored; `data` what was posted, if anything."""

    def __init__(self, document: Mapping[str, Any], data: Any = None) -> None:
        self.stored = document
        self.states = States(
            data, initial=[state_row(one) for one in document.get("states", ())], prefix="states"
        )
        self._name(self.states)
        known = self._named(self.states, document.get("states", ()), "value")
        moves = document.get("transitions", ())
        self.transitions = Transitions(
            data,
            initial=[transition_row(one) for one in moves],
            prefix="transitions",
            form_kwargs={"states": known},
        )
        self._name(self.transitions)
        self.tasks = Tasks(
            data,
            initial=list(task_rows(document)),
            prefix="tasks",
            form_kwargs={"moves": self._named(self.transitions, moves, "key")},
        )
        self._name(self.tasks)

    def is_valid(self) -> bool:
        return all([self.states.is_valid(), self.transitions.is_valid(), self.tasks.is_valid()])

    @property
    def document(self) -> dict[str, Any]:
        """The workflow as it is to be stored; of a valid editor. What no table shows stays as it was."""
        moves, states = self.stored.get("transitions", ()), self.stored.get("states", ())
        rules = [*self.stored.get("at_start", ()), *(rule for one in moves for rule in one.get("tasks", ()))]
        tasks = [(row.cleaned_data["at"], kept(rules, task_of(row))) for row in filled(self.tasks)]
        return {
            **self.stored,
            "states": [kept(states, state_of(row), "value") for row in filled(self.states)],
            "transitions": [
                kept(moves, transition_of(row, [task for at, task in tasks if at == row.cleaned_data["key"]]))
                for row in filled(self.transitions)
            ],
            "at_start": [task for at, task in tasks if not at],
        }

    def _name(self, table: Any) -> None:
        """Give new rows keys from their words, so that other tables can point at them in the same post."""
        if not table.is_bound or not table.is_valid():
            return
        taken = {row.cleaned_data["key"] for row in filled(table) if row.cleaned_data["key"]}
        for row in filled(table):
            if not row.cleaned_data["key"]:
                row.cleaned_data["key"] = key_from(row.cleaned_data["label_en"], taken)
                taken.add(row.cleaned_data["key"])

    def _named(self, table: Any, stored: Iterable[Mapping[str, Any]], key: str) -> list[tuple[str, str]]:
        """(key, words) of the rows of a table, as posted or as stored."""
        if table.is_bound and table.is_valid():
            return [(row.cleaned_data["key"], row.cleaned_data["label_en"]) for row in filled(table)]
        return [(one[key], one.get("label", {}).get("en") or one[key]) for one in stored]


def filled(table: Any) -> list[Any]:
    """Rows with something in them that are not to go."""
    return [row for row in table.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]


def words(part: Mapping[str, Any], name: str = "label") -> dict[str, str]:
    said = part.get(name, {})
    return {f"{name}_bn": said.get("bn", ""), f"{name}_en": said.get("en", "")}


def state_row(state: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": state["value"], **words(state), "end": state.get("end"), "locked": state.get("locked")}


def state_of(row: Any) -> dict[str, Any]:
    data = row.cleaned_data
    return {"value": data["key"], "label": row.label_words, "end": data["end"], "locked": data["locked"]}


def transition_row(one: Mapping[str, Any]) -> dict[str, Any]:
    message = one.get("when_message", {})
    return {
        "key": one["key"],
        **words(one),
        "sources": list(one.get("sources", ())),
        "to": one.get("to", ""),
        "roles": list(one.get("roles", ())),
        "when": one.get("when", ""),
        "when_en": message.get("en", ""),
        "when_bn": message.get("bn", ""),
        "reason": one.get("reason", Reason.NO.value),
        "four_eyes": list(one.get("four_eyes", ())),
        "automatic": one.get("automatic", False),
        "closes": " ".join(one.get("closes", ())),
    }


def transition_of(row: Any, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    data = row.cleaned_data
    message = {"bn": data["when_bn"], "en": data["when_en"]}
    same = {
        name: data[name]
        for name in ("key", "to", "when", "reason", "automatic", "sources", "roles", "four_eyes")
    }
    return {
        **same,
        "label": row.label_words,
        "when_message": message if any(message.values()) else {},
        "closes": data["closes"].split(),
        "tasks": tasks,
    }


def task_rows(document: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for one in document.get("at_start", ()):
        yield task_row(one, "")
    for move in document.get("transitions", ()):
        for one in move.get("tasks", ()):
            yield task_row(one, move["key"])


def task_row(one: Mapping[str, Any], at: str) -> dict[str, Any]:
    plain = {name: one.get(name, "") for name in ("after", "when", "role", "opens", "escalate_to")}
    days = {"days": one.get("days", 0), "escalate_after": one.get("escalate_after")}
    return {"key": one["key"], **words(one), "at": at, **plain, **days}


def task_of(row: Any) -> dict[str, Any]:
    data = row.cleaned_data
    names = ("key", "days", "after", "when", "role", "opens", "escalate_after", "escalate_to")
    return {"label": row.label_words, **{name: data[name] for name in names}}
