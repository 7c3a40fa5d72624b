"""Not answering, said outright: the reasons a person may give where a question allows them (`Question.decline`)."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_builder.questions.base import DECLINE_CODES

UNKNOWN, NOT_ASKED, DECLINED = DECLINE_CODES

REASONS: Mapping[str, str | Promise] = {
    UNKNOWN: _("Not known"),
    NOT_ASKED: _("Not asked"),
    DECLINED: _("Did not want to say"),
}


def said_in(language: str, text: str | Promise) -> str:
    """A translatable text in one language, whatever language the request is in."""
    with override(language):
        return str(text)


def reasons_in(language: str) -> list[tuple[str, str]]:
    """(code, label) pairs for a widget."""
    return [(code, said_in(language, label)) for code, label in REASONS.items()]


def refuse_reason(value: str) -> None:
    """A reason where none may be given; only a tampered page sends one."""
    if value in REASONS:
        raise ValidationError(_("This question needs an answer of its own."), code="reason")
