"""Forms of the admin for what the models keep as JSON: seats one a line, and the meaning of questions, checked."""

from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as DocumentError
from wagtail.admin.forms import WagtailAdminModelForm

from forms_builder.models import FormDefinition
from forms_builder.schema.document import KEY_PATTERN
from registry.admin.fields import SEPARATOR, LinesField
from registry.known import live_questions
from trainings.models import Capability
from trainings.setup.documents import MeetingDocument, SheetDocument


class SeatsField(LinesField):
    """position | least, one a line."""

    def as_line(self, value: Any) -> str:
        return f"{value.get('position', '')} {SEPARATOR} {value.get('least', 1)}"

    def from_line(self, line: str) -> dict[str, Any]:
        position, _stroke, least = (part.strip() for part in line.partition(SEPARATOR))
        if not KEY_PATTERN.match(position) or not (least or "1").isdecimal():
            raise ValidationError(
                _("“%(line)s”: write position | least, for example: member | 3.") % {"line": line[:60]}
            )
        return {"position": position, "least": int(least or "1")}

    def named(self, value: Any) -> str:
        return str(value["position"])


class RuleForm(WagtailAdminModelForm):
    composition = SeatsField(
        label=gettext_lazy("composition"), help_text=gettext_lazy("position | least, one a line.")
    )


class DocumentField(forms.CharField):
    """A document as YAML: `start: start`, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return (
            yaml.safe_dump(value, allow_unicode=True, sort_keys=False) if isinstance(value, dict) else value
        )

    def to_python(self, value: Any) -> Any:
        try:
            read = yaml.safe_load(str(value or ""))
        except yaml.YAMLError as error:
            raise ValidationError(_("This is not written as “name: value”, one a line.")) from error
        if not isinstance(read, dict):
            raise ValidationError(_("This is not written as “name: value”, one a line."))
        return read

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or {}))
        except ValidationError:
            return True


class CapabilityForm(WagtailAdminModelForm):
    document = DocumentField(
        label=gettext_lazy("what means what"),
        help_text=gettext_lazy(
            "Which question of the record's form means what, as “name: key of the question”."
        ),
    )

    class Meta:
        model = Capability
        fields = ("record_type", "kind", "document")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        kind, record_type, document = (cleaned.get(name) for name in ("kind", "record_type", "document"))
        if not kind or record_type is None or document is None:
            return cleaned
        shape = SheetDocument if kind == Capability.Kind.SHEET else MeetingDocument
        try:
            read = shape.model_validate(document)
        except DocumentError as error:
            for fault in error.errors()[:10]:
                self.add_error("document", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
            return cleaned
        known = live_questions(record_type)
        named = (
            [read.start, read.end, read.title, read.venue, read.needed, read.body]
            if isinstance(read, SheetDocument)
            else [read.body, read.number, read.held, read.next]
        )
        for key in named:
            if key and key not in known:
                self.add_error("document", _("The form has no question “%(key)s”.") % {"key": key})
        if (
            isinstance(read, SheetDocument)
            and not FormDefinition.objects.filter(key=read.columns, live=True).exists()
        ):
            self.add_error("document", _("There is no published form “%(key)s”.") % {"key": read.columns})
        return cleaned
