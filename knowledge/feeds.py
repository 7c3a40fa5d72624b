"""News of the hub for feed readers, one feed a language, and the list of pages for search engines."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

NEWS_OF = ("campaignpage", "eventpage", "findingpage", "libraryitempage", "newspage", "storypage")
MOST = 30


class Newest(Feed):
    """What was published last, in the language of the address."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Nirapod: what is new")

    def link(self) -> str:
        return f"/{get_language()}/"

    def subtitle(self) -> str:
        return _("Publications, findings, campaigns and news")

    def items(self) -> list[Page]:
        pages = Page.objects.live().public().filter(content_type__model__in=NEWS_OF)
        here = pages.filter(locale__language_code=get_language())
        return list(here.specific().order_by("-first_published_at")[:MOST])

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        return str(item.url)

    def item_pubdate(self, item: Any) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.last_published_at


class PublicPages(Sitemap):
    """Every public page but those that somebody may not want in a search history."""

    def items(self) -> Any:
        pages = Page.objects.live().public().filter(depth__gte=2).exclude(content_type__model="helppage")
        return pages.order_by("path").select_related("locale").specific()
