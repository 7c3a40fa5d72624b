"""The model field that holds a draft document, and the form field that edits it with Wagtail's blocks.

What is stored is always the document; blocks exist only between the page and this field.
"""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from wagtail.blocks import BlockField, StructValue
from wagtail.blocks.base import BlockWidget

from forms_builder import schema
from forms_builder.designer.state import fields_of


class DocumentField(models.JSONField):
    """A form document as JSON."""

    def formfield(self, **kwargs: Any) -> Any:
        options = {"label": self.verbose_name, "help_text": self.help_text, "required": False}
        return DocumentFormField(**{**options, **kwargs})


class DocumentWidget(BlockWidget):
    """Wagtail's block editor. The definition of all blocks is large and the same for everybody: made once."""

    def _build_block_json(self) -> None:
        self._js_context, self._block_json = _definition(get_language() or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The page's own script sends one field; without it Wagtail's many."""
        if name in data:
            data = fields_of(self.block_def, data[name], name)
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and bool(super().value_omitted_from_data(data, files, name))


class DocumentFormField(BlockField):
    """Document in, document out; `clean` refuses what no document can hold and says at which block."""

    def __init__(self, **kwargs: Any) -> None:
        from forms_builder.designer.blocks import (
            document_block,
        )  # question types are there only after start-up

        block = document_block()
        kwargs.setdefault("widget", DocumentWidget(block))
        super().__init__(block=block, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        from forms_builder.designer.conversion import to_blocks

        return value if isinstance(value, StructValue) else self.block.to_python(to_blocks(value or {}))

    def clean(self, value: StructValue) -> dict[str, Any]:
        from forms_builder.designer.line_faults import line_faults
        from forms_builder.designer.locating import located

        value = super().clean(value)
        faults = list(line_faults(self.block.get_prep_value(value)))
        if faults:
            raise located(value, faults)
        try:
            return schema.to_json(schema.from_json(self.document_of(value)))
        except schema.DocumentError as error:
            raise located(value, schema_faults(self.document_of(value), error)) from error

    def document_of(self, value: StructValue) -> dict[str, Any]:
        """The document that blocks stand for, not yet checked."""
        from forms_builder.designer.conversion import to_document

        return to_document(self.block.get_prep_value(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or {}) != self.clean(data))
        except ValidationError:
            return True


def schema_faults(document: dict[str, Any], error: schema.DocumentError) -> list[Any]:
    from forms_builder.designer.faults import from_schema

    return from_schema(document, error)


@lru_cache(maxsize=8)
def _definition(language: str) -> tuple[Any, str]:
    """(context, JSON) that the browser builds the editor from, in one language."""
    from forms_builder.designer.blocks import document_block

    widget = BlockWidget(document_block())
    return widget.js_context, widget.block_json
