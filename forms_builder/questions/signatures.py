"""A signature: the name of who signs, typed by them, and where they like a drawing of it, kept sealed as a picture.

Drawing is a help for those with a canvas; a photo of a signature on paper can be sent in its place.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.questions import attachments
from forms_builder.questions.base import Answer, Column, FieldContext, types
from forms_builder.questions.cleaning import one_line
from forms_builder.questions.common import FreeTextType, declinable, declined
from forms_builder.questions.declining import refuse_reason, said_in
from forms_builder.questions.files import FILES, AttachmentField
from forms_builder.questions.printing import PrintKind
from forms_builder.questions.texts import at_most
from forms_builder.questions.widgets import SignatureInput
from forms_builder.schema import Question

NAME_LIMIT = 200
WORDS = {
    "name": _("Full name of the person who signs"),
    "file": _("Drawing or photo of the signature (optional)"),
    "draw": _("Draw the signature here"),
    "clear": _("Draw again"),
    "drawn": _("The signature was drawn."),
    "waits": _(
        "The signature has not arrived yet. It stays on this page and is sent by itself when the network is back."
    ),
}


class SignatureField(AttachmentField):
    """A name, and perhaps a picture: {"value": name, "drawing": id}; the name alone where nothing was drawn."""

    def __init__(self, context: FieldContext, compartment: str) -> None:
        stored = context.stored if isinstance(context.stored, Mapping) else {}
        super().__init__(context, compartment, stored=stored.get("drawing"), endings=attachments.PICTURES)
        words = {name: said_in(context.language, text) for name, text in WORDS.items()}
        self.widget = SignatureInput(words, attachments.accept(attachments.PICTURES), attachments.name_of)

    def clean(self, value: Any) -> Any:
        typed, drawing = value if isinstance(value, (list, tuple)) else (value, None)
        name = at_most(NAME_LIMIT)(one_line(typed))
        refuse_reason(name)
        found = super().clean(drawing)
        if found and not name:
            raise ValidationError(_("Type the name of the person who signed."), code="name")
        if not name:
            return None
        return {"value": name, "drawing": found} if found else name

    def bound_data(self, data: Any, initial: Any) -> Any:
        typed, drawing = data if isinstance(data, (list, tuple)) else (data, None)
        return [typed, super().bound_data(drawing, initial)]

    def prepare_value(self, value: Any) -> Any:
        """[name, id of the drawing]"""
        if isinstance(value, Mapping):
            return [value.get("value"), value.get("drawing")]
        return value if isinstance(value, (list, tuple)) else [value, None]


@types.register
class SignatureType(FreeTextType):
    name = "signature"
    label = _("Signature")
    description = _("The person who signs types their full name, and may draw their signature.")
    icon = "edit"
    group = FILES
    personal = True
    print_kind = PrintKind.SIGNATURE
    xls = "image"
    xls_appearance = "signature"

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return declinable(self.field(question, context), question, context)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return SignatureField(context, question.compartment.value)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return str(answer.get("value") or "") if isinstance(answer, Mapping) else str(answer)

    def file_of(self, answer: Answer) -> str:
        return str(answer.get("drawing") or "") if isinstance(answer, Mapping) else ""

    def columns(self, question: Question, language: str) -> list[Column]:
        label = question.label.get(language) or question.key
        return [Column(question.key, label), Column(question.key, f"{label} – {_('drawn')}", "drawn")]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        if isinstance(answer, Mapping):
            return [answer.get("value"), "yes" if answer.get("drawing") else "no"]
        return [answer or None, "no" if answer and not declined(answer) else None]

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        name: JsonValue = {"type": "string", "minLength": 1, "maxLength": NAME_LIMIT}
        drawn: JsonValue = {
            "type": "object",
            "properties": {"value": name, "drawing": {"type": "string", "format": "uuid"}},
            "required": ["value", "drawing"],
            "additionalProperties": False,
        }
        return {"anyOf": [name, drawn]}
