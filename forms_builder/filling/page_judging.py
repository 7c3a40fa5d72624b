"""What is wrong with a page, next to each question and above all of them. The other half of `page_form`."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict

from forms_builder.filling.faults import blocking
from forms_builder.filling.situation import Situation
from forms_builder.filling.spoken import Speaker
from forms_builder.filling.spots import Spot
from forms_builder.logic import Evaluation, FaultKind, Program, blank
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
    situation: Situation
    answers: dict[str, Any]
    settled: Mapping[str, str] = MappingProxyType({})
    """Fields in which something else was typed than the answer that has to stay → why it has to."""
    unreadable: Mapping[str, str]

    def all_spots(self) -> list[Spot]:
        raise NotImplementedError

    def shows(self, spot: Spot) -> bool:
        raise NotImplementedError

    def _add_settled(self) -> None:
        """Say beside each question that its answer stays; what was typed is kept, as with any other fault."""
        wanted, before = self.situation.settled, self.situation.original
        asked = ((spot.name, str(spot.path[0])) for spot in self.all_spots() if len(spot.path) == 1)
        self.settled = {
            name: text_in(wanted[key], self.language)
            for name, key in asked
            if key in wanted and name in self.fields and not _same(before.get(key), self.answers.get(key))
        }
        for name, text in self.settled.items():
            self.add_error(name, text)

    def _add_faults(self) -> None:
        if self.situation.settled:
            self._add_settled()
        speaker = Speaker(self.program, self.evaluation, self.language)
        by_path = {spot.path: spot for spot in self.all_spots() if self.shows(spot)}
        for fault in blocking(self.program, self.evaluation):
            spot = by_path.get(fault.path)
            if spot is None or (spot.name in self.errors and fault.kind is FaultKind.REQUIRED):
                continue
            text = speaker.words(fault_text(fault, self.language), fault.path)
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
        speaker = Speaker(self.program, self.evaluation, self.language)
        for spot in self.all_spots():
            label = speaker.text(spot.part.label, spot.path)
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


def _same(before: Any, after: Any) -> bool:
    return bool(before == after) or (blank(before) and blank(after))
