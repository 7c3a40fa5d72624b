"""A draft for the editor's own front end: whoever holds the token of a preview sees that draft, for an hour."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

from knowledge.api.endpoints import Pages

VALID_FOR = 3600
"""Seconds. An editor who needs it longer opens the preview again."""


class Previews(Pages):
    """`?token=`: one page as it was when somebody pressed “Preview”."""

    known_query_parameters = Pages.known_query_parameters | {"token", "content_type"}

    def listing_view(self, request: Request) -> Response:
        self.check_query_parameters(self.get_queryset())
        self._cached_object = draft_of(request.GET.get("token", ""))
        self.action = "detail_view"
        response = Response(self.get_serializer(self._cached_object).data)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """One address: drafts are neither listed nor found by a number."""
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]


def draft_of(token: str) -> Any:
    """The draft behind a token. `Http404` for one that is forged, over or unknown, and where no front end is set."""
    if not settings.HEADLESS_PREVIEW_URL:
        raise Http404
    try:
        HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=VALID_FOR)
    except BadSignature as error:
        raise Http404 from error
    preview = PagePreview.objects.filter(token=token).first()
    if preview is None:
        raise Http404
    return preview.as_page()
