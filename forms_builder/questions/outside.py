"""Types whose choices live outside the form: places, staff, records, organisations (`forms_builder.options`).

What may be chosen differs from person to person, so an answer is only taken when it is among the person's own options
or is the answer that was stored already.
"""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from forms_builder.expressions import ValueType
from forms_builder.options import MOST_LISTED, Option, option_sources
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.choices import clearable, with_reasons
from forms_builder.questions.common import OurType, declined
from forms_builder.questions.declining import said_in
from forms_builder.questions.fields import PickField
from forms_builder.questions.searching import Outside, SearchField
from forms_builder.schema import Question

OUTSIDE = _("People and places")


SEARCH_WORDS = {
    "find": _("Type a part of the name"),
    "button": _("Find"),
    "nothing": _("Nothing found. Try other letters, or the name in the other script."),
    "more": _("There are more. Type more letters to see fewer."),
}


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
    slot = SlotKind.TEXT
    value_type = ValueType.TEXT
    source: ClassVar[str]

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        stored = context.stored if isinstance(context.stored, str) and not declined(context.stored) else ""
        options = self.options(question, context)
        if len(options) > MOST_LISTED:
            return SearchField(Outside(self.source, question, context, stored), self.words(context.language))
        offered = [(option.value, option.label) for option in options]
        offered = with_reasons(offered, question, context.language)
        known = [(stored, self.show(question, stored, context.language))] if stored else []
        allowed = {value for value, _label in offered} | {value for value, _label in known}
        return PickField(offered, clearable=clearable(question), allowed=allowed, known=known, as_list=True)

    def options(self, question: Question, context: FieldContext) -> list[Option]:
        """What the person may choose, one more than a list holds where there is more than that.

        Nothing for a page that is shown to nobody in particular.
        """
        if context.user is None or self.source not in option_sources:
            return []
        settings, answers = question.settings, context.answers
        return option_sources.search(
            self.source, context.user, "", context.language, settings, answers, MOST_LISTED + 1
        )

    def words(self, language: str) -> dict[str, str]:
        return {name: said_in(language, text) for name, text in SEARCH_WORDS.items()}

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
