"""From the text of a cell to an answer: django-import-export fields and widgets made from the live form and its ledger.

A choice is known by its value or by its words in either language, a place or an organisation by its code, by its name
in either, or by an old spelling (`naming`).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import is_normalized

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

from forms_builder.options import Spelled, option_sources
from forms_builder.questions import types
from forms_builder.questions.base import DECLINE_CODES, Answer, FieldContext
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import MOMENT, DateType, read_moment
from forms_builder.questions.declining import REASONS
from forms_builder.questions.fields import DeclinableField, TypedField
from forms_builder.questions.outside import OutsideType
from forms_builder.questions.texts import TEXT_LIMIT, TextType
from forms_builder.schema import Question
from forms_builder.schema.document import text_in
from forms_builder.schema.text import clean_text, search_text
from registry.importing.naming import Names, only_one
from registry.importing.reading import FORMULA

BETWEEN = (";", "|", ",", "\n")
"""What may stand between several choices in one cell; spaces do too, where all words are values."""
JOINT = "|"
"""What many lines of text are looked at together with, between them."""
REMEMBERED = 20_000
"""Cells of one column whose answers are known without reading them again: most columns say few things often."""


def importable(question: Question) -> bool:
    """Whether one cell can hold an answer: typed in one box, chosen from a list, or pointing outside the form."""
    kind = types.of(question)
    if not kind.asked or not kind.stored or question.retired or question.read_only:
        return False
    if kind.uses_choices or kind.fixed(question) or isinstance(kind, OutsideType):
        return len(kind.columns(question, "en")) == 1
    field = kind.form_field(question, FieldContext("en"))
    inner = field.inner if isinstance(field, DeclinableField) else field
    return isinstance(inner, TypedField)


class AnswerWidget(Widget):
    """Reads one column. `user` is who may choose what points outside the form."""

    def __init__(self, question: Question, user: Any, language: str) -> None:
        super().__init__()
        self.question, self.user, self.language = question, user, language
        self.kind = types.of(question)
        self.field = self._field()
        self.names = Names.of_choices(self.kind, question)
        self.outside: Names | None = None
        """Of what stands outside the form, from the first cell on that names something of it."""
        self.read: dict[str, Answer] = {}
        self.is_plain = isinstance(self.kind, TextType)

    def column(self, cells: Sequence[str]) -> tuple[list[Answer], dict[int, str]]:
        """The answers of many cells, None for those that hold none, and what is wrong by place among them."""
        if self.is_plain and are_settled_lines(cells):
            return list(cells), {}
        fresh: dict[str, Answer] = {}
        wrong: dict[str, str] = {}
        for cell in dict.fromkeys(cells):
            if cell not in self.read:
                try:
                    fresh[cell] = self.answer(cell)
                except ValidationError as error:
                    fresh[cell], wrong[cell] = None, " ".join(error.messages)
        answers = [fresh[cell] if cell in fresh else self.read[cell] for cell in cells]
        return answers, {place: wrong[cell] for place, cell in enumerate(cells) if cell in wrong}

    def answer(self, cell: str) -> Answer:
        """`clean`, once for each text; a plain line of text is its own answer."""
        if cell in self.read:
            return self.read[cell]
        if self.is_plain and is_settled_line(cell):
            return cell
        answer = self.clean(cell)
        if len(self.read) < REMEMBERED:
            self.read[cell] = answer
        return answer

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Answer:
        """The stored answer for a cell's text, None for an empty one; ValidationError says what is wrong with it."""
        text = clean_text(str(value or ""))
        if not text:
            return None
        if str(value).startswith(FORMULA):
            raise ValidationError(_("The cell calculates. Put its value in its place."))
        if text in DECLINE_CODES and self.question.decline:
            return text
        if isinstance(self.kind, OutsideType):
            return self._found(text, option_sources[self.kind.source])
        if self.names:
            return self._several(text) if self.kind.many else self._one(text)
        if isinstance(self.kind, DateType) and MOMENT.match(typed_sign(text)):
            return read_moment(typed_sign(text)).date().isoformat()  # Excel and Kobo write a time to each day
        return self.kind.clean(self.question, self.field.clean(text)) if self.field else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.kind.display(self.question, value, self.language)

    def _field(self) -> TypedField | None:
        field = self.kind.form_field(self.question, FieldContext(self.language))
        inner = field.inner if isinstance(field, DeclinableField) else field
        return inner if isinstance(inner, TypedField) else None

    def _one(self, text: str) -> Answer:
        value = self.names.value(text)
        if value is None:
            raise ValidationError(
                _("“%(text)s” is none of the choices: %(choices)s.")
                % {"text": text[:60], "choices": Truncator(", ".join(self._offered())).chars(200)}
            )
        return value

    def _offered(self) -> list[str]:
        """The choices in the words of whoever reads this; a cell may hold them or their values."""
        choices = [*self.question.choices, *self.kind.fixed(self.question)]
        return [text_in(one.label, self.language, one.value) for one in choices if not one.retired]

    def _several(self, text: str) -> Answer:
        if text in self.names:
            return [str(self._one(text))]
        mark = next((one for one in BETWEEN if one in text), None)
        parts = text.split(mark) if mark else text.split()
        return list(dict.fromkeys(str(self._one(part.strip())) for part in parts if part.strip()))

    def _found(self, text: str, source: Any) -> Answer:
        settings = {key: value for key, value in self.question.settings.items() if key != "within"}
        if isinstance(source, Spelled):
            if self.outside is None:
                self.outside = Names.of_source(source, self.user, settings)
            value = self.outside.value(text)
        else:
            value = self._looked_up(text, source, settings)
        if value is None:
            raise ValidationError(_("“%(text)s” is not among those you may choose.") % {"text": text[:60]})
        return value

    def _looked_up(self, text: str, source: Any, settings: dict[str, Any]) -> str | None:
        """In a source with more than anybody wants in memory: cases, people."""
        if source.offers(self.user, text, settings, {}):
            return text
        wanted = search_text(text)
        found: dict[str, None] = {}
        for language in ("bn", "en"):
            named = source.search(self.user, text, language, settings, {}, 20)
            found |= {str(one.value): None for one in named if search_text(one.label) == wanted}
        return only_one(found, text)


