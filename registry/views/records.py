"""Being written."""

from django.http import HttpRequest, HttpResponse


def records(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()
