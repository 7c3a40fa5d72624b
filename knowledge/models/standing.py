"""Pages that stand for long: get help, about and its kin, the glossary, and the lists that lead to other pages."""

from typing import Any, ClassVar

from django.core.paginator import Page as PagedList
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from knowledge.models.page import HubPage
from knowledge.public import open_to_all, teasers
from knowledge.public_forms import is_public_form
from knowledge.remembering import remembered

PER_PAGE = 12


class HelpPage(HubPage):
    """Where to turn to. Read by people who may be watched: a neutral title, and nothing kept on the device."""

    needs_helplines = True
    discreet = True
    parent_page_types: ClassVar[list[str]] = ["knowledge.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/help_page.html"

    class Meta:
        verbose_name = _("get help page")
        verbose_name_plural = _("get help pages")


class InfoKind(models.TextChoices):
    ABOUT = "about", _("About us")
    SAFEGUARDING = "safeguarding", _("Safeguarding and complaints")
    PRIVACY = "privacy", _("Privacy")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    LEAVING = "leaving", _("What the quick exit can and cannot do")
    OTHER = "other", _("Something else")


CONTACT_FORM = "contact"
"""The key of the form that visitors write to us with; a pack brings it."""
TO_WRITE_FROM = {InfoKind.ABOUT, InfoKind.SAFEGUARDING, InfoKind.PRIVACY, InfoKind.ACCESSIBILITY}


class InfoPage(HubPage):
    """Who we are and what we promise. The foot of every page leads here."""

    kind = models.CharField(_("kind"), max_length=20, choices=InfoKind.choices, default=InfoKind.OTHER)

    content_panels: ClassVar[list[Panel]] = [*HubPage.content_panels, FieldPanel("kind")]
    parent_page_types: ClassVar[list[str]] = ["knowledge.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/info_page.html"

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Where readers are told to speak up there is a way to write, as long as that form is public."""
        context = super().get_context(request, *args, **kwargs)
        offered = self.kind in TO_WRITE_FROM and is_public_form(CONTACT_FORM)
        return context | {"contact_url": f"/{get_language()}/forms/{CONTACT_FORM}/" if offered else ""}


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=80, label=_("word"))
    other = blocks.CharBlock(max_length=80, required=False, label=_("the same word in the other language"))
    meaning = blocks.TextBlock(max_length=600, label=_("meaning"))

    class Meta:
        icon = "openquote"
        label = _("Word")


class GlossaryPage(HubPage):
    terms = StreamField([("term", TermBlock())], verbose_name=_("words"), blank=True)

    content_panels: ClassVar[list[Panel]] = [*HubPage.content_panels, FieldPanel("terms")]
    api_fields: ClassVar[list[APIField]] = [*HubPage.api_fields, APIField("terms")]
    parent_page_types: ClassVar[list[str]] = ["knowledge.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/glossary_page.html"
    schema_type = "DefinedTermSet"

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "words": sorted((block.value for block in self.terms), key=lambda value: value["term"])
        }


class SectionPage(HubPage):
    """A list of the pages below it, newest first: campaigns, findings, stories, news or topics."""

    needs_review = False
    parent_page_types: ClassVar[list[str]] = ["knowledge.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "knowledge.CampaignPage",
        "knowledge.FindingPage",
        "knowledge.StoryPage",
        "knowledge.NewsPage",
        "knowledge.EventPage",
        "knowledge.TopicPage",
    ]
    template = "knowledge/section_page.html"
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        number = request.GET.get("page", "")[:12]
        return context | {
            "listed": remembered(request, ("section", self.pk, number), lambda: self._listed(number))
        }

    def _listed(self, number: str) -> PagedList:
        children = open_to_all(Page.objects.child_of(self)).order_by("-first_published_at", "-pk")
        listed = Paginator(teasers(children), PER_PAGE).get_page(number)
        listed.object_list = list(listed.object_list)
        return listed
