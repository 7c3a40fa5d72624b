"""What the library page shows: items that match the search and the filters, and how many each filter would leave.

The values of all filters are read once for each state of the public pages, and counted here.
"""

from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Value
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from knowledge import places
from knowledge.models.library import Audience, FileLanguage, ItemType, LibraryItemPage
from knowledge.public import open_to_all
from knowledge.remembering import remembered
from knowledge.searching.finding import matching

if TYPE_CHECKING:
    from knowledge.models.library import LibraryPage

PER_PAGE = 12
MOST_HITS = 500
FACETS = ("topic", "type", "year", "place", "language", "audience")
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


class Shelf:
    """The items of a library in order, with the values of each filter. Remembered, so nothing here is changed."""

    def __init__(self, page: "LibraryPage") -> None:
        items = open_to_all(LibraryItemPage.objects.child_of(page))
        rows = items.order_by("-year", "-first_published_at", "-pk")
        self.values: dict[str, dict[int, set[str]]] = {name: defaultdict(set) for name in FACETS}
        order = []
        for key, kind, year, place, audience in rows.values_list(
            "pk", "item_type", "year", "place", "audience"
        ):
            order.append(key)
            for name, value in (
                ("type", kind),
                ("year", str(year)),
                ("place", place),
                ("audience", audience),
            ):
                self.values[name][key].add(value)
        self.topics: dict[str, str] = {}
        name_here = "topics__name_bn" if (get_language() or "").startswith("bn") else "topics__name_en"
        topics = items.filter(topics__isnull=False).values_list(
            "pk", Value("topic"), "topics__key", name_here
        )
        languages = items.filter(files__isnull=False).values_list(
            "pk", Value("language"), "files__language", Value("")
        )
        for key, name, value, label in topics.order_by().union(languages.order_by()):
            self.values[name][key].add(value)
            self.topics |= {value: label} if label else {}
        self.keys = order

    def searched(self, search: str) -> "Shelf":
        """The same shelf with only what a search finds, the best first."""
        found = copy(self)
        found.keys = in_search_order(self.keys, search) if search.strip() else self.keys
        return found

    def narrowed(self, chosen: dict[str, str], but: str = "") -> list[int]:
        wanted = [(self.values[name], value) for name, value in chosen.items() if name != but]
        return [key for key in self.keys if all(value in values.get(key, ()) for values, value in wanted)]


def in_search_order(keys: list[int], search: str) -> list[int]:
    known = set(keys)
    return [key for key in matching(search).values_list("page_id", flat=True)[:MOST_HITS] if key in known]


def listing(page: "LibraryPage", request: HttpRequest) -> dict[str, Any]:
    """The context of knowledge/library_page.html. Unknown values of a filter find nothing, and break nothing."""
    search = request.GET.get("q", "").replace("\0", "")[:200]
    chosen = {name: request.GET[name][:60] for name in FACETS if request.GET.get(name)}
    whole = remembered(request, ("shelf", page.pk, get_language()), lambda: Shelf(page))
    shelf = whole.searched(search)
    listed = Paginator(shelf.narrowed(chosen), PER_PAGE).get_page(request.GET.get("page"))
    items = LibraryItemPage.objects.defer("body").in_bulk(list(listed.object_list))
    listed.object_list = [items[key] for key in listed.object_list]
    kept = {**({"q": search} if search else {}), **chosen}
    return {
        "search": search,
        "kept": list(chosen.items()),
        "query": urlencode(kept) + "&" if kept else "",
        "found": listed.paginator.count,
        "listed": listed,
        "facets": [facet(name, shelf, chosen, search) for name in FACETS],
    }


def facet(name: str, shelf: Shelf, chosen: dict[str, str], search: str) -> Facet:
    """Each value of one filter with what it would leave, the other filters kept."""
    keys = shelf.narrowed(chosen, but=name)
    counts = Counter(value for key in keys for value in shelf.values[name].get(key, ()) if value)
    labels = labels_of(name, shelf)
    links = tuple(
        Link(
            label=str(labels.get(value, value)),
            query=_query(name, value, chosen, search),
            count=counts[value],
            current=chosen.get(name) == value,
        )
        for value in sorted(counts, reverse=name == "year")
    )
    return Facet(_titles()[name], links, next((link.label for link in links if link.current), ""))


def _query(name: str, value: str, chosen: dict[str, str], search: str) -> str:
    """The address with this value chosen, or taken back when it is chosen already."""
    wanted = {key: old for key, old in chosen.items() if key != name}
    if chosen.get(name) != value:
        wanted[name] = value
    return urlencode({**({"q": search} if search else {}), **wanted})


def labels_of(name: str, shelf: Shelf) -> dict[str, Any]:
    choices: dict[str, Any] = {
        "topic": shelf.topics.items(),
        "type": ItemType.choices,
        "audience": Audience.choices,
        "language": FileLanguage.choices,
        "place": places.CHOICES,
        "year": [
            (year, in_readers_digits(year)) for years in shelf.values["year"].values() for year in years
        ],
    }
    return dict(choices.get(name, ()))


def _titles() -> dict[str, str]:
    return {
        "topic": _("Topic"),
        "type": _("Type"),
        "year": _("Year"),
        "place": _("District"),
        "language": _("Language"),
        "audience": _("For whom"),
    }
