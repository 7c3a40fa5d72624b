"""Wagtail's read API, narrowed to what a visitor could see anyway, with our own search."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.filters import (
    AncestorOfFilter,
    ChildOfFilter,
    DescendantOfFilter,
    FieldsFilter,
    LocaleFilter,
    OrderingFilter,
    TranslationOfFilter,
)
from wagtail.api.v2.utils import get_restricted_collection_ids
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.serializers import ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, ReferenceIndex

from knowledge.api.asking import KindToOddQuestions
from knowledge.api.fields import RenditionsField
from knowledge.api.tokens import TOKEN, keys_in_preview
from knowledge.freshness import KEEP_NOTHING
from knowledge.models import HubDocument
from knowledge.public import open_to_all
from knowledge.searching.finding import matching

MOST_HITS = 500
ORIGINAL = "download_url"


class OurSearch(BaseFilterBackend):
    """`?search=`: the same search as on the site, in both scripts and any spelling."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Page], view: BaseAPIViewSet
    ) -> QuerySet[Page]:
        typed = request.GET.get("search", "").replace("\0", "")
        if not typed.strip():
            return queryset
        keys = list(matching(typed).values_list("page_id", flat=True)[:MOST_HITS])
        if not keys:
            return queryset.none()
        found = queryset.filter(pk__in=keys)
        if "order" in request.GET:
            return found
        place = Case(
            *(When(pk=key, then=Value(at)) for at, key in enumerate(keys)), output_field=IntegerField()
        )
        return found.order_by(place)


class Pages(KindToOddQuestions, PagesAPIViewSet):
    renderer_classes = [JSONRenderer]
    # The original of an alias need not be public.
    meta_fields = [name for name in PagesAPIViewSet.meta_fields if name != "alias_of"]
    filter_backends = [
        FieldsFilter,
        ChildOfFilter,
        AncestorOfFilter,
        DescendantOfFilter,
        TranslationOfFilter,
        LocaleFilter,
        OrderingFilter,
        OurSearch,
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        return open_to_all(super().get_base_queryset())


def used_publicly(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Those that some live page without a restriction shows."""
    model = queryset.model
    public = {str(key) for key in open_to_all(Page.objects.all()).values_list("pk", flat=True)}
    rows = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(model),
        base_content_type=ReferenceIndex._get_base_content_type(Page),
    ).values_list("to_object_id", "object_id")
    return queryset.filter(pk__in={key for key, page in rows if page in public})


class ReadableDocument(DocumentSerializer):
    """A file inside a page: nothing of it where its collection is closed to the visitor."""

    def to_representation(self, instance: HubDocument) -> Any:
        request = self.context["request"]
        if not hasattr(request, "_closed_collections"):
            request._closed_collections = set(get_restricted_collection_ids(request))
        if instance.collection_id in request._closed_collections:
            return None
        return super().to_representation(instance)


class InPreviewToo(KindToOddQuestions):
    """Pictures or files of public pages, and those of a draft for whoever holds the token of its preview."""

    renderer_classes = [JSONRenderer]
    filter_backends = [FieldsFilter, OrderingFilter]
    known_query_parameters = BaseAPIViewSet.known_query_parameters | {TOKEN}

    def get_queryset(self) -> QuerySet[Any]:
        things: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        drafted = keys_in_preview(self.request, things.model)  # type: ignore[attr-defined]
        return things.filter(pk__in=drafted) if drafted else used_publicly(things)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if TOKEN in request.GET:
            response.headers["Cache-Control"] = KEEP_NOTHING
        return super().finalize_response(request, response, *args, **kwargs)


class SizedImage(ImageSerializer):
    """The original has no public address; the sizes that pages use have."""

    renditions = RenditionsField(read_only=True)


class Images(InPreviewToo, ImagesAPIViewSet):
    base_serializer_class = SizedImage
    body_fields = [*ImagesAPIViewSet.body_fields, "description", "credit", "renditions"]
    meta_fields = [name for name in ImagesAPIViewSet.meta_fields if name != ORIGINAL]
    listing_default_fields = [name for name in ImagesAPIViewSet.listing_default_fields if name != ORIGINAL]
    nested_default_fields = [name for name in ImagesAPIViewSet.nested_default_fields if name != ORIGINAL]


class Documents(InPreviewToo, DocumentsAPIViewSet):
    base_serializer_class = ReadableDocument
    body_fields = [*DocumentsAPIViewSet.body_fields, "pages"]
