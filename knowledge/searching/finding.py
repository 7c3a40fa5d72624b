"""Search among public pages: every word has to be there, in some spelling or by its sound. Best matches first.

Plain LIKE on folded text: the same on SQLite and PostgreSQL, and right for Bangla, which SQLite's own index cuts up.
"""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from wagtail.models import Page

from knowledge.models.search import SearchEntry
from knowledge.public import open_to_all
from knowledge.searching.spellings import query_words, sound, spellings


def matching(query: str) -> QuerySet[SearchEntry]:
    """Entries for what somebody typed, ordered by where the words stand. Nothing for an empty query."""
    words = query_words(query)
    if not words:
        return SearchEntry.objects.none()
    entries = SearchEntry.objects.filter(page__in=open_to_all(Page.objects.all()))
    in_title, in_text = Q(), Q()
    for word in words:
        entries = entries.filter(_anywhere(word))
        in_title &= _one_of("title", spellings(word))
        in_text &= _one_of("text", spellings(word))
    rank = Case(
        When(in_title, then=Value(0)),
        When(in_text, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return entries.annotate(rank=rank).order_by("rank", "-page__first_published_at", "page_id")


def _anywhere(word: str) -> Q:
    condition = _one_of("text", spellings(word))
    heard = sound(word)
    return condition | Q(sounds__contains=f" {heard} ") if heard else condition


def _one_of(field: str, words: list[str]) -> Q:
    condition = Q()
    for word in words:
        condition |= Q(**{f"{field}__contains": word})
    return condition
