"""Menus, lists and filters are worked out once for each state of the public pages, and shown until that state changes.

Values are kept in this process under the mark of the state they were read in (models/state.py), so a process never shows
an older one: an edit commits a new mark. What is remembered is only read, never changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db.models import Count, Max, Subquery, Value
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

from knowledge.models.state import ONLY, PublicState

Made = TypeVar("Made")
Mark = tuple[Any, ...]
MOST = 2000
"""Lists, filters and whether a picture is public, all together; the least used leave first."""


class Recent:
    """The values asked for last, by key. Safe among threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.values: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        with self.lock:
            if key in self.values:
                self.values.move_to_end(key)
                found: Made = self.values[key]
                return found
        made = make()
        with self.lock:
            self.values[key] = made
            while len(self.values) > self.most:
                self.values.popitem(last=False)
        return made


recent = Recent(MOST)


def remembered(request: HttpRequest, key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives for the present state of the public pages. `key` names everything else that it depends on."""
    mark = mark_of(request)
    if mark is not None:
        return recent.get((mark, key), make)
    of_request: dict[Hashable, Made] = request.__dict__.setdefault("_hub_remembered", {})
    if key not in of_request:
        of_request[key] = make()
    return of_request[key]


def mark_of(request: HttpRequest) -> Mark | None:
    """The state of the public pages, asked once a request. None before anything was published."""
    if "_hub_mark" not in request.__dict__:
        request.__dict__["_hub_mark"] = _read_mark()
    mark: Mark | None = request.__dict__["_hub_mark"]
    return mark


def _read_mark() -> Mark | None:
    """Closing a page to the public writes a row of Wagtail's own, so those rows belong to the mark."""
    closed = PageViewRestriction.objects.order_by().values(all=Value(1))
    counted = closed.annotate(number=Count("pk"), newest=Max("pk"))
    state = PublicState.objects.filter(pk=ONLY).annotate(
        number=Subquery(counted.values("number")), newest=Subquery(counted.values("newest"))
    )
    return state.values_list("mark", "number", "newest").first()
