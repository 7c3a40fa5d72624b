"""Ways to reach somebody or something beside the telephone: e-mail addresses, links, codes that a camera reads."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.questions.base import FieldContext, SlotKind, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import FreeTextType
from forms_builder.questions.fields import TypedField
from forms_builder.questions.texts import TEXTS, at_most, private_box
from forms_builder.schema import Question

EMAIL_LIMIT = 254
LINK_LIMIT = 2_000
CODE_LIMIT = 4_000  # a QR code holds no more


def read_email(text: str) -> str:
    """An address; its domain in small letters, as capitals mean nothing there."""
    name, _at, domain = text.rpartition("@")
    address = f"{name}@{domain.lower()}"
    try:
        EmailValidator()(address)
    except ValidationError as error:
        raise ValidationError(_("Give an e-mail address, like name@example.org."), code="email") from error
    return at_most(EMAIL_LIMIT)(address)


def read_link(text: str) -> str:
    """A web address; https is meant where nothing is said."""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
        has_password = "@" in urlsplit(address).netloc
    except ValueError:
        has_password = True
    except ValidationError as error:
        raise ValidationError(_("Give a web address, like https://example.org."), code="link") from error
    if has_password:
        raise ValidationError(_("Give a web address without a name or password in it."), code="link")
    return at_most(LINK_LIMIT)(address)


@types.register
class EmailType(FreeTextType):
    name = "email"
    label = _("E-mail address")
    description = _("One address, like name@example.org.")
    icon = "mail"
    group = TEXTS
    slot = SlotKind.TEXT
    takes_over = frozenset({"text"})

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(read_email, str, plain=typed_sign, attrs=private_box(inputmode="email"))

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "format": "email", "maxLength": EMAIL_LIMIT}


@types.register
class LinkType(FreeTextType):
    name = "link"
    label = _("Link")
    description = _("A web address, like https://example.org.")
    icon = "link-external"
    group = TEXTS
    takes_over = frozenset({"text"})

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(read_link, str, plain=typed_sign, attrs=private_box(inputmode="url"))

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": "^https?://", "maxLength": LINK_LIMIT}


@types.register
class CodeType(FreeTextType):
    """What a bar code or QR code says, typed or put in by a reader that acts as a keyboard."""

    name = "barcode"
    label = _("Bar code or QR code")
    description = _("What the code says: from a reader, or typed.")
    icon = "code"
    group = TEXTS
    slot = SlotKind.TEXT
    xls = "barcode"
    xls_reads = ("barcode", "q barcode", "add barcode prompt")
    xls_exact = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(at_most(CODE_LIMIT), str, attrs=private_box(autocapitalize="off"))

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "minLength": 1, "maxLength": CODE_LIMIT}
