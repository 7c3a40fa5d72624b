"""The pages of a public form beside the wizard: its beginning, the receipt, throwing away what was typed."""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.filling import posted, sending
from forms_builder.models import Draft, FormVersion
from forms_builder.public import limits, links, visitors
from forms_builder.public.limits import Act
from forms_builder.public.links import FormLink
from forms_builder.public.opening import public_version, version_or_404
from forms_builder.public.pages import TRAP, TRAPPED, first_page, for_nobody_else, page_of, show_start


@require_GET
def in_my_language(request: HttpRequest, slug: str) -> HttpResponse:
    """The address without a language, as it is printed on a poster."""
    version_or_404(slug, public_version)
    return redirect(reverse("public_forms:start", args=[slug]))


@require_GET
def by_link_in_my_language(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The address without a language, as it stands in a QR code."""
    version_or_404(slug)
    return redirect(reverse("public_forms:start_by_link", args=[slug, token]))


@csrf_exempt  # beginning changes nothing but what this session holds; see `public.wizard`
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows what the form is about, without a session; POST begins."""
    return _start(request, version_or_404(slug, public_version), None)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def start_by_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The same for those who were given a link; until the day it closes."""
    version = version_or_404(slug)
    try:
        link = links.read(token, slug)
    except links.Unknown as error:
        raise Http404("Nobody made this link.") from error
    except links.Expired:
        return page_of(request, version, "filling/public/over.html", status=410)
    return _start(request, version, link)


def _start(request: HttpRequest, version: FormVersion, link: FormLink | None) -> HttpResponse:
    if link is None and request.method != "POST":
        return first_page(request, version)
    if request.method != "POST":
        return show_start(request, version, link=link)
    if not posted.is_own(request):
        return show_start(request, version, status=403, link=link)
    if request.POST.get(TRAP):
        return show_start(request, version, status=422, link=link, message=TRAPPED)
    if not limits.allows(request, Act.BEGIN):
        return page_of(request, version, "filling/public/too_often.html", status=429)
    draft = visitors.begin(request, version, link)
    return for_nobody_else(redirect(reverse("public_forms:resume", args=[version.definition.key, draft.pk])))


@require_GET
def sent(request: HttpRequest, slug: str, draft: uuid.UUID) -> HttpResponse:
    """The receipt, as long as the session lasts."""
    version = version_or_404(slug)
    found = _held(request, version, draft)
    if found.state != Draft.State.SENT:
        return for_nobody_else(redirect(reverse("public_forms:resume", args=[slug, draft])))
    receipt = sending.receipt_of(found, AnonymousUser())
    return page_of(request, version, "filling/public/sent.html", receipt=receipt)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, slug: str, draft: uuid.UUID) -> HttpResponse:
    """Asks, then throws away what was typed."""
    version = version_or_404(slug)
    found = _held(request, version, draft)
    if found.state != Draft.State.OPEN:
        raise Http404("What was sent cannot be taken back.")
    if request.method == "GET" or not posted.is_own(request):
        back = reverse("public_forms:resume", args=[slug, draft])
        return page_of(request, version, "filling/public/delete.html", back_url=back)
    visitors.forget(request, found)
    return show_start(request, version, deleted=True)


def _held(request: HttpRequest, version: FormVersion, draft: uuid.UUID) -> Draft:
    try:
        return visitors.find(request, version, draft)
    except Draft.DoesNotExist as error:
        raise Http404("There is no such draft in this session.") from error
