"""What a page offers to choose from: its name, by which one tells that it changed, and whether an answer is among it.

A retired choice is offered to nobody. It stays an answer where it was one before the page came in.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django.core.exceptions import ValidationError

from forms_builder.filling import spots
from forms_builder.filling.reading import look_up
from forms_builder.filling.spots import Spot
from forms_builder.logic import retired_since
from forms_builder.questions import types
from forms_builder.schema import Question
from forms_builder.wording import no_longer_offered

if TYPE_CHECKING:
    from forms_builder.filling.page_form import PageForm


class Offers:
    """The offers of one page's questions."""

    def __init__(self, form: "PageForm") -> None:
        self.form = form

    def named(self, spot: Spot) -> str:
        """Names what a cascade offers now. Not seen before, it is news: without scripts nobody could choose from it."""
        form, question = self.form, spot.part
        if not isinstance(question, Question):
            return ""
        if spot.path in form.evaluation.choices:
            offered = [choice.value for choice in form.evaluation.choices[spot.path]]
        else:
            around = {**form.situation.answers, **form.chosen_around(question)}
            offered = [
                str(around[key]) for key in sorted(types.of(question).reads(question)) if around.get(key)
            ]
        return f"{spot.name}:{crc32(' '.join(offered).encode())}" if offered else ""

    def still_offered(self, spot: Spot, answer: Any) -> Any:
        """The answer again; ValidationError where it was picked from what is retired."""
        table = self.form.program.lists.of_question.get(spot.part.id)
        if table is not None and retired_since(table, answer, self.before.get(spot.name)):
            raise ValidationError(no_longer_offered(), code="choice")
        return answer

    @cached_property
    def before(self) -> dict[str, Any]:
        """Field name → the answer as it was before this page came in. Rows may have moved, so names tell, not places."""
        form, answers = self.form, self.form.situation.answers
        rows = spots.stored_rows(form.step.items, answers)
        return {spot.name: look_up(answers, spot.path) for spot in spots.spots(form.step.items, rows)}
