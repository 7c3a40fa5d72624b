"""The form for the columns of an import: what each answers, and what to do with the rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.schema.document import text_in
from registry.access import offices_of, reach
from registry.importing import past
from registry.importing.mapping import REFERENCE, guess, keys_for, questions_for
from registry.importing.repeats import FOLDED, questions_in, repeat_named, repeats_of, unfolded
from registry.importing.store import Store
from registry.models import Action, DataImport, Office, Scope
from registry.tables.columns import label_of
from registry.type_rules import adding_offices
from registry.views.common import language


class ColumnsForm(forms.Form):
    """What each column answers, and what to do with the rows."""

    def __init__(self, columns: "Columns", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.label_suffix = ""
        for number, heading in enumerate(columns.headings):
            if number in columns.folded:
                self.fields[f"column-{number}"] = columns.folded_field(number)
                continue
            samples = ", ".join(cells[number][:30] for cells in columns.samples if cells[number])
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading
                or _("Column %(number)s, without a heading") % {"number": in_readers_digits(number + 1)},
                help_text=samples and _("For example: %(samples)s") % {"samples": samples},
                choices=[("", _("Leave out")), *columns.targets, *columns.groups],
                required=False,
                initial=columns.guessed.get(number, ""),
            )
        self.fields["key"] = forms.ChoiceField(
            label=_("How a record that is here already is known"),
            choices=[("", _("Not at all: every row is a new record")), *columns.keys],
            required=False,
            initial=REFERENCE if REFERENCE in columns.guessed.values() else "",
        )
        self.fields["mode"] = forms.ChoiceField(
            label=_("What to do with the rows"),
            choices=DataImport.Mode.choices,
            initial=DataImport.Mode.CREATE,
            widget=forms.RadioSelect,
        )
        self.fields["only_whole"] = forms.ChoiceField(
            label=_("When some rows are bad"),
            choices=[
                ("yes", _("Bring in nothing until all rows are good")),
                ("no", _("Bring in the good rows")),
            ],
            initial="yes",
            widget=forms.RadioSelect,
        )
        self.fields["office"] = forms.ModelChoiceField(
            columns.offices, label=_("Office of new records"), empty_label=None
        )

    @property
    def mapping(self) -> dict[str, str]:
        names = {str(n): self.cleaned_data.get(f"column-{n}") for n in range(len(self.columns.headings))}
        return {number: key for number, key in names.items() if key}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = list(self.mapping.values())
        labels = dict(self.columns.targets) | dict(self.columns.days) | self.columns.repeats
        for number, key in self.mapping.items():
            if chosen.count(key) > 1:
                self.add_error(
                    f"column-{number}",
                    _("“%(question)s” is chosen for two columns.") % {"question": labels[key]},
                )
        if not set(chosen) - {REFERENCE, *dict(self.columns.days)}:
            raise forms.ValidationError(
                _("No column answers a question. Is it the right file, and the right sheet?")
            )
        known_by, mode = cleaned.get("key"), cleaned.get("mode")
        if known_by and known_by not in chosen:
            self.add_error("key", _("No column holds this."))
        if not known_by and mode == DataImport.Mode.UPDATE:
            self.add_error("key", _("Say how records are known, so that they can be changed."))
        return cleaned


class Columns:
    """What the page of the columns needs."""

    def __init__(self, batch: DataImport, user: Any) -> None:
        head = Store(batch).head
        questions = questions_for(user, batch.record_type)
        self.headings, self.samples = head.headings, head.samples
        repeats = repeats_of(batch.record_type)
        self.repeats = {key: text_in(one.label, language(), key) for key, one in repeats.items()}
        """Key of a repeat → its label."""
        self.folded = {
            number: repeat_named(heading.removeprefix(FOLDED), repeats)
            for number, heading in enumerate(head.headings)
            if heading.startswith(FOLDED)
        }
        """Number of a column that holds the rows of a sheet → key of the repeat."""
        self.inner = {key: questions_in(user, batch.record_type, key) for key in self.folded.values()}
        self.guessed = guess(head.headings, questions, past.headings_of(batch.record_type)) | {
            number: key for number, key in self.folded.items() if self.inner[key]
        }
        number = [(REFERENCE, _("Record number"))]
        self.targets = number + [(key, label_of(one, language())) for key, one in questions.items()]
        self.days = [
            (key, past.label_of(rule, language()))
            for key, rule in past.transitions_of(batch.record_type).items()
        ]
        """What else a column may be: the day of a transition."""
        labels = dict(self.targets)
        known = keys_for(batch.record_type, questions)
        self.keys = number + [(key, labels[key]) for key in known]
        within = reach(user, batch.record_type)
        everywhere = within.scope_of(Action.CREATE) is Scope.ALL
        offices = adding_offices(batch.record_type, Office.objects.all())
        self.offices = offices if everywhere else offices.filter(pk__in=offices_of(user))

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The days of transitions, together under one heading."""
        return [(_("What happened before"), self.days)] if self.days else []

    def folded_field(self, number: int) -> forms.ChoiceField:
        """Whether the rows of a sheet come in, and which of its columns are recognised."""
        key = self.folded[number]
        label = self.repeats[key]
        sample = next((cells[number] for cells in self.samples if cells[number]), "")
        headings = unfolded(sample)[0] if sample else []
        known = guess(headings, self.inner[key])
        named = ", ".join(headings[place] for place, name in known.items() if name in self.inner[key])
        return forms.ChoiceField(
            label=_("Sheet “%(name)s”") % {"name": self.headings[number].removeprefix(FOLDED)},
            help_text=_("Columns recognised: %(names)s") % {"names": named} if named else "",
            choices=[("", _("Leave out")), *([(key, label)] if self.inner[key] else [])],
            required=False,
            initial=self.guessed.get(number, ""),
        )
