"""Ranking: choices put in an order by giving each a place. Works without dragging, so also with a keyboard."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from forms_builder.digits import in_readers_digits, in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, FieldContext, types
from forms_builder.questions.choices import ListType, labelled
from forms_builder.questions.common import declinable
from forms_builder.questions.fields import PickField
from forms_builder.questions.parts import Box, PartsField
from forms_builder.questions.printing import PrintKind
from forms_builder.schema import Question
from forms_builder.schema.text import latin_digits


class RankingSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    first: int = Field(default=0, ge=0, le=100)
    """How many places to give: the first three of ten. 0: all of them."""


@types.register
class RankingType(ListType):
    """Answer: the values in their order, the first in front."""

    name = "ranking"
    label = _("Ranking")
    description = _("Puts choices in an order: the most important first.")
    icon = "order"
    value_type = ValueType.CHOICES
    many = True
    settings_model = RankingSettings
    print_kind = PrintKind.RANKS
    xls = "rank"

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return declinable(self.field(question, context), question, context)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        offered = context.choices
        if offered is None:
            offered = [choice for choice in question.choices if not choice.retired]
        shown = {value for choice in offered for value in (choice.value,)}
        stored = context.stored if isinstance(context.stored, list) else []
        kept = [choice for choice in question.choices if choice.value in stored and choice.value not in shown]
        places = self.places(question, len(offered) + len(kept))
        options = [(str(place), in_script(str(place), context.language)) for place in range(1, places + 1)]
        boxes = [
            Box(value, label, PickField(options, as_list=True))
            for value, label in labelled([*offered, *kept], context.language)
        ]

        def join(parts: dict[str, Any]) -> dict[str, int]:
            return _in_order(parts, places)

        return PartsField(boxes, join, lambda value: {one: str(place) for one, place in value.items()})

    def places(self, question: Question, choices: int) -> int:
        first = int(str(question.settings.get("first") or 0))
        return min(first, choices) if first else choices

    def to_answer(self, value: Any) -> Answer:
        return sorted(value, key=lambda one: value[one]) if isinstance(value, Mapping) else list(value)

    def to_value(self, answer: Answer) -> Any:
        values = answer if isinstance(answer, list) else [answer]
        return {str(value): place for place, value in enumerate(values, start=1)}

    def show(self, question: Question, answer: Answer, language: str) -> str:
        labels = dict(labelled(question.choices, language))
        values = answer if isinstance(answer, list) else [answer]
        said = (f"{place}. {labels.get(str(value), value)}" for place, value in enumerate(values, start=1))
        return "\n".join(_number_in_script(line, language) for line in said)

    def cell(self, answer: Answer) -> Any:
        """Values with spaces between, the first in front, as ODK writes them."""
        return " ".join(map(str, answer)) if isinstance(answer, list) else str(answer)

    def slot_value(self, answer: Answer) -> None:
        return None

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        items = super().answer_schema(question, language)
        return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}


def _in_order(parts: Mapping[str, Any], places: int) -> dict[str, int]:
    """Choice → place. Each place from 1 on is given once, none is left out."""
    given = {value: int(latin_digits(str(place))) for value, place in parts.items()}
    found = sorted(given.values())
    if len(set(found)) < len(found):
        raise ValidationError(_("Two choices have the same place. Give each its own."), code="twice")
    if found != list(range(1, places + 1)):
        raise ValidationError(
            _("Give all places from 1 to %(last)s."),
            code="places",
            params={"last": in_readers_digits(places)},
        )
    return given


def _number_in_script(line: str, language: str) -> str:
    number, dot, words = line.partition(".")
    return f"{in_script(number, language)}{dot}{words}"
