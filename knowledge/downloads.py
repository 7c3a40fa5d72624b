"""Files that readers fetch: only what a public page offers, counted by the day without knowing who it was."""

import re

from django.http import Http404, HttpRequest
from django.utils import timezone

from knowledge.models import DownloadCount, HubDocument
from knowledge.safeguarding.withdrawing import shown_publicly

ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|curl|wget|python|monitor|headless", re.IGNORECASE)


def let_or_refuse(document: HubDocument, request: HttpRequest) -> None:
    """Called before a file is served. `Http404` for what no public page shows, unless an editor asks for it."""
    if request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin"):
        return
    if not shown_publicly(document):
        raise Http404
    if is_reader(request):
        DownloadCount.add(document, timezone.localdate())


def is_reader(request: HttpRequest) -> bool:
    """Neither staff, nor a robot, nor a browser that asks for a further piece of the same file."""
    if request.method != "GET" or request.user.is_authenticated:
        return False
    if request.headers.get("Range", "bytes=0-") not in {"bytes=0-"}:
        return False
    agent = request.headers.get("User-Agent", "")
    return not ROBOT.search(agent)
