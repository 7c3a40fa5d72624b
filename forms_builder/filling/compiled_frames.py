"""The page around a visitor's questions, made once a (version, page, language, state of the wizard), kept in the process.

Visitors are nobody, so the frame is the same for all of them but for the id of the draft in its addresses: a gap that is
filled in each time, as the questions with what was typed are. A page with anything to tell is drawn by its template.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from forms_builder.filling.compiled_parts import TEMPLATE as PART
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.page_parts import Part
from forms_builder.filling.spoken import names_in

QUESTIONS, DRAFT = "\ue000", "\ue001"
"""Stand where the questions and the draft's id go; signs of no script, which no text of a form has."""
LIMIT = 2_000
PLAIN = (
    "back_url",
    "changed_form",
    "is_sheet",
    "is_test",
    "needs_files",
    "one_question",
    "saves_each",
    "step_count",
    "step_number",
)
"""What of the context the frame depends on besides version, page and language."""
TELLING = ("errors", "opened", "conflict", "kept")

Key = tuple[object, ...]
_made: dict[Key, tuple[str, str]] = {}


def filled(request: HttpRequest, template: str, form: PageForm, context: Mapping[str, Any]) -> str | None:
    """The whole page; None where only its template can draw it."""
    telling = any(context.get(name) for name in TELLING) or len(get_messages(request))
    if request.method != "GET" or request.META.get("QUERY_STRING") or telling or not form.source:
        return None
    if names_in(form.step.title, form.step.hint):
        return None  # the heading repeats what this person answered
    draft = str(context["draft"].pk)
    state = (str(context[name]).replace(draft, DRAFT) for name in PLAIN)
    key = (template, form.source, form.step.key, form.language, *state)
    if key not in _made:
        if len(_made) >= LIMIT:
            _made.pop(next(iter(_made)))
        _made[key] = _drawn(request, template, context, draft)
    before, after = _made[key]
    return "".join((before.replace(DRAFT, draft), _questions(context), after.replace(DRAFT, draft)))


def _drawn(request: HttpRequest, template: str, context: Mapping[str, Any], draft: str) -> tuple[str, str]:
    gap = Part("field", "", html=format_html("{}", QUESTIONS))
    html = render_to_string(template, {**context, "parts": [gap], "service": []}, request)
    before, _gap, after = html.replace(draft, DRAFT).partition(QUESTIONS)
    return before, after


def _questions(context: Mapping[str, Any]) -> str:
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', context["service"])
    heads = context["one_question"]
    drawn = (part.html or render_to_string(PART, {"part": part, "heads": heads}) for part in context["parts"])
    return hidden + "".join(drawn)
