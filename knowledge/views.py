"""Public addresses beside the editors' pages: search, pages in one language only, pictures."""

import mimetypes
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from knowledge.searching.finding import matching

PER_PAGE = 12
RENDITIONS = "images/"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages in both languages; of a page and its translation only the one in the reader's language."""
    typed = request.GET.get("q", "").replace("\0", "")[:200]
    entries = matching(typed).values_list("page_id", "page__translation_key", "language")[:500]
    chosen: dict[object, int] = {}
    for page_id, key, language in entries:
        if key not in chosen or language == get_language():
            chosen[key] = page_id
    listed = Paginator(list(chosen.values()), PER_PAGE).get_page(request.GET.get("page"))
    pages = Page.objects.select_related("locale").specific().in_bulk(list(listed.object_list))
    listed.object_list = [pages[key] for key in listed.object_list]
    query = urlencode({"q": typed}) + "&" if typed else ""
    return render(request, "knowledge/search.html", {"search": typed, "listed": listed, "query": query})


@require_safe
def only_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that is not translated, for a reader of the other language: in its own words, with a notice."""
    page = Page.objects.live().public().filter(pk=pk).specific().first()
    if page is None or not hasattr(page, "shown_title"):
        raise Http404
    here = page.get_translations(inclusive=True).live().filter(locale__language_code=get_language()).first()
    if here is not None:
        return redirect(here.get_url(request))
    context = page.get_context(request) | {"notice_for": get_language()}
    response = render(request, page.get_template(request), context)
    response.headers["Cache-Control"] = "no-store" if page.discreet else "public, max-age=60"
    return response


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A picture in one of the sizes pages ask for. Originals and files have no address here."""
    path = RENDITIONS + name
    if "/" in name or not default_storage.exists(path):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=kind)
    # An hour: a withdrawn picture must not live on in caches for long.
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /documents/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
