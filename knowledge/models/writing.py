"""Findings, stories, news and events: what communications staff write most days."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.api import APIField
from wagtail.fields import StreamField

from knowledge import places
from knowledge.api.fields import AWARDS_FIELD
from knowledge.models.award import AWARDS_PANEL, Awarded
from knowledge.models.page import HubPage
from knowledge.models.review import SafeguardingReview, Subject
from knowledge.models.topic import TopicalPage
from knowledge.public_forms import is_public_form


class KeyNumberBlock(blocks.StructBlock):
    number = blocks.CharBlock(max_length=20, label=_("number"))
    says = blocks.CharBlock(max_length=160, label=_("what it counts"))

    class Meta:
        icon = "order"
        label = _("Key number")


class FindingPage(TopicalPage):
    """A result of research that can be judged: its numbers, how they came about, and what they cannot say."""

    numbers = StreamField(
        [("number", KeyNumberBlock())], verbose_name=_("key numbers"), blank=True, max_num=6
    )
    method = models.TextField(_("method"), max_length=1500)
    sample = models.TextField(_("who was asked"), max_length=800, blank=True)
    limits = models.TextField(_("what it cannot say"), max_length=1500)
    data_date = models.DateField(_("date of the data"))
    place = models.CharField(_("district"), max_length=20, choices=places.CHOICES, blank=True)
    item = models.ForeignKey(
        "knowledge.LibraryItemPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("report in the library"),
    )

    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        FieldPanel("numbers"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("method", "sample", "limits", "data_date", "place")], _("Method")
        ),
        FieldPanel("topics"),
        AWARDS_PANEL,
        FieldPanel("item"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *HubPage.api_fields,
        *(APIField(name) for name in ("numbers", "method", "sample", "limits", "data_date", "place")),
        AWARDS_FIELD,
    ]
    parent_page_types: ClassVar[list[str]] = ["knowledge.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/finding_page.html"
    schema_type = "ScholarlyArticle"

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def more_search_text(self) -> list[str]:
        district = places.BY_CODE.get(self.place)
        return [*super().more_search_text(), *(district.spellings if district else ())]


class StoryKind(models.TextChoices):
    COMPOSITE = "composite", _("Made from many: no single person’s story")
    LEADER = "leader", _("An adult survivor leader’s own words")


class StoryPage(TopicalPage):
    """A story that belongs to nobody who could be found by it. Says itself how it was made."""

    kind = models.CharField(_("kind"), max_length=10, choices=StoryKind.choices)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)

    needs_helplines = True
    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("topics"),
        AWARDS_PANEL,
        FieldPanel("review_on"),
    ]
    api_fields: ClassVar[list[APIField]] = [*HubPage.api_fields, APIField("kind"), AWARDS_FIELD]
    parent_page_types: ClassVar[list[str]] = ["knowledge.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/story_page.html"
    schema_type = "Article"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def own_faults(self) -> list[str]:
        from knowledge.safeguarding.checks import valid_review

        review: SafeguardingReview | None = valid_review(self)
        if review and self.kind == StoryKind.LEADER and review.subject != Subject.LEADER:
            return [
                gettext(
                    "The review has to name a survivor leader and the consent, as the story is one’s own."
                )
            ]
        return []


class NewsPage(TopicalPage):
    day = models.DateField(_("date"), default=timezone.localdate)

    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        FieldPanel("day"),
        FieldPanel("topics"),
        AWARDS_PANEL,
    ]
    api_fields: ClassVar[list[APIField]] = [*HubPage.api_fields, APIField("day"), AWARDS_FIELD]
    parent_page_types: ClassVar[list[str]] = ["knowledge.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/news_page.html"
    schema_type = "NewsArticle"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")


class EventPage(Awarded, HubPage):  # type: ignore[django-manager-missing]  # the manager is Wagtail's, which ships no types
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(
        _("place"), max_length=200, help_text=_("A public place only, never a shelter or a home.")
    )
    form_key = models.SlugField(
        _("registration form"), max_length=60, blank=True, help_text=_("The key of a public form.")
    )
    afterwards = models.TextField(_("what came of it"), max_length=2000, blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        *(FieldPanel(name) for name in ("starts_at", "ends_at", "venue", "form_key", "afterwards")),
        AWARDS_PANEL,
    ]
    api_fields: ClassVar[list[APIField]] = [
        *HubPage.api_fields,
        *(APIField(name) for name in ("starts_at", "ends_at", "venue", "afterwards")),
        AWARDS_FIELD,
    ]
    parent_page_types: ClassVar[list[str]] = ["knowledge.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/event_page.html"
    schema_type = "Event"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    def own_faults(self) -> list[str]:
        if self.ends_at < self.starts_at:
            return [gettext("The event ends before it starts.")]
        if self.is_over and not self.afterwards.strip():
            return [gettext("This event is over. Write what came of it, or correct the day.")]
        if self.form_key and not self.is_over and not is_public_form(self.form_key):
            return [gettext("There is no public form “%(key)s” to register with.") % {"key": self.form_key}]
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "form_url": f"/forms/{self.form_key}/" if self.form_key and not self.is_over else ""
        }
