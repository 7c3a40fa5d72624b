"""Scores: points of chosen answers added up, averaged or put in per cent, and the band that the result falls into.

The points of a choice are its column `score`. What the settings say is written out as an ordinary rule when the form
is published, so that one evaluator works it out and other programs can too.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from forms_builder.digits import in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import DECLINE_CODES, Answer, Column, QuestionType, SlotKind, types
from forms_builder.questions.choices import YesNoType
from forms_builder.questions.common import OurType, declined
from forms_builder.questions.computed import SHOWN
from forms_builder.questions.printing import PrintKind
from forms_builder.questions.rows import Lined
from forms_builder.schema import Question, Text
from forms_builder.schema.document import text_in

SCORE_COLUMN = "score"
Tone = Literal["neutral", "good", "caution", "danger"]


class Band(Lined):
    """From `low` (included) up to the next band; `high` is what people read as its end."""

    LINE: ClassVar[tuple[str, ...]] = ("low", "high", "label.en", "label.bn", "tone")

    low: float
    high: float
    label: Text
    tone: Tone = "neutral"


class ScoreSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    of: tuple[str, ...] = Field(default=(), max_length=200)
    """Keys of the questions whose points count; empty where the calculation is written as a rule."""
    measure: Literal["sum", "mean", "percent"] = "sum"
    places: int = Field(default=1, ge=0, le=4)
    """Digits behind the point."""
    bands: tuple[Band, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _bands_follow_each_other(self) -> "ScoreSettings":
        ends = [end for band in self.bands for end in (band.low, band.high)]
        if ends != sorted(ends):
            raise ValueError(gettext("Bands go from low to high and do not overlap."))
        return self


@types.register
class ScoreType(OurType):
    name = "score"
    label = _("Score")
    description = _("Points of chosen answers, worked out, with bands such as good or at risk.")
    icon = "tasks"
    group = SHOWN
    asked = False
    value_type = ValueType.NUMBER
    slot = SlotKind.NUMBER
    takes_over = frozenset({"calculated"})
    settings_model = ScoreSettings
    print_kind = PrintKind.RESULT
    xls = "calculate"

    def calculation(self, question: Question, beside: Mapping[str, Question]) -> str:
        said = ScoreSettings.model_validate(question.settings)
        counted = [terms for key in said.of for terms in _terms(beside.get(key))]
        if not counted:
            return question.calculate
        points = " + ".join(one.points for one in counted)
        answered = " + ".join(one.answered for one in counted)
        if said.measure == "sum":
            return f"if({answered} = 0, '', round({points}, {said.places}))"
        if said.measure == "mean":
            return f"if({answered} = 0, '', round(({points}) div ({answered}), {said.places}))"
        same = len({one.best for one in counted}) == 1
        most = (
            f"({counted[0].best} * ({answered}))"
            if same
            else f"({' + '.join(f'{one.best} * {one.answered}' for one in counted)})"
        )
        return f"if({answered} = 0, '', round(100 * ({points}) div {most}, {said.places}))"

    def objections(self, question: Question, beside: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
        said = ScoreSettings.model_validate(question.settings)
        if said.of and question.calculate and question.calculate != self.calculation(question, beside):
            yield "of", str(_("Name questions or write a calculation, not both."))
        for key in said.of:
            if key not in beside:
                yield "of", str(_("There is no question “%(key)s” outside rows.") % {"key": key})
            elif not list(_terms(beside[key])):
                yield "of", str(_("The answers of “%(key)s” have no points.") % {"key": key})

    def number(self, answer: Answer) -> Decimal | None:
        try:
            number = None if answer is None or declined(answer) else Decimal(str(answer))
        except InvalidOperation:
            return None
        return number if number is not None and number.is_finite() else None

    def band(self, question: Question, answer: Answer) -> Band | None:
        """The band that the score falls into; None below the first, above the last, or without bands."""
        number = self.number(answer)
        bands = ScoreSettings.model_validate(question.settings).bands
        if number is None or not bands or number > Decimal(str(bands[-1].high)):
            return None
        return next((band for band in reversed(bands) if number >= Decimal(str(band.low))), None)

    def tone(self, question: Question, answer: Answer) -> str:
        band = self.band(question, answer)
        return band.tone if band else ""

    def show(self, question: Question, answer: Answer, language: str) -> str:
        band = self.band(question, answer)
        words = text_in(band.label, language) if band else ""
        return " – ".join(filter(None, (in_script(str(answer), language), words)))

    def columns(self, question: Question, language: str) -> list[Column]:
        first = super().columns(question, language)
        if not question.settings.get("bands"):
            return first
        return [*first, Column(question.key, f"{first[0].label} – {_('band')}", "band")]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        number = self.number(answer)
        cells: list[Any] = [number if number is not None else answer or None]
        if question.settings.get("bands"):
            band = self.band(question, answer)
            cells.append(text_in(band.label, "en") if band else None)
        return cells

    def slot_value(self, answer: Answer) -> Decimal | None:
        return self.number(answer)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}


class _Term:
    """One question's share of a score, as pieces of a rule."""

    def __init__(self, points: str, answered: str, best: str) -> None:
        self.points, self.answered, self.best = points, answered, best


def _terms(question: Question | None) -> Iterator[_Term]:
    """The shares of a question: none where its answers have no points, one a row for a matrix."""
    if question is None:
        return
    kind: QuestionType = types.of(question)
    choices = kind.fixed(question) if isinstance(kind, YesNoType) else question.choices
    scored = {choice.value: choice.filters[SCORE_COLUMN] for choice in choices if _is_number(choice.filters)}
    name = f"${{{question.key}}}"
    if question.type == "matrix" and scored:
        for row in question.settings.get("rows") or []:  # type: ignore[union-attr]  # a list of rows
            yield _chosen(f"{name}/{row['key']}", scored)  # type: ignore[index,call-overload]
    elif kind.value_type is ValueType.CHOICE and scored:
        yield _chosen(name, scored)
    elif kind.value_type is ValueType.CHOICES and scored:
        yield _ticked(name, scored)
    elif kind.value_type is ValueType.NUMBER:
        yield _counted(question, name)


def _chosen(name: str, scored: Mapping[str, str]) -> _Term:
    """if(${a} = 's3', 3, if(…)): choices without points, and reasons, count as not answered."""
    points = "0"
    for value, score in scored.items():
        if Decimal(score):
            points = f"if({name} = '{value}', {score}, {points})"
    best = str(max(map(Decimal, scored.values())))
    return _Term(points, f"number(selected('{' '.join(scored)}', {name}))", best)


def _ticked(name: str, scored: Mapping[str, str]) -> _Term:
    points = [
        f"number(selected({name}, '{value}')) * {score}" for value, score in scored.items() if Decimal(score)
    ]
    best = str(sum((max(Decimal(score), Decimal(0)) for score in scored.values()), Decimal(0)))
    return _Term(f"({' + '.join(points) or '0'})", f"number({name} != '')", best)


def _counted(question: Question, name: str) -> _Term:
    """A number counts as it is."""
    blank = f"{name} = ''"
    if question.decline:
        blank += f" or selected('{' '.join(DECLINE_CODES)}', {name})"
    best = question.settings.get("high", 5) if question.type == "rating" else 1
    return _Term(f"if({blank}, 0, {name})", f"number(not({blank}))", str(best))


def _is_number(filters: Mapping[str, str]) -> bool:
    try:
        return Decimal(filters.get(SCORE_COLUMN, "")).is_finite()
    except InvalidOperation:
        return False
