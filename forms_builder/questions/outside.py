"""Types whose choices live outside the form: places, staff, records, organisations (`forms_builder.options`).

What may be chosen differs from person to person, so an answer is only taken when it is among the person's own options
or is the answer that was stored already.
"""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from forms_builder.expressions import ValueType
from forms_builder.options import Option, option_sources
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.choices import clearable, with_reasons
from forms_builder.questions.common import OurType, declinable, declined
from forms_builder.questions.fields import RADIOS_UP_TO, PickField
from forms_builder.questions.finding import FindField, SourceFinder
from forms_builder.schema import Question

OUTSIDE = _("People and places")
Known = list[tuple[str, str]]


class PlaceSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    level: str = ""
    """Which level of the place tree is asked for; blank for any."""
    within: str = ""
    """Key of the question that names the place around it: the district of an upazila."""


class RecordSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    record_type: str = ""
    """Key of the record type to choose from; blank for any the person may see."""


class OrganisationSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = ""
    """Which kind of organisation is asked for (committee, training …); blank for any."""


class OutsideType(OurType):
    group = OUTSIDE
    personal = True
    for_everybody = False
    slot = SlotKind.TEXT
    value_type = ValueType.TEXT
    source: ClassVar[str]

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        """Radios where few can be chosen, a search box where many can: it needs its reasons below."""
        finder = self.finder(question, context)
        options = [] if finder is None else finder.matching("", RADIOS_UP_TO + 1)
        known = self.known(question, context)
        if finder is None or 0 < len(options) <= RADIOS_UP_TO:
            return self.few(question, context, options, known)
        return declinable(FindField(finder, known=known), question, context)

    def few(
        self, question: Question, context: FieldContext, options: Sequence[Option], known: Known
    ) -> forms.Field:
        offered = [(option.value, option.label) for option in options]
        offered = with_reasons(offered, question, context.language)
        allowed = {value for value, _label in [*offered, *known]}
        return PickField(offered, clearable=clearable(question), allowed=allowed, known=known)

    def known(self, question: Question, context: FieldContext) -> Known:
        """The stored answer with its label: it may be kept even where it is no longer offered."""
        stored = context.stored if isinstance(context.stored, str) and not declined(context.stored) else ""
        return [(stored, self.show(question, stored, context.language))] if stored else []

    def finder(self, question: Question, context: FieldContext) -> SourceFinder | None:
        """Looks among what the person may choose; None for a page that is shown to nobody in particular."""
        if context.user is None or self.source not in option_sources:
            return None
        return SourceFinder(self.source, context.user, context.language, question.settings, context.answers)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        if self.source not in option_sources:
            return str(answer)
        return option_sources.label(self.source, str(answer), language)


@types.register
class PlaceType(OutsideType):
    name = "place"
    label = _("Place")
    description = _("A division, district, upazila, city corporation, union or ward.")
    icon = "site"
    source = "places"
    for_everybody = True
    settings_model = PlaceSettings

    def reads(self, question: Question) -> frozenset[str]:
        return frozenset({str(question.settings["within"])} if question.settings.get("within") else ())


@types.register
class StaffType(OutsideType):
    name = "staff"
    label = _("Member of staff")
    description = _("Somebody who works here.")
    icon = "user"
    source = "staff"


@types.register
class RecordLinkType(OutsideType):
    name = "record"
    label = _("Another record")
    description = _("A record that the person filling in may see.")
    icon = "link"
    source = "records"
    settings_model = RecordSettings


@types.register
class PersonType(OutsideType):
    name = "person"
    label = _("Person")
    description = _("Somebody in the directory of people: an official, a committee member, a leader.")
    icon = "user"
    source = "people"


@types.register
class OrganisationType(OutsideType):
    name = "organisation"
    label = _("Organisation")
    description = _("A partner, a service, an agency.")
    icon = "group"
    source = "organisations"
    settings_model = OrganisationSettings
