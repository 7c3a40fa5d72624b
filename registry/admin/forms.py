"""The forms of the set-up: what an admin types, checked against the form that a record type is filled in with."""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from forms_builder.questions import types
from forms_builder.schema import Question
from registry import slots
from registry.admin import granting, guard_fields, signing_fields, type_checks
from registry.admin.fields import KeysField, LinesField, RollupsField, StatusesField, TicksField
from registry.admin.grant_words import COMPARTMENTS, TIERS
from registry.admin.icons import USUAL, icons
from registry.admin.readiness import missing
from registry.admin.type_checks import not_among, questions_outside_rows
from registry.admin.versions import keep_change
from registry.filters import FIXED
from registry.guarding import guard_anew
from registry.models import Action, Office, RecordType, Watch
from registry.references import same_numbers
from registry.sealing import is_sealed, questions_by_key
from registry.workflow.configuring import read, states_of


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
            "Where only some records count, or a date puts them in order, a seventh part says so: "
            "| _status = approved, closed; reason = return; _by = date."
        ),
    )
    icon = forms.ChoiceField(label=gettext_lazy("Icon"))
    guard_when, guard_names = guard_fields.WHEN, guard_fields.NAMES

    signed, countersign, addenda_about = (
        signing_fields.SIGNED,
        signing_fields.COUNTERSIGN,
        signing_fields.ABOUT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signing_fields.fill(self, COMPARTMENTS)
        guard_fields.fill(self)
        self.known_icons()
        if self.instance.pk:
            self.fields["key"].disabled = True
            self.fields["form"].disabled = self.instance.records.exists()

    def known_icons(self) -> None:
        """The drawings there are, and what a type has already."""
        now = self.instance.icon if self.instance.pk else USUAL
        self.initial["icon"] = now
        icon: Any = self.fields["icon"]
        icon.choices = [(name, name) for name in dict.fromkeys([*icons(), now])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        workflow = cleaned.get("workflow")
        if workflow is not None:
            cleaned["statuses"] = states_of(read(workflow.document))
        statuses = cleaned.get("statuses")
        if not statuses and "statuses" not in self.errors:
            self.add_error("statuses", self.fields["statuses"].error_messages["required"])
        self.add_faults(type_checks.status_faults(self.instance, cleaned))
        signing_fields.write(self.instance, cleaned)
        guard_fields.write(self.instance, cleaned)
        if statuses:
            self.instance.initial_status = statuses[0]["value"]
        offices = set(Office.objects.values_list("key", flat=True))
        self.refuse_unknown("office_keys", cleaned.get("office_keys") or [], offices)
        self.add_faults(type_checks.rollup_faults(self.instance, cleaned.get("rollups") or []))
        cleaned["rollups"] = self.with_what_no_line_says(cleaned.get("rollups") or [])
        form: Any = cleaned.get("form")
        known = questions_outside_rows(form)
        if known is not None:
            self.check_keys(known)
            self.add_faults(type_checks.above_faults(cleaned, known))
            self.add_faults(
                guard_fields.problems(cleaned, questions_by_key(form.live_version.parsed) if form else {})
            )
        return cleaned

    def check_keys(self, known: Mapping[str, Question]) -> None:
        openly = {key for key, question in known.items() if not is_sealed(question)}
        filters = {key for key in openly if known[key].filterable}
        allowed = {
            "profile_keys": set(known),
            "list_keys": openly | set(FIXED),
            "filter_keys": filters | set(FIXED),
            "print_keys": set(known),
            "duplicate_keys": filters,
        }
        for field, keys in allowed.items():
            self.refuse_unknown(field, self.cleaned_data.get(field) or [], keys)
        sort = self.cleaned_data.get("sort") or ""
        in_order = {key for key in filters if not types.of(known[key]).many} | set(FIXED)
        self.refuse_unknown("sort", [sort.removeprefix("-")] if sort else [], in_order)

    def refuse_unknown(self, field: str, named: Collection[str], keys: Collection[str]) -> None:
        said = not_among(named, keys)
        if said:
            self.add_error(field, said)

    def add_faults(self, faults: Iterable[tuple[str, str]]) -> None:
        for field, said in faults:
            self.add_error(field, said)

    def with_what_no_line_says(self, rollups: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Figures as they were typed, with what their line does not say of them."""
        before = {one["key"]: one for one in self.instance.rollups}
        unsaid = {
            key: {part: value for part, value in one.items() if part not in RollupsField.SHOWN}
            for key, one in before.items()
        }
        return [{**unsaid.get(one["key"], {}), **one} for one in rollups]

    def save(self, commit: bool = True) -> Any:
        """Saves, and gives new filters their index columns; ValidationError when there is no room for one, or when a
        type in use would lack something that it did not lack before.
        """
        before = RecordType.objects.filter(pk=self.instance.pk).first()
        lacked = set(missing(before)) if before else set()
        record_type = super().save(commit)
        if commit:
            slots.allocate(record_type)
            lacks = [words for words in missing(record_type) if words not in lacked]
            if record_type.active and lacks:
                raise ValidationError([_("It is in use, so this cannot be saved:"), *lacks])
            keep_change(record_type, before, self.for_user)
            if before and before.guard != record_type.guard:
                guard_anew.enqueue(record_type.pk, "")
        return record_type


class GrantForm(WagtailAdminModelForm):
    """What a role may do with records of a type. Saving it is a proposal: see `granting`."""

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
    watch = forms.ChoiceField(
        choices=Watch.choices,
        required=False,
        label=gettext_lazy("Guarded records"),
        help_text=gettext_lazy(
            "Where a record type guards some of its records. Whoever such a record names never sees it, whatever stands "
            "here."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        record_type = cleaned.get("record_type")
        if cleaned.get("watch") and record_type and not record_type.guard:
            self.add_error("watch", _("This record type guards no records: say there first which it guards."))
        actions = set(cleaned.get("actions") or [])
        if actions & {Action.EDIT, Action.EXPORT} and Action.VIEW not in actions:
            self.add_error("actions", _("Who may change or export records has to see them too."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """The proposal; the grant stays as it is. `granting.Refused` where one waits already."""
        return granting.propose(self.for_user, self.instance)


class OfficeForm(WagtailAdminModelForm):
    """An office. Its code stands in numbers, so it may not make those of two record types meet."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        before = set(Office.objects.exclude(pk=self.instance.pk).values_list("code", flat=True))
        for one, other in combinations(RecordType.objects.all(), 2):
            if "{office}" in one.id_pattern + other.id_pattern and same_numbers(
                one.id_pattern, other.id_pattern, {*before, code}
            ):
                words = {"one": one, "other": other}
                raise ValidationError(
                    _("With this code “%(one)s” and “%(other)s” could give the same numbers.") % words
                )
        return code


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
