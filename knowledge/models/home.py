"""The front page of one language. What it contains at the start is in starter/front.py."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from knowledge.blocks import CardBlock
from knowledge.models.page import HubPage
from knowledge.public import open_to_all, teasers
from knowledge.remembering import remembered


class HomePage(HubPage):
    """A promise in one sentence, where to get help, what is here."""

    heading = models.CharField(
        _("heading"), max_length=120, help_text=_("The large words on top of the page.")
    )
    intro = models.TextField(_("introduction"), max_length=600)
    cards = StreamField([("card", CardBlock())], verbose_name=_("cards"), blank=True, max_num=6)

    needs_review = False
    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        FieldPanel("cards"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *HubPage.api_fields,
        APIField("heading"),
        APIField("intro"),
        APIField("cards"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "knowledge/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | remembered(request, ("home", self.pk), self._lists)

    def _lists(self) -> dict[str, list[Page]]:
        inside = teasers(open_to_all(Page.objects.descendant_of(self)))
        newest = inside.filter(
            content_type__model__in=("libraryitempage", "findingpage", "newspage", "storypage")
        )
        campaigns = inside.filter(content_type__model="campaignpage")
        return {
            "newest": list(newest.order_by("-first_published_at")[:4]),
            "campaigns": list(campaigns.order_by("-first_published_at")[:2]),
        }
