"""Lets the web sites named in the setting read the API from a browser. Nobody else, and nothing but reading."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PREFIX = "/api/"


class ApiOriginsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        response.headers["Vary"] = "Origin"
        origin = request.headers.get("Origin", "")
        if origin and origin in settings.NIRAPOD_API_ORIGINS:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response
