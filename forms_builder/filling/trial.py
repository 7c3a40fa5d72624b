"""A form under design, filled in to try it: all pages below each other, shown and judged as people will have it.

Nothing is stored: what was typed travels with the page. What came of it can be kept as a test case of the form.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from forms_builder.filling import posted, rows
from forms_builder.filling.compiled import make_page_form
from forms_builder.filling.layouts import Step
from forms_builder.filling.page_form import SHOWN, PageForm
from forms_builder.filling.page_parts import Layer, Part
from forms_builder.filling.posted import Action
from forms_builder.filling.preview import PreviewPage
from forms_builder.filling.situation import Situation
from forms_builder.logic import ROW_ID, Moment, Program
from forms_builder.schema import Page
from forms_builder.schema.document import text_in

STEP = "trial"


class Trial:
    """One request's look at a form that is tried."""

    def __init__(self, program: Program, language: str, user: Any, answers: Mapping[str, Any]) -> None:
        self.program, self.language, self.user = program, language, user
        self.begun_with = answers
        self.step = Step(
            STEP,
            program.document.title,
            {},
            Page(id=STEP, key=STEP),
            tuple(item for page in program.document.pages for item in page.items),
        )
        self.form = self._form(None, quiet=True)
        self.added = ""

    def take(self, request: HttpRequest) -> Action:
        """Take in what was posted; gives what the person wanted."""
        wish = posted.read(request)
        typed = posted.typed_on(self.step.items, request)
        self.added = rows.change(typed, wish)
        self.form = self._form(MultiValueDict(typed), quiet=wish.action is not Action.CONTINUE)
        return wish.action

    def _form(self, data: MultiValueDict[str, str] | None, quiet: bool) -> PageForm:
        situation = Situation(
            self.begun_with, Moment(timezone.localtime(), self.language), self.user, quiet=quiet
        )
        made: PageForm = make_page_form(self.program, self.step, self.language)(
            situation=situation, data=data, prefix=""
        )
        return made

    @property
    def service(self) -> list[tuple[str, str]]:
        """Hidden inputs beside the questions."""
        return [(SHOWN, self.form.shown_names)]

    def pages(self) -> list[PreviewPage]:
        """The pages that have anything to show now."""
        layer = Layer(self.form)
        found = []
        for page in self.program.document.pages:
            parts: list[Part] = layer.parts(page.items)
            if parts:
                title, hint = (text_in(text, self.language) for text in (page.label, page.hint))
                found.append(PreviewPage(page.key, title, hint, parts, one_question=False))
        return found

    def answers(self) -> dict[str, Any]:
        """What was answered, as a test case keeps it: rows without the names they had on the page."""
        return _without_row_ids(self.form.answers)


def _without_row_ids(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [_without_row_ids(row) if isinstance(row, Mapping) else row for row in answer]
        if isinstance(answer, list)
        else answer
        for key, answer in answers.items()
        if key != ROW_ID
    }
