"""Types that nobody answers: notes to read, and values the form works out."""

from dataclasses import replace
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, JsonValue

from forms_builder.digits import in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, Column, QuestionType, SlotKind, types
from forms_builder.questions.common import OurType
from forms_builder.questions.dates import DateType
from forms_builder.questions.exchange import XlsType
from forms_builder.questions.printing import PrintKind
from forms_builder.schema import Question, Sensitivity

SHOWN = _("Shown, not asked")
INDEXED_AS = {"text": "text", "number": "decimal", "date": "date"}


class CalculatedSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    result: Literal["text", "number", "date"] = "text"
    """What comes out; decides how it is written for its reader."""


@types.register
class NoteType(OurType):
    name = "note"
    label = _("Note")
    description = _("Words between the questions. Nothing is asked.")
    icon = "info-circle"
    group = SHOWN
    asked = False
    stored = False
    print_kind = PrintKind.WORDS
    xls = "note"
    xls_reads = ("note", "q note", "add note prompt")
    xls_exact = True

    def columns(self, question: Question, language: str) -> list[Column]:
        return []

    def export(self, question: Question, answer: Answer) -> list[Any]:
        return []


@types.register
class HiddenType(OurType):
    """Carries a value that nobody sees while filling in: a code of the form, something that was given along."""

    name = "hidden"
    label = _("Hidden value")
    description = _("A fixed or calculated value that is stored and not shown.")
    icon = "view"
    group = SHOWN
    asked = False
    shown = False
    value_type = ValueType.ANY
    slot = SlotKind.TEXT
    sealed_from = Sensitivity.CONFIDENTIAL
    print_kind = PrintKind.NOTHING
    xls = "hidden"
    xls_reads = ("hidden",)
    xls_exact = True

    def xlsform(self, question: Question) -> XlsType:
        return (
            replace(super().xlsform(question), name="calculate")
            if question.calculate
            else super().xlsform(question)
        )

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": ["string", "integer"]}


@types.register
class CalculatedType(OurType):
    name = "calculated"
    label = _("Calculated")
    description = _("Worked out from other answers and shown.")
    icon = "cogs"
    group = SHOWN
    asked = False
    value_type = ValueType.ANY
    slot = SlotKind.TEXT
    settings_model = CalculatedSettings
    print_kind = PrintKind.RESULT
    xls = "calculate"
    xls_reads = ("calculate", "q calculate", "add calculate prompt")
    xls_exact = True

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": ["string", "integer"]}

    def indexed_as(self, question: Question) -> QuestionType:
        return types[INDEXED_AS[str(question.settings["result"])]] if "result" in question.settings else self

    def show(self, question: Question, answer: Answer, language: str) -> str:
        if question.settings.get("result") == "date":
            return DateType().show(question, answer, language)
        if isinstance(answer, (int, float)) or question.settings.get("result") == "number":
            return in_script(str(answer), language)
        return str(answer)
