"""Being written."""

from django.http import HttpRequest, HttpResponse


def export(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()
