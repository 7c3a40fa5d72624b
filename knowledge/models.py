"""Pages of the public hub. What they contain at the start is in starter.py."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from knowledge.blocks import CardBlock


class HomePage(Page):
    """The front page of one language: a promise in one sentence, where to get help, what is here."""

    heading = models.CharField(
        _("heading"), max_length=120, help_text=_("The large words on top of the page.")
    )
    intro = models.TextField(_("introduction"), max_length=600)
    cards = StreamField([("card", CardBlock())], verbose_name=_("cards"), blank=True, max_num=6)

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        FieldPanel("cards"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "knowledge/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