def is_settled_line(text: str) -> bool:
    """Whether a question for a line of text takes these signs as they are: cleaning them would change nothing."""
    return (
        0 < len(text) <= TEXT_LIMIT
        and text.isprintable()
        and text not in REASONS
        and text[0] != " " != text[-1]
        and "  " not in text
        and (text.isascii() or (is_normalized("NFC", text) and " ".join(text.split()) == text))
    )


def are_settled_lines(texts: Sequence[str]) -> bool:
    """Whether all are surely `is_settled_line`: asked of all at once, and rather no than yes."""
    joined = JOINT.join(texts)
    return (
        joined != ""
        and joined.isascii()
        and joined.isprintable()
        and not any(part in joined for part in ("  ", JOINT * 2, f" {JOINT}", f"{JOINT} "))
        and joined.strip(f" {JOINT}") == joined
        and max(map(len, texts)) <= TEXT_LIMIT
        and REASONS.keys().isdisjoint(texts)
    )


class AnswerResource(Resource):
    """The columns of a file as a django-import-export resource; rows are written by `applying`, not by it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.readers: list[tuple[int, str, AnswerWidget]] = [
            (int(field.column_name), field.attribute, field.widget) for field in self.fields.values()
        ]
        """Number of a column, key of its question, and what reads its cells."""

    @classmethod
    def of(cls, mapping: Mapping[int, Question], user: Any, language: str) -> "AnswerResource":
        """`mapping`: number of a column → its question."""
        fields: dict[str, Any] = {
            f"column {number}": Field(
                attribute=question.key,
                column_name=str(number),
                widget=AnswerWidget(question, user, language),
            )
            for number, question in mapping.items()
        }
        made: AnswerResource = type("FileResource", (cls,), fields)()
        return made

    def answers(self, rows: Sequence[Sequence[str]]) -> list[tuple[dict[str, Answer], dict[int, str]]]:
        """For each row its answers by key, and what is wrong by number of the column.

        Read column by column: the cells of one have much in common, those of a row nothing.
        """
        wrong: list[dict[int, str]] = [{} for _row in rows]
        columns = list(zip(*rows, strict=True))
        read: list[list[Answer]] = []
        for number, _key, widget in self.readers:
            answers, told = widget.column(columns[number])
            read.append(answers)
            for place, text in told.items():
                wrong[place][number] = text
        keys = [key for _number, key, _widget in self.readers]
        across = zip(*read, strict=True) if read else [()] * len(rows)
        return list(zip((_answered(keys, row) for row in across), wrong, strict=True))


def _answered(keys: Sequence[str], answers: Sequence[Answer]) -> dict[str, Answer]:
    given = dict(zip(keys, answers, strict=True))
    return {key: answer for key, answer in given.items() if answer is not None} if None in answers else given
