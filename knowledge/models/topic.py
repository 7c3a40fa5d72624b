"""Topics: one word list for both languages, and a page that gathers what belongs to one of them."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from knowledge.models.award import Awarded
from knowledge.models.page import HubPage
from knowledge.models.state import Shown
from knowledge.public import open_to_all, teasers
from knowledge.remembering import remembered
from knowledge.searching.index import refresh_all

MOST_SHOWN = 30


class Topic(Shown):
    key = models.SlugField(
        _("key"), max_length=40, unique=True, help_text=_("In addresses; cannot be changed later.")
    )
    name_bn = models.CharField(_("name in Bangla"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)

    panels: ClassVar[list[Panel]] = [FieldPanel("key"), FieldPanel("name_bn"), FieldPanel("name_en")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("key",)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Commits the new names together with what finds the pages about it."""
        super().save(*args, **kwargs)
        refresh_all(self.pages())

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        about_it = self.pages()
        deleted = super().delete(*args, **kwargs)
        refresh_all(about_it)
        return deleted

    def __str__(self) -> str:
        return self.name_bn if (get_language() or "").startswith("bn") else self.name_en

    @property
    def names(self) -> tuple[str, str]:
        return (self.name_bn, self.name_en)

    def pages(self) -> list[Page]:
        """Public pages that are about it, in both languages."""
        found = (model.objects.filter(topics=self.pk, live=True) for model in TopicalPage.__subclasses__())
        return [page for pages in found for page in pages]


class TopicalPage(Awarded, HubPage):  # type: ignore[django-manager-missing]  # the manager is Wagtail's, which ships no types
    """A page about one or more topics; both names of each topic find it."""

    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")

    class Meta:
        abstract = True

    def more_search_text(self) -> list[str]:
        return [name for topic in self.topics.all() for name in topic.names]


class TopicPage(HubPage):
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", verbose_name=_("topic"))

    content_panels: ClassVar[list[Panel]] = [*HubPage.content_panels, FieldPanel("topic")]
    parent_page_types: ClassVar[list[str]] = ["knowledge.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/topic_page.html"
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        about = remembered(request, ("topic", self.pk), self._about)
        return context | {"about": about}

    def _about(self) -> list[Page]:
        about = Q()
        for model in TopicalPage.__subclasses__():
            about |= Q(
                pk__in=model.topics.through.objects.filter(topic=self.topic_id).values(model.__name__.lower())
            )
        pages = teasers(open_to_all(Page.objects.filter(about, locale=self.locale_id)))
        return list(pages.order_by("-first_published_at")[:MOST_SHOWN])
