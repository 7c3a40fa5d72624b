"""A consent statement: words that are read out, a tick that they were agreed to, who agreed and when.

The words as they were shown are kept with the answer, because a later version of the form may say something else.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from forms_builder.digits import day_in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, Column, FieldContext, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import FreeTextType, declinable
from forms_builder.questions.dates import read_date
from forms_builder.questions.declining import said_in
from forms_builder.questions.exchange import XlsType
from forms_builder.questions.fields import TypedField
from forms_builder.questions.parts import Box, PartsField
from forms_builder.questions.printing import PrintKind, PrintPart, PrintShape
from forms_builder.questions.texts import at_most, private_box
from forms_builder.schema import Choice, Question, Text
from forms_builder.schema.document import text_in

AGREED = "yes"
NAME_LIMIT = 200
PARTS = ("by", "on", "language", "text")
I_AGREE, BY, ON = _("This was read out or read, and agreed to"), _("Who agreed"), _("Agreed on")
TODAY_IF_EMPTY = _("Left empty: today.")
SAID = _("Agreed by %(by)s on %(on)s")


class ConsentSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: Text = Field(default_factory=dict)
    """What is agreed to, in each language."""


def read_day(text: str) -> date:
    day = read_date(text)
    if day > timezone.localdate():
        raise ValidationError(_("The day of agreeing cannot lie in the future."), code="future")
    return day


@types.register
class ConsentType(FreeTextType):
    """{"value": "yes", "by": "…", "on": "2026-11-25", "language": "bn", "text": the statement as it was shown}."""

    name = "consent"
    label = _("Consent statement")
    description = _("Words to agree to, with who agreed and when.")
    icon = "clipboard-list"
    group = _("Files and signatures")
    value_type = ValueType.CHOICE
    settings_model = ConsentSettings
    personal = True  # what was agreed to before stays as it was said then
    xls = "select_one"

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return declinable(self.field(question, context), question, context)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        language = context.language
        stored = context.stored if isinstance(context.stored, Mapping) else {}
        statement = str(stored.get("text") or self.statement(question, language))
        shown_in = str(stored.get("language") or language)

        def write(value: date) -> str:
            return day_in_script(value, language)

        def join(parts: dict[str, Any]) -> dict[str, Any]:
            if "agreed" not in parts:
                raise ValidationError(
                    _("Tick that it was agreed to, or leave the other boxes empty."), code="tick"
                )
            if "by" not in parts:
                raise ValidationError(_("Say who agreed."), code="by")
            on = parts.get("on") or timezone.localdate()
            return {
                "value": AGREED,
                "by": parts["by"],
                "on": on.isoformat(),
                "language": shown_in,
                "text": statement,
            }

        def split(value: Mapping[str, Any]) -> dict[str, Any]:
            on = value.get("on")
            return {"agreed": value.get("value") == AGREED, "by": value.get("by"), "on": _day(on)}

        boxes = [
            Box("agreed", said_in(language, I_AGREE), forms.BooleanField(required=False)),
            Box("by", said_in(language, BY), TypedField(at_most(NAME_LIMIT), str, attrs=private_box())),
            Box(
                "on",
                said_in(language, ON),
                TypedField(read_day, write, plain=typed_sign, attrs={"data-picker": "date"}),
                said_in(language, TODAY_IF_EMPTY),
            ),
        ]
        return PartsField(boxes, join, split, statement)

    def statement(self, question: Question, language: str) -> str:
        return text_in(ConsentSettings.model_validate(question.settings).statement, language)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        if not isinstance(answer, Mapping):
            return str(answer)
        words = said_in(language, SAID) % {
            "by": answer.get("by", ""),
            "on": _written(answer.get("on"), language),
        }
        return "\n".join(filter(None, (words, str(answer.get("text") or ""))))

    def columns(self, question: Question, language: str) -> list[Column]:
        label = question.label.get(language) or question.key
        said = (gettext("who"), gettext("when"), gettext("language"), gettext("text"))
        parts = [
            Column(question.key, f"{label} – {words}", part) for part, words in zip(PARTS, said, strict=True)
        ]
        return [Column(question.key, label), *parts]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        if not isinstance(answer, Mapping):
            return [answer or None, *(None for _part in PARTS)]
        return [
            answer.get("value"),
            answer.get("by"),
            _day(answer.get("on")),
            answer.get("language"),
            answer.get("text"),
        ]

    def slot_value(self, answer: Answer) -> None:
        return None

    def xlsform(self, question: Question) -> XlsType:
        """One choice that says the statement; who and when have no place there."""
        statement = ConsentSettings.model_validate(question.settings).statement
        one = Choice(value=AGREED, label=statement or {"en": "Yes"})
        return XlsType(self.xls, takes_list=True, choices=(one,), columns=super().xlsform(question).columns)

    def paper(self, question: Question) -> PrintShape:
        words = {
            part: {language: said_in(language, text) for language in ("bn", "en")}
            for part, text in (("agreed", I_AGREE), ("by", BY), ("on", ON))
        }
        sign = {language: said_in(language, _("Signature or thumbprint")) for language in ("bn", "en")}
        return PrintShape(
            PrintKind.STATEMENT,
            text=ConsentSettings.model_validate(question.settings).statement,
            choices=(Choice(value=AGREED, label=words["agreed"]),),
            parts=(
                PrintPart("by", words["by"], PrintShape(PrintKind.LINE)),
                PrintPart("on", words["on"], PrintShape(PrintKind.DATE)),
                PrintPart("sign", sign, PrintShape(PrintKind.SIGNATURE)),
            ),
        )

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {
            "type": "object",
            "properties": {
                "value": {"const": AGREED},
                "by": {"type": "string", "minLength": 1, "maxLength": NAME_LIMIT},
                "on": {"type": "string", "format": "date"},
                "language": {"type": "string"},
                "text": {"type": "string"},
            },
            "required": ["value", "by", "on"],
            "additionalProperties": False,
        }


def _day(text: Any) -> Any:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return text


def _written(text: Any, language: str) -> str:
    day = _day(text)
    return day_in_script(day, language) if isinstance(day, date) else str(day or "")
