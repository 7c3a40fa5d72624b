"""How pages tell the read API of what is not plain text: pictures in sizes to show, and who paid."""

from typing import Any

from django.utils import translation
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField

from knowledge.models.award import Award

SIZES = {"small": 360, "medium": 720, "large": 1080}
"""Widths in pixels, as pages of the hub use them themselves."""


def rendition_field(width: int, **more: Any) -> ImageRenditionField:
    return ImageRenditionField(f"width-{width}|format-webp", preserve_svg=True, **more)


class RenditionsField(Field):
    """A picture in each of the sizes, by name: address, width, height and words for those who do not see it."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, image: Any) -> dict[str, Any]:
        return {name: rendition_field(width).to_representation(image) for name, width in SIZES.items()}


class AwardsField(Field):
    """The awards of a page, in the language of the page."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, page: Any) -> list[dict[str, Any]]:
        with translation.override(page.locale.language_code):
            return [self._told(award) for award in page.awards.all()]

    def _told(self, award: Award) -> dict[str, Any]:
        return {
            "code": award.code,
            "donor": award.donor,
            "acknowledgement": award.acknowledgement,
            "disclaimer": award.disclaimer,
            "url": award.url,
            "logo": rendition_field(SIZES["small"]).to_representation(award.logo) if award.logo else None,
        }


COVER_FIELD = APIField("cover", serializer=rendition_field(SIZES["medium"]))
AWARDS_FIELD = APIField("awards", serializer=AwardsField())
