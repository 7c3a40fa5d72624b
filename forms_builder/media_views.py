"""Gives out files: those of forms, and, to whoever was allowed one by others, those that came with answers.

A browser plays sound and film only from a server that gives parts of a file (RFC 9110, range requests).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from forms_builder.byte_ranges import content_range, wanted_part
from forms_builder.models import FormFile

NOTHING_RUNS = "default-src 'none'; sandbox"
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def form_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """GET /form-files/<sha256>/: for everybody where a public form shows it, else for people with an account."""
    found = get_object_or_404(FormFile, pk=sha256)
    if not found.is_public and not request.user.is_authenticated:
        raise Http404
    response = in_place(request, bytes(found.content), found.content_type)
    seen_by = "public" if found.is_public else "private"
    response.headers["Cache-Control"] = f"{seen_by}, max-age={A_YEAR}, immutable"
    return response


def in_place(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """The file, or the part of it that was asked for, to be shown or played where it stands. Nothing in it may run."""
    first, last = wanted_part(request.headers.get("Range", ""), len(content)) or (0, len(content) - 1)
    whole = (first, last) == (0, len(content) - 1)
    if first > last and content:
        response = HttpResponse(
            status=416, headers={"Content-Range": content_range(first, last, len(content))}
        )
    else:
        response = HttpResponse(
            content[first : last + 1], content_type=content_type, status=200 if whole else 206
        )
        if not whole:
            response.headers["Content-Range"] = content_range(first, last, len(content))
    response._csp_exempt = True  # type: ignore[attr-defined]  # django-csp's own hook: this policy is our own
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Accept-Ranges"] = "bytes"
    return response
