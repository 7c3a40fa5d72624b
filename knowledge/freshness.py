"""How long browsers and shared caches may show what they keep: never without asking first, so a withdrawal holds at once.

Asking costs a few hundred bytes: where nothing changed, Django's ConditionalGetMiddleware answers 304 by the ETag.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ASK_EACH_TIME = "public, no-cache"
KEEP_NOTHING = "no-store, private"


def asked_each_time(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view that anybody may read; one that says something stricter itself keeps that."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    return answer
