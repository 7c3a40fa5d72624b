"""Scales: a number between two ends, steps in words, and several questions on one scale (a matrix)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from forms_builder.digits import in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, Column, FieldContext, offered, types
from forms_builder.questions.choices import (
    CHOICES,
    ChooseOneType,
    ListType,
    clearable,
    labelled,
    with_reasons,
)
from forms_builder.questions.common import declined
from forms_builder.questions.exchange import XlsRow, XlsType
from forms_builder.questions.fields import PickField
from forms_builder.questions.numbers import NumberType
from forms_builder.questions.parts import Box, MatrixWidget, PartsField
from forms_builder.questions.printing import PrintKind, PrintRow, PrintShape
from forms_builder.questions.rows import Row, each_once
from forms_builder.schema import Choice, Question, Required, Text
from forms_builder.schema.document import text_in

MOST_STEPS = 11
SCALE_CLASS = "scale"


class RatingSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    low: int = Field(default=1, ge=-100, le=100)
    high: int = Field(default=5, ge=-100, le=100)
    low_label: Text = Field(default_factory=dict)
    """Words at the lower end: "not at all"."""
    high_label: Text = Field(default_factory=dict)

    @model_validator(mode="after")
    def _few_steps(self) -> "RatingSettings":
        if not 1 <= self.high - self.low < MOST_STEPS:
            raise ValueError(gettext("A scale has 2 to 11 steps, the lower end first."))
        return self


@types.register
class RatingType(NumberType):
    name = "rating"
    label = _("Rating")
    description = _("A number on a scale, like 1 to 5, with words at its ends.")
    icon = "pick"
    group = CHOICES
    settings_model = RatingSettings
    xls = "range"
    xls_exact = False

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return self.field(question, context)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        options = labelled(self.fixed(question), context.language)
        options = with_reasons(options, question, context.language)
        allowed = [value for value, _label in options]
        field = PickField(options, clearable=clearable(question), allowed=allowed, few=MOST_STEPS + 3)
        field.widget.attrs["class"] = SCALE_CLASS
        return field

    def fixed(self, question: Question) -> tuple[Choice, ...]:
        """The numbers as choices; the two ends carry their words."""
        said = RatingSettings.model_validate(question.settings)
        ends = {said.low: said.low_label, said.high: said.high_label}
        return tuple(
            Choice(
                value=str(step),
                label={
                    language: " – ".join(
                        filter(None, (in_script(str(step), language), ends.get(step, {}).get(language)))
                    )
                    for language in ("bn", "en")
                },
            )
            for step in range(said.low, said.high + 1)
        )

    def to_answer(self, value: Any) -> Answer:
        return int(value)

    def to_value(self, answer: Answer) -> Any:
        return str(answer)

    def xlsform(self, question: Question) -> XlsType:
        said = RatingSettings.model_validate(question.settings)
        shape = super().xlsform(question)
        parameters = f"start={said.low} end={said.high} step=1"
        return XlsType(shape.name, shape.appearance, parameters, columns=shape.columns)

    def paper(self, question: Question) -> PrintShape:
        return PrintShape(PrintKind.SCALE, choices=self.fixed(question))

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        said = RatingSettings.model_validate(question.settings)
        return {"type": "integer", "minimum": said.low, "maximum": said.high}


@types.register
class LikertType(ChooseOneType):
    name = "likert"
    label = _("Steps in words")
    description = _("A few steps from one end to the other, like very poor to very good, in one row.")
    icon = "dots-horizontal"
    takes_over = frozenset({"choose_one"})
    print_kind = PrintKind.SCALE
    xls_appearance = "likert"
    xls_exact = False

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        field = super().field(question, context)
        if isinstance(field.widget, forms.RadioSelect):
            field.widget.attrs["class"] = SCALE_CLASS
        return field


class MatrixSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[Row, ...] = Field(min_length=1, max_length=60)

    _rows_once = each_once("rows", "key")


@types.register
class MatrixType(ListType):
    """Answer: the choice of each row that has one, by the row's key. Rules name a row as ${matrix}/row."""

    name = "matrix"
    label = _("Several questions on one scale")
    description = _("Rows of short questions, all with the same choices.")
    icon = "table"
    value_type = ValueType.NODES
    settings_model = MatrixSettings
    xls = "begin_group"
    xls_appearance = "field-list"
    xls_exact = False

    def rows(self, question: Question) -> tuple[Row, ...]:
        return MatrixSettings.model_validate(question.settings).rows if question.settings else ()

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        options = self.options(question, context)
        known = labelled(question.choices, context.language)
        boxes = [
            Box(
                row.key,
                text_in(row.label, context.language, row.key),
                PickField(options, clearable=clearable(question), known=known, few=MOST_STEPS + 3),
            )
            for row in self.rows(question)
            if not row.retired
        ]

        def join(parts: dict[str, Any]) -> dict[str, Any]:
            missing = [box.label for box in boxes if box.part not in parts]
            if missing and question.required is Required.YES:
                words = ", ".join(f"“{label}”" for label in missing)
                raise ValidationError(
                    _("Answer every row. Missing: %(rows)s"), code="rows", params={"rows": words}
                )
            return parts

        return PartsField(boxes, join, dict, widget=MatrixWidget(boxes))

    def show(self, question: Question, answer: Answer, language: str) -> str:
        if not isinstance(answer, Mapping):
            return str(answer)
        choices = dict(with_reasons(labelled(question.choices, language), question, language))
        rows = {row.key: text_in(row.label, language, row.key) for row in self.rows(question)}
        ordered = [key for key in rows if key in answer] + [key for key in answer if key not in rows]
        return "\n".join(
            f"{rows.get(key, key)}: {choices.get(str(answer[key]), answer[key])}" for key in ordered
        )

    def columns(self, question: Question, language: str) -> list[Column]:
        label = question.label.get(language) or question.key
        return [
            Column(question.key, f"{label} – {text_in(row.label, language, row.key)}", row.key)
            for row in self.rows(question)
        ]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        """A cell a row; a reason for answering none of them stands in each."""
        rows = self.rows(question)
        if isinstance(answer, Mapping):
            return [answer.get(row.key) for row in rows]
        return [answer if declined(answer) else None for _row in rows]

    def slot_value(self, answer: Answer) -> None:
        return None

    def xlsform(self, question: Question) -> XlsType:
        group = super().xlsform(question)
        row_type = XlsType("select_one", "likert", takes_list=True)
        rows = tuple(XlsRow(row.key, row.label, row_type) for row in self.rows(question))
        return XlsType(group.name, group.appearance, columns=group.columns, rows=rows)

    def paper(self, question: Question) -> PrintShape:
        rows = tuple(PrintRow(row.key, row.label) for row in self.rows(question) if not row.retired)
        return PrintShape(PrintKind.GRID, choices=offered(question), rows=rows)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        codes = [value for value, _label in with_reasons(labelled(question.choices, "en"), question, "en")]
        rows: dict[str, JsonValue] = {
            row.key: {"title": text_in(row.label, language, row.key), "enum": list(codes)}
            for row in self.rows(question)
        }
        return {"type": "object", "properties": rows, "minProperties": 1, "additionalProperties": False}
