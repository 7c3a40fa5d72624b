"""Public addresses beside the editors' pages: search, pages in one language only, pictures."""

import mimetypes
from typing import TypeVar
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page

from knowledge import downloads, papers
from knowledge.freshness import ASK_EACH_TIME, KEEP_NOTHING, asked_each_time
from knowledge.models import CampaignPage
from knowledge.models.page import HubPage
from knowledge.public import open_to_all, teasers
from knowledge.searching.finding import matching

AnyPage = TypeVar("AnyPage", bound=HubPage)
PER_PAGE = 12
RENDITIONS = "images/"


@require_safe
@asked_each_time
def search(request: HttpRequest) -> HttpResponse:
    """Pages in both languages; of a page and its translation only the one in the reader's language."""
    typed = request.GET.get("q", "").replace("\0", "")[:200]
    entries = matching(typed).values_list("page_id", "page__translation_key", "language")[:500]
    chosen: dict[object, int] = {}
    for page_id, key, language in entries:
        if key not in chosen or language == get_language():
            chosen[key] = page_id
    listed = Paginator(list(chosen.values()), PER_PAGE).get_page(request.GET.get("page"))
    pages = teasers(Page.objects.all()).in_bulk(list(listed.object_list))
    listed.object_list = [pages[key] for key in listed.object_list]
    query = urlencode({"q": typed}) + "&" if typed else ""
    return render(request, "knowledge/search.html", {"search": typed, "listed": listed, "query": query})


@require_safe
def only_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that is not translated, for a reader of the other language: in its own words, with a notice."""
    page = open_to_all(Page.objects.filter(pk=pk)).specific().first()
    if page is None or not hasattr(page, "shown_title"):
        raise Http404
    here = page.get_translations(inclusive=True).live().filter(locale__language_code=get_language()).first()
    if here is not None:
        return redirect(here.get_url(request))
    context = page.get_context(request) | {"notice_for": get_language()}
    response = render(request, page.get_template(request), context)
    response.headers["Cache-Control"] = KEEP_NOTHING if page.discreet else ASK_EACH_TIME
    return response


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture in one of the sizes pages ask for. Originals and files have no address here."""
    path = RENDITIONS + name
    found = None if "/" in name else downloads.picture_for(path, request)
    if found is None or not default_storage.exists(path):
        raise Http404
    # The name says the size and what is in focus, the hash what was drawn from.
    mark = quote_etag(f"{found.image.get_file_hash()}-{name}")
    response: HttpResponseBase | None = get_conditional_response(request, mark)
    if response is None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = FileResponse(default_storage.open(path), content_type=kind)
    response.headers["ETag"] = mark
    response.headers["Cache-Control"] = downloads.how_long(request)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@require_safe
def document(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """A file by Wagtail's rules and ours (downloads.py), whole or in the part that was asked for."""
    response: HttpResponseBase = serve_document(request, pk, name)
    response.headers["Cache-Control"] = downloads.how_long(request)
    if isinstance(response, FileResponse) and response.status_code == 200:
        downloads.count(int(pk), request)
        return downloads.in_part(response, request)
    return response


@require_safe
@asked_each_time
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /documents/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that social networks show beside a link to a page."""
    page = _public(HubPage, pk)
    if page.discreet:
        raise Http404
    return _made(papers.card(page), "image/png")


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign as a sheet to print."""
    page = _public(CampaignPage, pk)
    response = _made(papers.poster(page), "application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.pdf"'
    return response


def _public(kind: type[AnyPage], pk: int) -> AnyPage:
    page = open_to_all(Page.objects.filter(pk=pk)).specific().first()
    if not isinstance(page, kind):
        raise Http404
    return page


def _made(content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": ASK_EACH_TIME})
