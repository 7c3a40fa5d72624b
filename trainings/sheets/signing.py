"""Signing on the screen: who came signs for a day, who was paid signs for the allowance. Once each, and never offline.

The drawing is a file of the event's record, so that it goes where the record goes.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.questions.base import FieldContext
from forms_builder.questions.signatures import SignatureField
from forms_builder.schema import Compartment
from registry.models import RecordFile
from trainings.models import CAME, Mark, Participant, Signature
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet
from trainings.sheets.roster import locked_sheet, refuse_locked

FILE_KEY = "sheet_signature"
"""What the record calls the drawings: no question of its form, so they are shown on the sheet only."""


class SignatureForm(forms.Form):
    """The same name and drawing that forms ask for. `signed` is (name, id of the drawing or "") once it is valid."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, user: Any, language: str) -> None:
        super().__init__(data, files, label_suffix="")
        field = SignatureField(FieldContext(language, None, user), Compartment.IDENTITY.value)
        field.label = gettext_lazy("Signature")
        self.fields["signature"] = field

    def clean(self) -> dict[str, Any]:
        if "signature" in self.cleaned_data and not self.cleaned_data["signature"]:
            self.add_error("signature", _("Type the name of the person who signs."))
        return self.cleaned_data

    @property
    def signed(self) -> tuple[str, str]:
        given = self.cleaned_data["signature"]
        return (given["value"], given["drawing"]) if isinstance(given, dict) else (given, "")


def came_on(opened: OpenSheet, day: date) -> set[UUID]:
    """Ids of the rows of those who came that day."""
    marks = Mark.objects.filter(session__sheet=opened.sheet, session__day=day, state__in=CAME)
    return set(marks.values_list("participant_id", flat=True))


def sign_day(user: Any, opened: OpenSheet, row: Participant, day: date, form: SignatureForm) -> Signature:
    """Somebody signs that they came. `Refused` for somebody who was not there, and the second time."""
    if row.pk not in came_on(opened, day):
        raise Refused(_("Only somebody who is marked as present can sign for the day."))
    return _sign(user, opened, Signature(participant=row, reason=Signature.For.DAY, day=day), form)


def sign_allowance(
    user: Any, opened: OpenSheet, row: Participant, amount: Decimal, form: SignatureForm
) -> Signature:
    """Somebody signs that they received this amount."""
    made = Signature(participant=row, reason=Signature.For.ALLOWANCE, amount=amount)
    return _sign(user, opened, made, form)


def name_in(signature: Signature) -> str:
    return str(signature.opened().get("name", ""))


def _sign(user: Any, opened: OpenSheet, made: Signature, form: SignatureForm) -> Signature:
    refuse_locked(opened)
    name, drawing = form.signed
    with transaction.atomic():
        locked_sheet(opened.sheet)
        same = Signature.objects.filter(participant=made.participant, reason=made.reason, day=made.day)
        if made.participant.removed_at is not None or same.exists():
            raise Refused(_("This has been signed already, or the person is no longer on the sheet."))
        made.taken_by, made.drawing_id = user, UUID(drawing) if drawing else None
        made.seal({"name": name})
        made.save(force_insert=True)
        if made.drawing_id:
            RecordFile.objects.create(record=opened.record, attachment_id=made.drawing_id, key=FILE_KEY)
        return made
