"""The form fields of all question types: one that reads a line, two that pick, one that allows a reason instead.

They turn what was posted into a Python value or say what is wrong with it. Whether a question must be answered and
whether a choice is still offered is decided by the evaluation, so no field is required and none drops a value.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_builder.questions.cleaning import one_line
from forms_builder.questions.declining import REASONS, refuse_reason
from forms_builder.questions.widgets import DeclinableInput, ManyChecks, OneOfFew, OneOfMany

RADIOS_UP_TO = 7
Options = Sequence[tuple[str, str]]


class TypedField(forms.Field):
    """One box to type in. `read` makes a value of plain text or raises ValidationError; `write` is its inverse."""

    def __init__(
        self,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        *,
        plain: Callable[[Any], str] = one_line,
        attrs: dict[str, str] | None = None,
        widget: type[forms.Widget] = forms.TextInput,
    ) -> None:
        self.read, self.write, self.plain = read, write, plain
        super().__init__(required=False, widget=widget({"autocomplete": "off", **(attrs or {})}))

    def to_python(self, value: Any) -> Any:
        text = self.plain(value)
        refuse_reason(text)
        return self.read(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """What was typed comes back as typed; a value is written out for its reader."""
        return value if value is None or isinstance(value, str) else self.write(value)


class PickField(forms.Field):
    """One choice: radios for few, a list for many. `allowed` refuses anything else; None leaves that to others."""

    def __init__(
        self,
        options: Options,
        *,
        clearable: bool = True,
        allowed: Iterable[str] | None = None,
        known: Iterable[tuple[str, str]] = (),
        as_list: bool = False,
        few: int = RADIOS_UP_TO,
    ) -> None:
        self.offered = frozenset(value for value, _label in options)
        self.allowed = None if allowed is None else frozenset(allowed)
        in_sight = len(options) <= few and not as_list
        widget = OneOfFew(clearable=clearable, known=known) if in_sight else OneOfMany(known=known)
        widget.choices = list(options)
        super().__init__(required=False, widget=widget)

    def to_python(self, value: Any) -> str | None:
        text = one_line(value)
        if text in REASONS and text not in self.offered:
            refuse_reason(text)
        if text and self.allowed is not None and text not in self.allowed:
            raise ValidationError(_("This choice is not offered. Choose another."), code="choice")
        return text or None


class PickManyField(forms.Field):
    """Any number of choices, each once, in the order they were offered."""

    def __init__(self, options: Options, *, known: Iterable[tuple[str, str]] = ()) -> None:
        self.offered = frozenset(value for value, _label in options)
        widget = ManyChecks(known=known)
        widget.choices = list(options)
        super().__init__(required=False, widget=widget)

    def to_python(self, value: Any) -> list[str] | str | None:
        """A list of values, or one reason in place of an answer."""
        given = value if isinstance(value, (list, tuple)) else [value]
        values = list(dict.fromkeys(text for text in map(one_line, given) if text))
        reasons = [one for one in values if one in REASONS]
        if not reasons:
            return values or None
        if reasons[0] not in self.offered:
            refuse_reason(reasons[0])
        if len(values) > 1:
            raise ValidationError(
                _("“%(reason)s” cannot stand beside other choices."),
                code="reason",
                params={"reason": REASONS[reasons[0]]},
            )
        return reasons[0]


class DeclinableField(forms.Field):
    """A box to type in, and below it reasons for leaving it empty."""

    def __init__(self, inner: forms.Field, reasons: Options, caption: str) -> None:
        self.inner = inner
        super().__init__(required=False, widget=DeclinableInput(inner.widget, reasons, caption))

    def __deepcopy__(self, memo: dict[int, Any]) -> "DeclinableField":
        made: DeclinableField = super().__deepcopy__(memo)
        made.inner = deepcopy(self.inner, memo)
        return made

    def clean(self, value: Any) -> Any:
        typed, reason = value or (None, None)
        answer = self.inner.clean(typed)
        if reason not in REASONS:
            return answer
        if answer is not None:
            raise ValidationError(
                _("There is an answer and also a reason for giving none. Keep one of them."), code="reason"
            )
        return reason

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            typed, reason = value
            return [self.inner.prepare_value(typed), reason]
        return [None, value] if value in REASONS else [self.inner.prepare_value(value), None]

    def bound_data(self, data: Any, initial: Any) -> Any:
        typed, reason = data or (None, None)
        return [self.inner.bound_data(typed, initial), reason]
