"""Being written."""

from django.http import HttpRequest, HttpResponse


def record(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


change = history = record
