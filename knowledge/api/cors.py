"""Lets the web sites named in the setting read the API from a browser. Nobody else, and nothing but reading."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

PREFIX = "/api/"
OWN_RULES = "/api/forms/"
"""Public forms take answers too, and say themselves who may send some."""
ALL = "*"


class ApiOriginsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or request.path.startswith(OWN_RULES):
            return response
        allowed, origin = settings.NIRAPOD_API_ORIGINS, request.headers.get("Origin", "")
        if ALL in allowed:
            response.headers["Access-Control-Allow-Origin"] = ALL
            return response
        patch_vary_headers(response, ["Origin"])
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response
