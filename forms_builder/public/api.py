"""Public forms for programs: `GET /api/forms/<key>/` says what is asked, `POST` sends answers.

The same forms, fields, rules and words as on the pages. Errors are problem documents (RFC 9457) in the language of
`Accept-Language`; an `Idempotency-Key` makes sending twice one submission.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from forms_builder.headless_schema import document_schema
from forms_builder.models import FormVersion
from forms_builder.public import body, delivering, limits
from forms_builder.public.delivering import KeyUsed
from forms_builder.public.limits import Act
from forms_builder.public.opening import NotOpen, public_version
from forms_builder.public.problem_json import Problem
from forms_builder.public.pruning import as_visitors_see_it

METHODS = "GET, HEAD, POST, OPTIONS"
FRESH_FOR = "public, max-age=300"


@csrf_exempt  # takes JSON only, which no form of another site can send, and asks for no cookie
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """One form. Every answer is JSON, also of what goes wrong."""
    with translation.override(language_of(request)):
        try:
            response = _answers.get(request.method or "", _not_allowed)(request, public_version(slug))
        except NotOpen:
            response = Problem(404, "not-found", _("There is no such form.")).response()
        except Problem as problem:
            response = problem.response()
        response.headers["Content-Language"] = translation.get_language() or "bn"
    patch_vary_headers(response, ["Accept-Language"])
    return with_cors(request, response)


def language_of(request: HttpRequest) -> str:
    """The best of our languages that the client names, else the site's."""
    known = dict(settings.LANGUAGES)
    wished = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200])
    found = (code.partition("-")[0] for code, _quality in wished)
    return next((code for code in found if code in known), settings.LANGUAGE_CODE)


def with_cors(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets pages of the named sites read the answer; never with cookies."""
    allowed, origin = settings.NIRAPOD_API_ORIGINS, request.headers.get("Origin")
    if allowed and origin and (origin in allowed or "*" in allowed):
        response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if allowed and "*" not in allowed:
        patch_vary_headers(response, ["Origin"])
    return response


def _describe(request: HttpRequest, version: FormVersion) -> HttpResponse:
    language = translation.get_language() or "bn"
    etag = f'"{version.sha256[:32]}-{language}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or JsonResponse(
        described(version, language), json_dumps_params={"ensure_ascii": False}
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FRESH_FOR
    return response


def described(version: FormVersion, language: str) -> dict[str, Any]:
    key = version.definition.key
    return {
        "form": key,
        "version": version.number,
        "answers": document_schema(as_visitors_see_it(version.parsed), language),
        "links": {"self": reverse("public_api:form", args=[key]), "page": reverse("public_form", args=[key])},
    }


def _take(request: HttpRequest, version: FormVersion) -> HttpResponse:
    if not limits.allows(request, Act.SEND):
        raise Problem(
            429, "too-often", _("Too much was sent from this place in the last hour. Try again later.")
        )
    sent = body.read(request)
    try:
        taken = delivering.deliver(version, sent)
    except KeyUsed as error:
        text = _("This Idempotency-Key came with other answers before. Use a new one.")
        raise Problem(422, "idempotency-key-used", text) from error
    response = JsonResponse({"reference": taken.reference, "dropped": taken.dropped}, status=201)
    response.headers["Cache-Control"] = "no-store"
    return response


def _preflight(request: HttpRequest, version: FormVersion) -> HttpResponse:
    response = HttpResponse(status=204, headers={"Allow": METHODS})
    if settings.NIRAPOD_API_ORIGINS:
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept-Language, Idempotency-Key"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def _not_allowed(request: HttpRequest, version: FormVersion) -> HttpResponse:
    response = Problem(405, "method", _("Only GET and POST are possible here.")).response()
    response.headers["Allow"] = METHODS
    return response


_answers: dict[str, Callable[[HttpRequest, FormVersion], HttpResponse]] = {
    "GET": _describe,
    "HEAD": _describe,
    "POST": _take,
    "OPTIONS": _preflight,
}
