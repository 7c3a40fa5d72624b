"""The names a rule of the draft on the page may use, as the page sends them: key, type, label and choices."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field

from forms_builder import copied_in
from forms_builder.designer import choice_lines
from forms_builder.designer.rules.words import Named
from forms_builder.expressions import ValueType
from forms_builder.models import ChoiceList
from forms_builder.questions import types
from forms_builder.questions.choices import YES_NO
from forms_builder.schema import Choice, Document, Question, walk
from forms_builder.schema.document import text_in

DATES = (ValueType.DATE, ValueType.DATETIME)


class PartOnPage(BaseModel):
    """One part of the form as it stands on the page, saved or not."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(max_length=100)
    type: str = Field(default="", max_length=63)
    """A question type; anything else is a page, group or repeat."""
    label: str = Field(default="", max_length=5_000)
    choice_list: str = Field(default="", max_length=100)
    choices: str = Field(default="", max_length=100_000)
    """Lines, as they are typed."""
    block: str = Field(default="", max_length=100)
    """Key of the form whose questions stand here too."""

    @property
    def value_type(self) -> ValueType:
        return types[self.type].value_type if self.type in types else ValueType.NODES


def offered(part: PartOnPage) -> tuple[Choice, ...]:
    """What can be chosen; nothing where the type has no choices."""
    if part.type == "yes_no":
        return tuple(Choice(value=value, label={"": str(label)}) for value, label in YES_NO.items())
    if part.type not in types or not types[part.type].uses_choices:
        return ()
    if part.choice_list:
        found = ChoiceList.objects.filter(key=part.choice_list).prefetch_related("items").first()
        return found.as_choices() if found else ()
    return tuple(Choice.model_validate(choice) for choice in choice_lines.read(part.choices, ()))


def of_document(document: Document, language: str) -> dict[str, PartOnPage]:
    """The parts of a draft that is saved."""
    return {
        place.part.key: PartOnPage(
            key=place.part.key,
            type=place.part.type if isinstance(place.part, Question) else "",
            label=text_in(place.part.label, language),
            choice_list=place.part.choice_list if isinstance(place.part, Question) else "",
            choices=_lines(place.part) if isinstance(place.part, Question) else "",
        )
        for place in walk(document)
    }


def with_copies(parts: Iterable[PartOnPage], language: str) -> dict[str, PartOnPage]:
    """The parts by key, with the questions of other forms that stand on the page too."""
    on_page = {part.key: part for part in parts}
    blocks = copied_in.live({part.block for part in on_page.values() if part.block})
    copies: dict[str, PartOnPage] = {}
    for document in blocks.values():
        copies |= of_document(document, language)
    return copies | on_page


def _lines(question: Question) -> str:
    return choice_lines.write([choice.model_dump() for choice in question.choices])


def value_types(parts: Mapping[str, PartOnPage]) -> dict[str, ValueType]:
    return {key: part.value_type for key, part in parts.items()}


def named(parts: Mapping[str, PartOnPage], mentioned: Iterable[str], language: str) -> dict[str, Named]:
    """Words for the parts a rule mentions."""
    return {
        key: Named(
            parts[key].label,
            {choice.value: text_in(choice.label, language) for choice in offered(parts[key])},
            parts[key].value_type in DATES,
        )
        for key in mentioned
        if key in parts
    }
