"""Keeps `SearchEntry` in step with what is public: called when a page or a topic is saved, and nightly for all of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.searching.spellings import folded, sounds

if TYPE_CHECKING:
    from knowledge.models.page import HubPage


def refresh_all(pages: Iterable["HubPage"]) -> None:
    """The entries of several pages, as they stand in the database."""
    for page in pages:
        refresh(page)


def refresh(page: "HubPage") -> bool:
    """Write the entry of a live page, drop that of any other. Whether the page is public or was so until now."""
    from knowledge.models.search import SearchEntry

    if not page.live:
        dropped, _kinds = SearchEntry.objects.filter(page_id=page.pk).delete()
        return bool(dropped)
    from knowledge.safeguarding import content

    title = folded(page.title)
    text = folded("\n".join([page.title, page.summary, content.words(page), *page.more_search_text()]))
    SearchEntry.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "language": page.locale.language_code,
            "title": title,
            "text": text,
            "sounds": sounds(text),
        },
    )
    return True
