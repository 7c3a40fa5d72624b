"""What is wrong with a page, next to each question and above all of them. The other half of `page_form`."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from django import forms
from django.forms.utils import ErrorDict

from forms_builder.filling.faults import blocking
from forms_builder.filling.spots import Spot
from forms_builder.logic import Evaluation, FaultKind, Program
from forms_builder.schema import Repeat
from forms_builder.schema.document import text_in
from forms_builder.wording import fault_text


class JudgedForm(forms.Form):
    """A page that was read: `evaluation` says what is wrong, `opened` which questions are news."""

    program: ClassVar[Program]
    language: ClassVar[str]
    evaluation: Evaluation
    repeat_errors: dict[str, str]
    opened: list[str]
    unreadable: Mapping[str, str]

    def all_spots(self) -> list[Spot]:
        raise NotImplementedError

    def shows(self, spot: Spot) -> bool:
        raise NotImplementedError

    def _add_faults(self) -> None:
        by_path = {spot.path: spot for spot in self.all_spots() if self.shows(spot)}
        for fault in blocking(self.program, self.evaluation):
            spot = by_path.get(fault.path)
            if spot is None or (spot.name in self.errors and fault.kind is FaultKind.REQUIRED):
                continue
            text = fault_text(fault, self.language)
            if isinstance(spot.part, Repeat):
                self.repeat_errors[spot.name] = text
            elif spot.name in self.fields:
                self.add_error(spot.name, text)

    def hush(self) -> None:
        """Say nothing of what is wrong."""
        self._errors, self.repeat_errors = ErrorDict(), {}

    def is_valid(self) -> bool:
        return super().is_valid() and not self.opened and not self.repeat_errors

    @cached_property
    def error_links(self) -> list[dict[str, str]]:
        """The error summary, in the order of the page: {href, text}."""
        found = [{"href": "", "text": str(text)} for text in self.non_field_errors()]
        for spot in self.all_spots():
            label = text_in(spot.part.label, self.language)
            if spot.name in self.repeat_errors:
                text = self.repeat_errors[spot.name]
                found.append({"href": f"#repeat-{spot.name}", "text": f"{label}: {text}"})
            for error in self.errors.get(spot.name, []):
                found.append({"href": f"#{self.target_of(spot.name)}", "text": f"{label}: {error}"})
        return found

    def target_of(self, name: str) -> str:
        """The id of the input that a link to a field leads to."""
        bound = self[name]
        return bound.id_for_label or f"{bound.auto_id}_0"
