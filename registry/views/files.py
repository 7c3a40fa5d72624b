"""Being written."""

from django.http import HttpRequest, HttpResponse


def file(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()
