"""Form fields for what the models keep as lists: one line a thing, instead of JSON."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import ValidationError as ShapeError

from forms_builder.digits import in_readers_digits
from forms_builder.schema.document import KEY_PATTERN
from forms_builder.schema.text import clean_text
from registry.workflow.document import Measure, Rollup

SEPARATOR = "|"
MOST_LINES = 50


class LinesField(forms.CharField):
    """A list of texts, one a line. Subclasses say what a line stands for."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.attrs |= {"rows": "5", "spellcheck": "false"}

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.as_line(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in clean_text(str(value or "")).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("At most %(number)s lines fit.") % {"number": in_readers_digits(MOST_LINES)}
            )
        return [self.from_line(line) for line in lines]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        values = [self.named(one) for one in value]
        twice = next((one for one in values if values.count(one) > 1), None)
        if twice is not None:
            raise ValidationError(_("“%(line)s” is there twice.") % {"line": twice})

    def run_validators(self, value: Any) -> None:
        """Those of a plain text do not fit a list."""

    def as_line(self, value: Any) -> str:
        return str(value)

    def from_line(self, line: str) -> Any:
        return line

    def named(self, value: Any) -> str:
        return str(value)


class StatusesField(LinesField):
    """value | Bangla | English, one status a line."""

    def as_line(self, value: Any) -> str:
        return f" {SEPARATOR} ".join(str(value.get(part, "")) for part in ("value", "bn", "en"))

    def from_line(self, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split(SEPARATOR)]
        if len(parts) != 3 or not all(parts):
            raise ValidationError(
                _("“%(line)s”: write value | Bangla | English, for example: open | চলমান | Open.")
                % {"line": line[:60]}
            )
        if not KEY_PATTERN.match(parts[0]) or len(parts[0]) > 40:
            raise ValidationError(
                _("“%(value)s”: a value has only a–z, 0–9 and _, and begins with a letter.")
                % {"value": parts[0][:60]}
            )
        return dict(zip(("value", "bn", "en"), parts, strict=True))

    def named(self, value: Any) -> str:
        return str(value["value"])


class RollupsField(LinesField):
    """key | record type | measure | question | Bangla | English, one figure a line; what narrows it in a seventh part."""

    PARTS = ("key", "record_type", "measure", "question")

    def as_line(self, value: Any) -> str:
        label = value.get("label", {})
        parts = [str(value.get(part, "")) for part in self.PARTS]
        parts[2] = parts[2] or Measure.COUNT.value
        more = {name: part for name, part in value.items() if name not in (*self.PARTS, "label")}
        narrowed = [json.dumps(more, ensure_ascii=False)] if more else []
        return f" {SEPARATOR} ".join([*parts, label.get("bn", ""), label.get("en", ""), *narrowed])

    def from_line(self, line: str) -> dict[str, Any]:
        parts = [part.strip() for part in line.split(SEPARATOR, maxsplit=6)]
        if len(parts) < 6:
            raise ValidationError(_("“%(line)s”: write six parts with | between them.") % {"line": line[:60]})
        found = dict(zip(self.PARTS, parts[:4], strict=True)) | self._narrowed(line, parts[6:])
        try:
            rollup = Rollup.model_validate({**found, "label": {"bn": parts[4], "en": parts[5]}})
        except ShapeError as error:
            where = ", ".join(str(fault["loc"][0]) for fault in error.errors())
            raise ValidationError(
                _("“%(line)s”: not understood: %(where)s.") % {"line": line[:60], "where": where}
            ) from error
        return rollup.model_dump(mode="json", exclude_defaults=True)

    def _narrowed(self, line: str, parts: list[str]) -> dict[str, Any]:
        """The seventh part of a line: states, answers and days that a record must have to be measured, as JSON."""
        try:
            found = json.loads(parts[0]) if parts else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            wanted = _("“%(line)s”: what narrows it is written like this: %(example)s")
            raise ValidationError(wanted % {"line": line[:60], "example": '{"statuses": ["approved"]}'})
        return {name: part for name, part in found.items() if name not in (*self.PARTS, "label")}

    def named(self, value: Any) -> str:
        return str(value["key"])


class KeysField(LinesField):
    """Keys of questions, one a line. Which ones there are, the form around it knows."""


class TicksField(forms.MultipleChoiceField):
    """Several of a closed set, kept as a list."""

    widget = forms.CheckboxSelectMultiple
