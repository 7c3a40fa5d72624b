"""Files and signatures. A file is sealed the moment it arrives; the answer is the id of its `Attachment`."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.questions import attachments
from forms_builder.questions.base import Answer, FieldContext, types
from forms_builder.questions.common import FreeTextType, declined
from forms_builder.questions.fields import TypedField
from forms_builder.questions.printing import PrintKind
from forms_builder.questions.texts import at_most
from forms_builder.questions.widgets import KeptFileInput
from forms_builder.schema import Question

FILES = _("Files")
NAME_LIMIT = 200


class AttachmentField(forms.Field):
    """Takes a file and gives the id of its attachment. A good file survives a page that fails elsewhere."""

    def __init__(self, context: FieldContext, compartment: str) -> None:
        self.owner_id = getattr(context.user, "pk", None)
        self.stored = context.stored
        self.compartment = compartment
        self.arrived: str | None = None
        super().__init__(required=False, widget=KeptFileInput(attachments.ACCEPT, attachments.name_of))

    def clean(self, value: Any) -> str | None:
        if isinstance(value, UploadedFile):
            self.arrived = attachments.keep(value, self.owner_id, self.compartment)
            return self.arrived
        return self.kept(str(value)) if value else None

    def kept(self, value: str) -> str:
        """The id of the stored file or of one this person sent; another's is refused as if it were not there."""
        if value != self.stored and not attachments.is_of(value, self.owner_id):
            raise ValidationError(_("This file is not there any more. Choose it again."), code="gone")
        return str(uuid.UUID(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.arrived if isinstance(data, UploadedFile) else data


@types.register
class FileType(FreeTextType):
    name = "file"
    label = _("File")
    description = _("A photo, a scan or a document, kept sealed.")
    icon = "doc-empty"
    group = FILES
    personal = True
    print_kind = PrintKind.ENCLOSED
    xls = "file"
    xls_reads = ("file", "add file prompt")
    xls_exact = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return AttachmentField(context, question.compartment.value)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "format": "uuid"}

    def file_of(self, answer: Answer) -> str:
        return "" if answer is None or declined(answer) else str(answer)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return attachments.name_of(str(answer))


@types.register
class SignatureType(FreeTextType):
    """The name of the person who signs, typed by them."""

    name = "signature"
    label = _("Signature")
    description = _("The person who signs types their full name.")
    icon = "edit"
    group = FILES

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(at_most(NAME_LIMIT), str, attrs={"spellcheck": "false"})
