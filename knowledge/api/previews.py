"""A draft for the editor's own front end: whoever holds the token of a preview sees that draft, for an hour."""

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response

from knowledge.api.endpoints import Pages
from knowledge.api.tokens import TOKEN, draft_of
from knowledge.freshness import KEEP_NOTHING


class Previews(Pages):
    """`?token=`: one page as it was when somebody pressed “Preview”."""

    known_query_parameters = Pages.known_query_parameters | {TOKEN, "content_type"}

    def listing_view(self, request: Request) -> Response:
        self.check_query_parameters(self.get_queryset())
        self._cached_object = draft_of(request.GET.get(TOKEN, ""))
        self.action = "detail_view"
        response = Response(self.get_serializer(self._cached_object).data)
        response.headers["Cache-Control"] = KEEP_NOTHING
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """One address: drafts are neither listed nor found by a number."""
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]
