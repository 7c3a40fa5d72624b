"""The forms of the set-up: what an admin types, checked against the form that a record type is filled in with."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from forms_builder.schema import Compartment, Question
from registry import slots
from registry.admin import signing_fields
from registry.admin.fields import KeysField, LinesField, RollupsField, StatusesField, TicksField
from registry.admin.versions import keep_grants, keep_type
from registry.filters import FIXED
from registry.models import Action, Office
from registry.sealing import is_sealed, questions_by_key
from registry.workflow.configuring import read, states_of

TIERS = [
    ("P", gettext_lazy("public")),
    ("I", gettext_lazy("internal")),
    ("C", gettext_lazy("confidential")),
    ("R", gettext_lazy("restricted")),
]
COMPARTMENTS = [
    (Compartment.IDENTITY.value, gettext_lazy("who somebody is")),
    (Compartment.LOCATION.value, gettext_lazy("where somebody is")),
    (Compartment.CLINICAL.value, gettext_lazy("health and counselling")),
    (Compartment.LEGAL.value, gettext_lazy("legal matters")),
]
MOST_NAMED = 40
"""How many possible keys an error message names."""


class RecordTypeForm(WagtailAdminModelForm):
    """A record type. Its key and form stay once there are records; its lists name questions that exist."""

    statuses = StatusesField(
        label=gettext_lazy("Statuses"),
        help_text=gettext_lazy(
            "One a line: value | Bangla | English. New records begin with the first one. With a workflow its states "
            "take their place."
        ),
    )
    list_keys = KeysField(
        label=gettext_lazy("Columns of the list"),
        help_text=gettext_lazy(
            "Keys of questions, one a line, in the order of the columns. Sealed answers never stand in lists. "
            "Besides questions: _office, _owner, _created_at, _updated_at."
        ),
    )
    filter_keys = KeysField(
        label=gettext_lazy("Filters of the list"),
        help_text=gettext_lazy(
            "Keys of questions that the form calls filterable, one a line. Besides: _owner, _created_at."
        ),
    )
    profile_keys = KeysField(
        label=gettext_lazy("Identity strip"),
        help_text=gettext_lazy("Keys of the questions that tell who or what a record is about, one a line."),
    )

    print_keys = KeysField(
        label=gettext_lazy("On paper"),
        help_text=gettext_lazy(
            "Keys of the questions that a printed record shows, one a line. Empty: every question the person may see."
        ),
    )
    duplicate_keys = KeysField(
        label=gettext_lazy("Looks the same when"),
        help_text=gettext_lazy(
            "Keys of filterable questions, one a line. Records whose answers to all of them are equal are shown to each "
            "other as perhaps the same. They are never merged by themselves."
        ),
    )
    office_keys = LinesField(
        label=gettext_lazy("Offices that add such records"),
        help_text=gettext_lazy("Keys of offices, one a line. Empty: every office."),
    )
    retention_months = forms.IntegerField(
        label=gettext_lazy("Months to keep after the last change"),
        help_text=gettext_lazy("Empty: for as long as somebody decides. Nothing is deleted by this alone."),
        required=False,
        min_value=1,
        max_value=1200,
    )

    rollups = RollupsField(
        label=gettext_lazy("Figures from the records below"),
        help_text=gettext_lazy(
            "One a line: key | record type | count, latest, first, sum, highest or lowest | question | Bangla | English. "
            "What narrows a figure follows after another |."
        ),
    )

    signed, countersign, addenda_about = (
        signing_fields.SIGNED,
        signing_fields.COUNTERSIGN,
        signing_fields.ABOUT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signing_fields.fill(self, COMPARTMENTS)
        if self.instance.pk:
            self.fields["key"].disabled = True
            self.fields["form"].disabled = self.instance.records.exists()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        workflow = cleaned.get("workflow")
        if workflow is not None:
            cleaned["statuses"] = states_of(read(workflow.document))
        statuses = cleaned.get("statuses")
        if not statuses and "statuses" not in self.errors:
            self.add_error("statuses", self.fields["statuses"].error_messages["required"])
        signing_fields.write(self.instance, cleaned)
        if statuses:
            self.instance.initial_status = statuses[0]["value"]
        offices = set(Office.objects.values_list("key", flat=True))
        self.refuse_unknown("office_keys", cleaned.get("office_keys") or [], offices)
        known = questions_of(cleaned.get("form"))
        if known is not None:
            self.check_keys(known)
        return cleaned

    def check_keys(self, known: Mapping[str, Question]) -> None:
        openly = {key for key, question in known.items() if not is_sealed(question)}
        allowed = {
            "profile_keys": set(known),
            "list_keys": openly | set(FIXED),
            "filter_keys": {key for key in openly if known[key].filterable} | set(FIXED),
            "print_keys": set(known),
            "duplicate_keys": {key for key in openly if known[key].filterable},
        }
        for field, keys in allowed.items():
            self.refuse_unknown(field, self.cleaned_data.get(field) or [], keys)
        sort = self.cleaned_data.get("sort") or ""
        self.refuse_unknown("sort", [sort.removeprefix("-")] if sort else [], allowed["filter_keys"])

    def refuse_unknown(self, field: str, named: Collection[str], keys: Collection[str]) -> None:
        wrong = [key for key in named if key not in keys]
        if wrong:
            words = {"wrong": ", ".join(wrong)[:200], "keys": ", ".join(sorted(keys)[:MOST_NAMED])}
            self.add_error(field, _("Not possible here: %(wrong)s. Possible are: %(keys)s.") % words)

    def save(self, commit: bool = True) -> Any:
        """Saves, and gives new filters their index columns; ValidationError when there is no room for one."""
        record_type = super().save(commit)
        if commit:
            slots.allocate(record_type)
            keep_type(record_type, self.for_user)
        return record_type


class GrantForm(WagtailAdminModelForm):
    """What a role may do with records of a type."""

    actions = TicksField(choices=Action.choices, label=gettext_lazy("What the role may do"))
    tier = forms.ChoiceField(
        choices=TIERS,
        label=gettext_lazy("Up to sensitivity"),
        help_text=gettext_lazy("Answers above it are named as withheld."),
    )
    compartments = TicksField(
        choices=COMPARTMENTS,
        required=False,
        label=gettext_lazy("Of confidential and restricted answers, those about"),
        help_text=gettext_lazy("Without a tick none of them are seen."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        actions = set(cleaned.get("actions") or [])
        if actions & {Action.EDIT, Action.EXPORT} and Action.VIEW not in actions:
            self.add_error("actions", _("Who may change or export records has to see them too."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        grant = super().save(commit)
        if commit:
            keep_grants(grant.record_type, self.for_user)
        return grant


class PlaceForm(WagtailAdminModelForm):
    """A place. The one around it belongs to a higher level."""

    aliases = LinesField(
        label=gettext_lazy("Other spellings"),
        help_text=gettext_lazy("One a line. The place is found by them too."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        parent, level = cleaned.get("parent"), cleaned.get("level")
        levels = type(self.instance).Level.values
        if parent and level and levels.index(parent.level) >= levels.index(level):
            self.add_error("parent", _("The place around it has to be of a higher level."))
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("The end is before the beginning."))
        return cleaned


def questions_of(form: Any) -> Mapping[str, Question] | None:
    """The questions of a form's live version; None while it has none, so nothing can be checked."""
    return questions_by_key(form.live_version.parsed) if form and form.live_version else None
