"""Which records of a type only some may see: kept in `RecordType.guard`, shown as two plain fields."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder import expressions
from forms_builder.expressions import ExpressionError
from forms_builder.questions.outside import StaffType
from forms_builder.schema import Question
from registry.admin.fields import KeysField
from registry.guarding import Guard
from registry.models import RecordType
from registry.packs.type_kinds import plain

WHEN = forms.CharField(
    label=gettext_lazy("Guarded when"),
    help_text=gettext_lazy(
        "A condition over the answers, as in forms: ${staff_involved} = 'y'. Such records are seen only by roles whose "
        "grant says so under “Guarded records”. Sealed answers may be named too."
    ),
    required=False,
    max_length=500,
)
NAMES = KeysField(
    label=gettext_lazy("Questions that name people who never see the record"),
    help_text=gettext_lazy(
        "Keys of questions that are answered with a member of staff, one a line. Whoever is named does not see the "
        "record, not in lists, tasks or digests either; and the record is guarded."
    ),
)


def fill(form: forms.ModelForm) -> None:
    """Show in `guard_when` and `guard_names` how the type is set up now."""
    now = Guard.model_validate(form.instance.guard)
    form.initial = {**form.initial, "guard_when": now.when, "guard_names": list(now.names)}


def write(record_type: RecordType, cleaned: Mapping[str, Any]) -> None:
    """Put what was written into the type. The caller saves it."""
    written = {"when": cleaned.get("guard_when") or "", "names": tuple(cleaned.get("guard_names") or ())}
    guard = Guard.model_validate(record_type.guard).model_copy(update=written)
    record_type.guard = plain(guard)


def problems(cleaned: Mapping[str, Any], known: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    """(field, what is wrong with it): a condition that does not work, a question that is not asked or names nobody."""
    source = str(cleaned.get("guard_when") or "").strip()
    try:
        named = expressions.parse(source).references if source else frozenset()
    except ExpressionError as error:
        yield "guard_when", _("The condition does not work: %(reason)s") % {"reason": error.message}
        named = frozenset()
    for key in sorted(named - known.keys()):
        yield "guard_when", _("“%(key)s” is not asked by the form.") % {"key": key}
    staff = sorted(key for key, one in known.items() if one.type == StaffType.name)
    wrong = [key for key in cleaned.get("guard_names") or () if key not in staff]
    if wrong:
        words = {"wrong": ", ".join(wrong)[:200], "keys": ", ".join(staff) or "–"}
        yield "guard_names", _("Not possible here: %(wrong)s. Possible are: %(keys)s.") % words
