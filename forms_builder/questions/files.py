"""Files and pictures. A file is sealed the moment it arrives; the answer is the id of its `Attachment`."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.questions import attachments
from forms_builder.questions.base import Answer, FieldContext, types
from forms_builder.questions.common import FreeTextType, declined
from forms_builder.questions.fields import DeclinableField
from forms_builder.questions.printing import PrintKind
from forms_builder.questions.widgets import KeptFileInput
from forms_builder.schema import Question

FILES = _("Files and signatures")


class AttachmentField(forms.Field):
    """Takes a file and gives the id of its attachment. A good file survives a page that fails elsewhere."""

    def __init__(
        self,
        context: FieldContext,
        compartment: str,
        *,
        stored: Any = None,
        endings: Collection[str] = attachments.ALL,
    ) -> None:
        self.owner_id = getattr(context.user, "pk", None)
        self.stored = stored
        self.compartment, self.endings = compartment, endings
        self.arrived: str | None = None
        limit = attachments.limit_mb(endings)
        widget = KeptFileInput(attachments.accept(endings), attachments.name_of)
        widget.attrs |= {"data-limit": limit * 1024 * 1024, "data-too-large": attachments.too_large(limit)}
        super().__init__(required=False, widget=widget)

    def clean(self, value: Any) -> str | None:
        if isinstance(value, UploadedFile):
            self.arrived = attachments.keep(value, self.owner_id, self.compartment, self.endings)
            return self.arrived
        return self.kept(str(value)) if value else None

    def kept(self, value: str) -> str:
        """The id of the stored file or of one this person sent; another's is refused as if it were not there."""
        if value != self.stored and not attachments.is_of(value, self.owner_id):
            raise ValidationError(_("This file is not there any more. Choose it again."), code="gone")
        return str(uuid.UUID(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.arrived if isinstance(data, UploadedFile) else data


def arrived_with(field: forms.Field) -> str | None:
    """The id of the file that a field has just taken in, if any."""
    inner = field.inner if isinstance(field, DeclinableField) else field
    return inner.arrived if isinstance(inner, AttachmentField) else None


def kept_under(field: forms.Field, name: str) -> str:
    """The input that carries the id of a kept file back, for a field called `name`."""
    inner = field.inner if isinstance(field, DeclinableField) else field
    widget = inner.widget
    return widget.kept_input(name) if isinstance(widget, KeptFileInput) else name


@types.register
class FileType(FreeTextType):
    name = "file"
    label = _("File")
    description = _("A photo, a scan or a document, kept sealed.")
    icon = "doc-empty"
    group = FILES
    personal = True
    print_kind = PrintKind.ENCLOSED
    endings: ClassVar[Collection[str]] = attachments.ALL
    xls = "file"
    xls_reads: ClassVar[tuple[str, ...]] = ("file", "add file prompt")
    xls_exact = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return AttachmentField(
            context, question.compartment.value, stored=context.stored, endings=self.endings
        )

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "format": "uuid"}

    def file_of(self, answer: Answer) -> str:
        return "" if answer is None or declined(answer) else str(answer)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return attachments.name_of(str(answer))


@types.register
class ImageType(FileType):
    name = "image"
    label = _("Picture")
    description = _(
        "A photo, written anew without the place and time that cameras hide in it, and kept sealed."
    )
    icon = "image"
    takes_over = frozenset({"file"})
    endings = attachments.PICTURES
    xls = "image"
    xls_reads: ClassVar[tuple[str, ...]] = ("image", "photo", "q image", "q picture", "add image prompt")


@types.register
class AudioType(FileType):
    name = "audio"
    label = _("Sound recording")
    description = _("Something spoken or heard, recorded on the telephone or chosen, and kept sealed.")
    icon = "media"
    takes_over = frozenset({"file"})
    endings = attachments.SOUND
    plays = "audio"
    xls = "audio"
    xls_reads: ClassVar[tuple[str, ...]] = ("audio", "q audio", "add audio prompt")


@types.register
class VideoType(FileType):
    name = "video"
    label = _("Film")
    description = _("A film, made with the telephone or chosen, and kept sealed.")
    icon = "media"
    takes_over = frozenset({"file"})
    endings = attachments.FILM
    plays = "video"
    xls = "video"
    xls_reads: ClassVar[tuple[str, ...]] = ("video", "q video", "add video prompt")
