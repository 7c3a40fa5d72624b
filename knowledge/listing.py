"""What the library page shows: items that match the search and the filters, and how many each filter would leave."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext as _

from knowledge import places
from knowledge.models.library import Audience, FileLanguage, ItemType, LibraryItemPage
from knowledge.models.topic import Topic
from knowledge.searching.finding import matching

if TYPE_CHECKING:
    from knowledge.models.library import LibraryPage

PER_PAGE = 12
MOST_HITS = 500
FIELDS = {
    "topic": "topics__key",
    "type": "item_type",
    "year": "year",
    "place": "place",
    "language": "files__language",
    "audience": "audience",
}
"""The filters by the name they have in the address."""


@dataclass(frozen=True)
class Link:
    label: str
    query: str
    count: int
    current: bool


@dataclass(frozen=True)
class Facet:
    label: str
    links: tuple[Link, ...]
    chosen: str


def listing(page: "LibraryPage", request: HttpRequest) -> dict[str, Any]:
    """The context of knowledge/library_page.html. Unknown values of a filter find nothing, and break nothing."""
    search = request.GET.get("q", "").replace("\0", "")[:200]
    chosen = {name: request.GET[name].replace("\0", "")[:60] for name in FIELDS if request.GET.get(name)}
    items = searched(LibraryItemPage.objects.child_of(page).live().public(), search)
    shown = narrowed(items, chosen)
    listed = Paginator(shown.defer("body"), PER_PAGE).get_page(request.GET.get("page"))
    kept = {**({"q": search} if search else {}), **chosen}
    return {
        "search": search,
        "kept": list(chosen.items()),
        "query": urlencode(kept) + "&" if kept else "",
        "found": listed.paginator.count,
        "listed": listed,
        "facets": [facet(name, items, chosen, search) for name in FIELDS],
    }


def searched(items: QuerySet[LibraryItemPage], search: str) -> QuerySet[LibraryItemPage]:
    if not search.strip():
        return items.order_by("-year", "-first_published_at", "-pk")
    keys = list(matching(search).values_list("page_id", flat=True)[:MOST_HITS])
    place = Case(*(When(pk=key, then=Value(at)) for at, key in enumerate(keys)), output_field=IntegerField())
    found = items.filter(pk__in=keys)
    return found.order_by(place) if keys else found


def narrowed(items: QuerySet[LibraryItemPage], chosen: dict[str, str], but: str = "") -> QuerySet[LibraryItemPage]:
    for name, value in chosen.items():
        if name == "year" and not (value.isascii() and value.isdigit() and len(value) == 4):
            return items.none()
        if name != but:
            items = items.filter(**{FIELDS[name]: value})
    return items.distinct() if {"topic", "language"} & chosen.keys() else items


def facet(name: str, items: QuerySet[LibraryItemPage], chosen: dict[str, str], search: str) -> Facet:
    """Each value of one filter with what it would leave, the other filters kept."""
    field = FIELDS[name]
    others = narrowed(items, chosen, but=name).order_by()
    counts = others.exclude(**{f"{field}__isnull": True}).values_list(field).annotate(Count("pk", distinct=True))
    found = sorted(((value, count) for value, count in counts if value != ""), key=lambda row: str(row[0]))
    labels = labels_of(name) if found else {}
    links = tuple(
        Link(
            label=str(labels.get(value, value)),
            query=_query(name, str(value), chosen, search),
            count=count,
            current=chosen.get(name) == str(value),
        )
        for value, count in (reversed(found) if name == "year" else found)
    )
    return Facet(_titles()[name], links, next((link.label for link in links if link.current), ""))


def _query(name: str, value: str, chosen: dict[str, str], search: str) -> str:
    """The address with this value chosen, or taken back when it is chosen already."""
    wanted = {key: old for key, old in chosen.items() if key != name}
    if chosen.get(name) != value:
        wanted[name] = value
    return urlencode({**({"q": search} if search else {}), **wanted})


def labels_of(name: str) -> dict[Any, Any]:
    if name == "topic":
        return {topic.key: topic for topic in Topic.objects.all()}
    choices = {
        "type": ItemType.choices,
        "audience": Audience.choices,
        "language": FileLanguage.choices,
        "place": places.CHOICES,
    }
    return dict(choices.get(name, []))


def _titles() -> dict[str, str]:
    return {
        "topic": _("Topic"),
        "type": _("Type"),
        "year": _("Year"),
        "place": _("District"),
        "language": _("Language"),
        "audience": _("For whom"),
    }
