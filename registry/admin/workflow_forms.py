"""The tables of the editor of workflows: states, transitions and tasks.

Only shapes are judged here; whether the workflow makes sense is told by `registry.workflow.configuring`.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import RecordType, Role
from registry.workflow.document import ANY_OPEN, LONGEST, FourEyes, Reason

SPARE = 2
"""Empty rows at the end of each table: without JavaScript, saving brings more."""
MOST = 60
BLANK = [("", "–")]
ANSWERED = "*"
"""Instead of a transition: the task is made when answers come to fit its condition."""
PAIRS = r"^(\s*[a-z][a-z0-9_]*=[a-z][a-z0-9_]*)*\s*$"
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
    open_for = forms.MultipleChoiceField(
        label=gettext_lazy("May be added below even if closed"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "open_for").choices = type_choices()


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
    consent = forms.BooleanField(label=gettext_lazy("Only with consent"), required=False)
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
    sets = forms.CharField(
        label=gettext_lazy("Answers by itself"),
        help_text=gettext_lazy("One a line: the question, “=”, and an expression."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    automatic = forms.BooleanField(label=gettext_lazy("Happens by itself"), required=False)
    closes = forms.CharField(
        label=gettext_lazy("Makes these tasks needless (* for all)"), required=False, widget=PLAIN
    )
    waits_for = forms.CharField(
        label=gettext_lazy("Waits until these tasks are done"), required=False, widget=PLAIN
    )
    needs = forms.MultipleChoiceField(label=gettext_lazy("Has to be added below before"), required=False)
    moves = forms.CharField(
        label=gettext_lazy("Gives these tasks a new day"),
        help_text=gettext_lazy("Task and date question, with an equals sign between: carry_out=new_due"),
        required=False,
        max_length=200,
        widget=PLAIN,
        validators=[RegexValidator(PAIRS)],
    )

    def __init__(self, *args: Any, states: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "sources").choices = [(ANY_OPEN, _("every open state")), *states]
        choice(self, "to").choices = [*BLANK, *states]
        choice(self, "roles").choices = role_choices()
        choice(self, "needs").choices = type_choices()


class TaskForm(RowForm):
    at = forms.ChoiceField(label=gettext_lazy("Made when"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days until it is due"), min_value=0, max_value=LONGEST, initial=0
    )
    every_day = forms.BooleanField(label=gettext_lazy("Due on days off too"), required=False)
    after = forms.CharField(
        label=gettext_lazy("Counted from this date question"),
        help_text=gettext_lazy("Of the record whose answers are looked at, if it is made by answers."),
        required=False,
        max_length=63,
        widget=PLAIN,
    )
    when = forms.CharField(label=gettext_lazy("Only if"), required=False, max_length=500, widget=PLAIN)
    role = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    opens = forms.ChoiceField(label=gettext_lazy("Done by filling in"), required=False)
    answered_when = forms.CharField(
        label=gettext_lazy("Only if what is filled in says"), required=False, max_length=500, widget=PLAIN
    )
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Handed up after days"),
        help_text=gettext_lazy("Days that it may be late. 0: on the morning after its day."),
        required=False,
        min_value=0,
        max_value=LONGEST,
    )
    escalate_to = forms.ChoiceField(label=gettext_lazy("Handed up to"), required=False)
    below = forms.ChoiceField(label=gettext_lazy("Looks at the answers of"), required=False)
    by_sealed = forms.BooleanField(
        label=gettext_lazy("May go by sealed answers"),
        help_text=gettext_lazy(
            "Whoever sees the task learns that its condition holds, and the day it is counted from."
        ),
        required=False,
    )

    def __init__(self, *args: Any, moves: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "at").choices = [
            ("", _("the record is new")),
            (ANSWERED, _("answers come to fit its condition")),
            *moves,
        ]
        choice(self, "role").choices = [("", _("whoever the record belongs to")), *role_choices()]
        choice(self, "escalate_to").choices = [*BLANK, *role_choices()]
        choice(self, "opens").choices = [*BLANK, *type_choices()]
        choice(self, "below").choices = [("", _("the record itself")), *type_choices()]


class WholeForm(forms.Form):
    """What holds for all tasks of a workflow."""

    otherwise = forms.CharField(
        label=gettext_lazy("Tasks that somebody may not see go to"),
        help_text=gettext_lazy("Keys of roles, in turn, with spaces between."),
        required=False,
        widget=PLAIN,
    )


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    return field


def role_choices() -> list[tuple[str, str]]:
    return [(one.key, str(one)) for one in Role.objects.only("key", "name_en", "name_bn")]


def type_choices() -> list[tuple[str, str]]:
    return [(one.key, str(one)) for one in RecordType.objects.only("key", "name_en", "name_bn")]


def rows(form: type[RowForm]) -> type[BaseFormSet[Any]]:
    made: type[BaseFormSet[Any]] = formset_factory(
        form, extra=SPARE, can_delete=True, max_num=MOST, absolute_max=MOST
    )
    return made


States, Transitions, Tasks = rows(StateForm), rows(TransitionForm), rows(TaskForm)


def filled(table: Any) -> list[Any]:
    """Rows with something in them that are not to go."""
    return [row for row in table.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
