"""What surrounds the wizard for visitors: how every page is answered, and the page a form begins with."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from forms_builder.filling.layouts import is_shown, steps_of
from forms_builder.logic import Moment, evaluate
from forms_builder.models import FormVersion
from forms_builder.public.links import FormLink
from forms_builder.public.opening import assignment_of
from forms_builder.schema.document import text_in

TRAP = "website"
"""Name of a box that no person sees: machines fill it in."""
TRAPPED = gettext_lazy(
    "A hidden box was filled in, perhaps by your browser; it is there to keep machines away. It is empty again, and "
    "nothing that you typed is lost. Press the button once more."
)
"""Told to people too: a browser that fills in names and addresses by itself does not see what is hidden."""
SKIN = "filling/public/base.html"
LIMIT = 500

_first_pages: dict[tuple[str, str, str], bytes] = {}
"""What a form is about, by its key, what it says and the language: the same for everybody who comes for the first time."""


def for_nobody_else(response: HttpResponse) -> HttpResponse:
    """Nothing of a form that somebody fills in stays in a cache or comes up in a search."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def base_context(version: FormVersion) -> dict[str, Any]:
    """What the frame of every page shows."""
    document, language = version.parsed, get_language() or "bn"
    return {
        "form_title": text_in(document.title, language),
        "description": text_in(document.description, language),
        "form_key": version.definition.key,
        "by_link": bool(document.public and document.public.by_link),
    }


def page_of(
    request: HttpRequest, version: FormVersion, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of a public form that is none of the wizard's."""
    context = {"skin": SKIN, "trap": TRAP, **base_context(version), **more}
    response = render(request, template, context, status=status)
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return for_nobody_else(response)


def show_start(
    request: HttpRequest, version: FormVersion, status: int = 200, link: FormLink | None = None, **more: Any
) -> HttpResponse:
    """What the form is about, and the button that begins it. `link`: the one that led here."""
    context = {"about": link.title if link else "", "page_count": page_count(version, link), **more}
    return page_of(request, version, "filling/public/start.html", status, **context)


def page_count(version: FormVersion, link: FormLink | None = None) -> int:
    """Pages that somebody has ahead who has answered nothing yet: the number that the first of them names as well."""
    assignment = assignment_of(version, link.answers if link else None)
    moment = Moment(timezone.localtime(), get_language() or "bn")
    judged = evaluate(version.program, assignment.answers, moment).without(assignment.withheld)
    return sum(is_shown(step, judged) for step in steps_of(version.parsed))


def first_page(request: HttpRequest, version: FormVersion) -> HttpResponse:
    """The page with which a form that is open to everybody begins, made once a version and language."""
    key = (version.definition.key, version.sha256, get_language() or "bn")
    told = request.META.get("QUERY_STRING") or len(get_messages(request))
    if told or request.method != "GET":
        return show_start(request, version)
    if key not in _first_pages:
        if len(_first_pages) >= LIMIT:
            _first_pages.pop(next(iter(_first_pages)))
        _first_pages[key] = show_start(request, version).content
    return for_nobody_else(HttpResponse(_first_pages[key]))
