"""The stand-in for a question type this program does not have yet: its form publishes but takes no answers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from forms_builder.questions.base import FieldContext, types
from forms_builder.questions.common import FreeTextType
from forms_builder.questions.fields import TypedField
from forms_builder.questions.texts import TEXT_LIMIT, at_most, private_box
from forms_builder.schema import Question


class FallbackSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")  # what the real type will need waits here

    instead_of: str = ""
    """Name of the type that will take its place."""


@types.register
class Fallback(FreeTextType):
    name = "fallback"
    label = _("Type not available yet")
    description = _("Keeps the place of a question type that is still to come.")
    icon = "warning"
    group = _("Other")
    fallback = True
    settings_model = FallbackSettings

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(at_most(TEXT_LIMIT), str, attrs=private_box())
