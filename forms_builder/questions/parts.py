"""Fields and inputs of questions that are answered in several boxes: one mapping in, one mapping out.

Each box keeps what was typed when another one is refused. Boxes are named `name-part`, with a hyphen, which no
question key has.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


@dataclass(frozen=True)
class Box:
    """One box: its part of the answer, the words before it, and its field."""

    part: str
    label: Words
    field: forms.Field
    hint: Words = ""


class PartsWidget(forms.MultiWidget):
    """The boxes below each other, each with its label."""

    template_name = "questions/parts.html"
    use_fieldset = True

    def __init__(self, boxes: Sequence[Box], statement: str = "") -> None:
        self.boxes, self.statement = boxes, statement
        super().__init__([box.field.widget for box in boxes])
        self.widgets_names = [f"-{box.part}" for box in boxes]

    def decompress(self, value: Any) -> list[Any]:
        return [(value or {}).get(box.part) for box in self.boxes] if isinstance(value, Mapping) else []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        inner = context["widget"]["subwidgets"]
        for box, widget in zip(self.boxes, inner, strict=True):
            widget["words"], widget["hint"] = str(box.label), str(box.hint)
            widget["ticked"] = widget.get("type") == "checkbox"
            if widget["attrs"].get("id") and box.hint:
                widget["attrs"]["aria-describedby"] = f"{widget['attrs']['id']}_hint"
        context["widget"]["statement"] = self.statement
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""


class MatrixWidget(PartsWidget):
    """A row of radios a part."""

    template_name = "questions/matrix.html"

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0_0" if id_ else ""


class PartsField(forms.Field):
    """Cleans each box, then `join` makes one value of the parts that are there, or raises ValidationError."""

    def __init__(
        self,
        boxes: Sequence[Box],
        join: Callable[[dict[str, Any]], Any],
        split: Callable[[Any], Mapping[str, Any]],
        statement: str = "",
        widget: "PartsWidget | None" = None,
    ) -> None:
        self.boxes, self.join, self.split = tuple(boxes), join, split
        super().__init__(required=False, widget=widget or PartsWidget(self.boxes, statement))

    def __deepcopy__(self, memo: dict[int, Any]) -> "PartsField":
        made: PartsField = super().__deepcopy__(memo)
        made.boxes = tuple(
            Box(box.part, box.label, deepcopy(box.field, memo), box.hint) for box in self.boxes
        )
        return made

    def clean(self, value: Any) -> Any:
        given = list(value or []) + [None] * len(self.boxes)
        parts: dict[str, Any] = {}
        complaints: list[str] = []
        for box, typed in zip(self.boxes, given, strict=False):
            try:
                found = box.field.clean(typed)
            except ValidationError as error:
                complaints += [
                    _("%(part)s: %(what)s") % {"part": box.label, "what": m} for m in error.messages
                ]
                continue
            if found is not None and found is not False and found != "":
                parts[box.part] = found
        if complaints:
            raise ValidationError(complaints, code="parts")
        return self.join(parts) if parts else None

    def prepare_value(self, value: Any) -> Any:
        """What was typed comes back box by box; a value is cut into its parts and written out."""
        if isinstance(value, (list, tuple)):
            return [box.field.prepare_value(typed) for box, typed in zip(self.boxes, value, strict=False)]
        parts = {} if value is None or isinstance(value, str) else self.split(value)
        return [box.field.prepare_value(parts.get(box.part)) for box in self.boxes]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return list(data or [])
