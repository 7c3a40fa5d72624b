"""Campaigns: what they want people to know, the materials to share, and how far they reached."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable

from knowledge.api.fields import AWARDS_FIELD, COVER_FIELD
from knowledge.models.award import AWARDS_PANEL
from knowledge.models.media import HubDocument, HubImage
from knowledge.models.page import HubPage, Row
from knowledge.models.topic import TopicalPage


class Channel(models.TextChoices):
    FACEBOOK = "facebook", _("Facebook")
    INSTAGRAM = "instagram", _("Instagram")
    WHATSAPP = "whatsapp", _("WhatsApp")
    YOUTUBE = "youtube", _("YouTube")
    RADIO = "radio", _("Radio")
    POSTER = "poster", _("Poster and leaflet")
    MEETING = "meeting", _("Courtyard meeting")
    STREET_PLAY = "street_play", _("Street play")


class ReachMethod(models.TextChoices):
    COUNT = "count", _("Counted in the room")
    SHEET = "sheet", _("From an attendance sheet")
    ESTIMATE = "estimate", _("Estimated")
    PLATFORM = "platform", _("Figures of the platform")


class CampaignPage(TopicalPage):
    goal = models.TextField(_("goal"), max_length=600)
    messages = StreamField(
        [("message", blocks.CharBlock(max_length=160, label=_("message")))],
        verbose_name=_("key messages"),
        max_num=5,
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    how_to_help = models.TextField(_("how to help"), max_length=1200, blank=True)
    funder_line = models.CharField(_("acknowledgement of the donor"), max_length=300, blank=True)
    cover = models.ForeignKey(
        HubImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )

    needs_helplines = True
    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        *(
            FieldPanel(name)
            for name in ("goal", "messages", "starts_on", "ends_on", "how_to_help", "cover", "topics")
        ),
        InlinePanel("materials", heading=_("Materials"), label=_("material")),
        AWARDS_PANEL,
        FieldPanel("funder_line"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *HubPage.api_fields,
        *(
            APIField(name)
            for name in ("goal", "messages", "starts_on", "ends_on", "how_to_help", "materials")
        ),
        COVER_FIELD,
        AWARDS_FIELD,
    ]
    parent_page_types: ClassVar[list[str]] = ["knowledge.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/campaign_page.html"

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"materials": self.materials.select_related("document")}


class CampaignMaterial(Row, Orderable):
    """A file ready for one channel, with the words to post along with it."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="materials")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    document = models.ForeignKey(
        HubDocument, on_delete=models.CASCADE, related_name="+", verbose_name=_("file")
    )
    size = models.CharField(_("size"), max_length=40, help_text=_("Such as 1080 × 1080, or A3."))
    caption_bn = models.TextField(_("caption in Bangla"), max_length=600, blank=True)
    caption_en = models.TextField(_("caption in English"), max_length=600, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldPanel(name) for name in ("channel", "document", "size", "caption_bn", "caption_en")
    ]
    api_fields: ClassVar[list[APIField]] = [
        APIField(name) for name in ("channel", "document", "size", "caption_bn", "caption_en")
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")


class CampaignReach(models.Model):
    """How many people one activity reached. Direct and digital reach are never added together."""

    campaign = models.ForeignKey(
        CampaignPage, on_delete=models.CASCADE, related_name="reach", verbose_name=_("campaign")
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    events = models.PositiveIntegerField(_("events or posts"), default=1)
    method = models.CharField(_("how reach was counted"), max_length=10, choices=ReachMethod.choices)
    direct = models.PositiveIntegerField(_("people in the room"), null=True, blank=True)
    impressions = models.PositiveIntegerField(_("impressions"), null=True, blank=True)
    unique = models.PositiveIntegerField(_("unique reach"), null=True, blank=True)
    engagements = models.PositiveIntegerField(_("engagements"), null=True, blank=True)
    note = models.TextField(_("how it was estimated"), max_length=600, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldPanel(name)
        for name in (
            *("campaign", "channel", "starts_on", "ends_on", "events", "method"),
            *("direct", "impressions", "unique", "engagements", "note"),
        )
    ]

    class Meta:
        verbose_name = _("reach of a campaign")
        verbose_name_plural = _("reach of campaigns")
        ordering = ("-starts_on", "-pk")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.get_channel_display()} {self.starts_on}"

    def clean(self) -> None:
        problems: dict[str, str] = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            problems["ends_on"] = gettext("The last day lies before the first.")
        if self.method == ReachMethod.PLATFORM:
            problems |= self._digital_problems()
        elif self.direct is None:
            problems["direct"] = gettext("Say how many people were reached.")
        if self.method == ReachMethod.ESTIMATE and not self.note.strip():
            problems["note"] = gettext("Say how the number was estimated.")
        if problems:
            raise ValidationError(problems)

    def _digital_problems(self) -> dict[str, str]:
        problems = {
            name: gettext("Copy this number from the platform.")
            for name in ("impressions", "unique", "engagements")
            if getattr(self, name) is None
        }
        if not problems:
            for name in ("unique", "engagements"):
                if getattr(self, name) > (self.impressions or 0):
                    problems[name] = gettext("This cannot be more than the impressions.")
        return problems
