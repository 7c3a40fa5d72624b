"""A point on the map, typed as latitude and longitude. A button that asks the device for its position helps to type.

Stored as ODK writes it: latitude, longitude, and where known altitude and accuracy in metres, with spaces between.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, Column, FieldContext, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import FreeTextType
from forms_builder.questions.declining import said_in
from forms_builder.questions.fields import TypedField
from forms_builder.questions.texts import private_box
from forms_builder.schema import Question

NUMBER = r"-?\d{1,6}(?:\.\d{1,10})?"
POINT = re.compile(
    rf"^(?P<latitude>{NUMBER})[\s,;]+(?P<longitude>{NUMBER})(?:[\s,;]+(?P<altitude>{NUMBER}))?"
    rf"(?:[\s,;]+(?P<accuracy>{NUMBER}))?$",
    re.ASCII,
)
PARTS = ("latitude", "longitude", "altitude", "accuracy")
USE_POSITION, SEARCHING = _("Use my position"), _("Looking for the position…")
NO_POSITION = _("The device gave no position. Type latitude and longitude.")
MARKS = str.maketrans({"°": " ", "।": "."})


def plain_point(value: Any) -> str:
    """Digits of one script, without degree signs."""
    return " ".join(typed_sign(value).translate(MARKS).split())


def read_point(text: str) -> str:
    """Two to four numbers; the digits stay as they were typed."""
    match = POINT.match(text)
    if match is None:
        raise ValidationError(_("Give latitude and longitude, like 23.8103, 90.4125."), code="point")
    latitude, longitude = Decimal(match["latitude"]), Decimal(match["longitude"])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValidationError(
            _("Latitude lies between -90 and 90 and comes first, longitude between -180 and 180."),
            code="range",
        )
    if match["accuracy"] and Decimal(match["accuracy"]) < 0:
        raise ValidationError(_("The accuracy is a number of metres, 0 or more."), code="accuracy")
    return " ".join(part for part in match.groups() if part)


@types.register
class GeopointType(FreeTextType):
    """Sealed as early as free text: it tells where somebody is."""

    name = "geopoint"
    label = _("Point on the map")
    description = _("Latitude and longitude, typed or from the device.")
    icon = "crosshairs"
    group = _("People and places")
    value_type = ValueType.GEO
    xls = "geopoint"
    xls_reads = ("geopoint", "location", "gps", "q geopoint", "q location", "add location prompt")
    xls_exact = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        def write(value: str) -> str:
            return in_script(", ".join(value.split()), context.language)

        says = {"button": USE_POSITION, "wait": SEARCHING, "failed": NO_POSITION}
        words = {f"data-{name}": said_in(context.language, text) for name, text in says.items()}
        attrs = private_box(inputmode="text", **{"data-geopoint": "", **words})
        return PointField(read_point, write, plain=plain_point, attrs=attrs)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return in_script(", ".join(str(answer).split()), language)

    def columns(self, question: Question, language: str) -> list[Column]:
        label = question.label.get(language) or question.key
        said = (_("latitude"), _("longitude"), _("altitude"), _("accuracy"))
        return [
            Column(question.key, f"{label} – {words}", part) for part, words in zip(PARTS, said, strict=True)
        ]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        """Four numbers; anything else stands in the first cell."""
        match = POINT.match(str(answer or ""))
        if match is None:
            return [answer or None, None, None, None]
        return [None if part is None else Decimal(part) for part in match.groups()]

    def slot_value(self, answer: Answer) -> None:
        """A point is no word to filter by."""
        return None

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": rf"^{NUMBER} {NUMBER}( {NUMBER}){{0,2}}$"}


class PointField(TypedField):
    """A stored point is text as well, so it is told from typed text by its shape."""

    def prepare_value(self, value: Any) -> Any:
        return self.write(value) if isinstance(value, str) and POINT.match(value) else value
