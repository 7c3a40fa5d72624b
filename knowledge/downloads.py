"""Files that readers fetch: only what a public page offers, counted by the day without knowing who it was.

A film plays, and a broken download goes on, only where a server gives parts of a file.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from forms_builder.byte_ranges import content_range, wanted_part
from knowledge.api.tokens import TOKEN, keys_in_preview
from knowledge.freshness import ASK_EACH_TIME, KEEP_NOTHING
from knowledge.models import DownloadCount, HubDocument, HubImage, HubRendition
from knowledge.remembering import remembered
from knowledge.safeguarding.withdrawing import shown_publicly

CHUNK = 64 * 1024
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|curl|wget|python|monitor|headless", re.IGNORECASE)


def let_or_refuse(document: HubDocument, request: HttpRequest) -> None:
    """Called before a file is served. `Http404` for what no public page shows, unless an editor asks for it."""
    if is_editor(request) or document.pk in keys_in_preview(request, HubDocument):
        return
    if not shown_publicly(document):
        raise Http404


def count(key: int, request: HttpRequest) -> None:
    """A file has been given out whole. Who asks whether their copy still holds (304) fetches nothing."""
    if is_reader(request):
        DownloadCount.add(key, timezone.localdate())


def picture_for(path: str, request: HttpRequest) -> HubRendition | None:
    """The rendition kept there, if it is one of a public page or an editor or a preview of its draft asks for it."""
    found = HubRendition.objects.filter(file=path).select_related("image").first()
    if found is None:
        return None
    public = remembered(request, ("picture", found.image_id), lambda: shown_publicly(found.image))
    may = public or is_editor(request) or found.image_id in keys_in_preview(request, HubImage)
    return found if may else None


def how_long(request: HttpRequest) -> str:
    """What caches may do with a file: staff and holders of a preview see some that are not public."""
    return KEEP_NOTHING if request.user.is_authenticated or TOKEN in request.GET else ASK_EACH_TIME


def is_editor(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")


def is_reader(request: HttpRequest) -> bool:
    """Neither staff, nor a robot, nor a browser that asks for a further piece of the same file."""
    if request.method != "GET" or request.user.is_authenticated:
        return False
    if request.headers.get("Range", "bytes=0-") not in {"bytes=0-"}:
        return False
    agent = request.headers.get("User-Agent", "")
    return not ROBOT.search(agent)


def in_part(response: FileResponse, request: HttpRequest) -> HttpResponseBase:
    """The answer with a whole file, cut to the part that was asked for."""
    size = int(response.headers["Content-Length"])
    response.headers["Accept-Ranges"] = "bytes"
    part = wanted_part(request.headers.get("Range", ""), size)
    mark = response.headers.get("ETag", "")
    if part is None or request.headers.get("If-Range", mark) != mark:
        return response
    first, last = part
    told = content_range(first, last, size)
    if first > last:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": told, "Accept-Ranges": "bytes"})
    response.status_code = 206
    response.headers["Content-Range"] = told
    response.headers["Content-Length"] = str(last - first + 1)
    response.streaming_content = _bytes(response.file_to_stream, first, last)
    return response


def _bytes(file: Any, first: int, last: int) -> Iterator[bytes]:
    """The response closes the file."""
    file.seek(first)
    left = last - first + 1
    while left and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
