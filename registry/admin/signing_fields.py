"""The switch for signing in the set-up of a record type: kept in `RecordType.casework`, shown as plain fields."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.admin.fields import TicksField
from registry.casework import Signing, casework_of
from registry.models import RecordType, Role
from registry.packs.type_kinds import plain

SIGNED = forms.BooleanField(
    label=_("Records are signed and then locked"),
    help_text=_("Whoever wrote a record signs it. It is not changed any more; corrections are addenda."),
    required=False,
)
COUNTERSIGN = TicksField(label=_("Roles that countersign"), required=False)
ABOUT = forms.ChoiceField(
    label=_("Addenda are about"),
    help_text=_("They are restricted: only roles that reach this kind of restricted answers read them."),
    required=False,
)


def fill(form: forms.ModelForm, compartments: list[tuple[str, Any]]) -> None:
    """Show in `signed`, `countersign` and `addenda_about` how the type is set up now."""
    now = casework_of(form.instance).signing
    language = get_language() or "bn"
    fields: Any = form.fields
    fields["countersign"].choices = [(role.key, role.name_in(language)) for role in Role.objects.all()]
    fields["addenda_about"].choices = [("none", _("nothing in particular")), *compartments]
    form.initial["signed"] = now is not None
    form.initial["countersign"] = list(now.countersign) if now else []
    form.initial["addenda_about"] = now.compartment.value if now else "none"


def write(record_type: RecordType, cleaned: Mapping[str, Any]) -> None:
    """Put what was ticked into the type; what is no field here stays as it was. The caller saves it."""
    before = record_type.casework.get("signing") or {}
    rest = {key: value for key, value in record_type.casework.items() if key != "signing"}
    if cleaned.get("signed"):
        ticked = {
            "countersign": cleaned.get("countersign") or [],
            "compartment": cleaned.get("addenda_about") or "none",
        }
        rest["signing"] = plain(Signing.model_validate({**before, **ticked}))
    record_type.casework = rest
