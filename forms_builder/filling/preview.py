"""A form under design as the people who fill it in will see it: every page, at phone width, in one language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from forms_builder import schema
from forms_builder.compiling import compile_draft
from forms_builder.filling.compiled import make_page_form
from forms_builder.filling.layouts import Step, steps_of
from forms_builder.filling.page_parts import Part, parts_of, single_question
from forms_builder.filling.situation import Situation
from forms_builder.logic import Moment, Program
from forms_builder.schema.document import text_in
from forms_builder.wording import problem_text

if TYPE_CHECKING:
    from forms_builder.models import FormDefinition

TEMPLATE = "filling/preview.html"


@dataclass(frozen=True, slots=True)
class PreviewPage:
    key: str
    title: str
    hint: str
    parts: list[Part]
    one_question: bool


def preview_response(request: HttpRequest, definition: "FormDefinition", mode_name: str) -> HttpResponse:
    """The draft in the language `mode_name` ("bn" or "en"); what is wrong with it instead, where it has faults."""
    with translation.override(mode_name or "bn"):
        language = translation.get_language() or "bn"
        context: dict[str, Any] = {"language": language, "problems": [], "pages": []}
        try:
            document = definition.parsed
        except schema.DocumentError as error:
            context["problems"] = [f"{where}: {what}" for where, what in error.problems]
            return render(request, TEMPLATE, context)
        compilation = compile_draft(document)
        context["title"] = text_in(document.title, language, definition.key)
        context["problems"] = [problem_text(problem) for problem in compilation.errors]
        if compilation.program is not None:
            context["pages"] = pages(compilation.program, language, request.user)
        return render(request, TEMPLATE, context)


def pages(program: Program, language: str, user: Any) -> list[PreviewPage]:
    """All pages with all questions, also those that an answer would have to open first."""
    situation = Situation({}, Moment(timezone.localtime(), language), user, everything=True)
    return [_page(program, step, language, situation) for step in steps_of(program.document)]


def _page(program: Program, step: Step, language: str, situation: Situation) -> PreviewPage:
    form = make_page_form(program, step, language)(situation=situation, prefix=f"preview-{step.key}")
    parts = parts_of(form)
    return PreviewPage(
        step.key, text_in(step.title, language), text_in(step.hint, language), parts, single_question(parts)
    )
