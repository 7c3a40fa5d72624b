"""Offers the numbers of the hub to indicators: the registry knows no hub, and the hub no registry."""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext_lazy as _

from registry import measures
from registry.measures import Figure, Measure, Period

Count = Callable[..., dict[str, int]]


def register() -> None:
    from knowledge import counting

    direct, unique = (partial(counting.reached, way=way) for way in (counting.DIRECT, counting.UNIQUE))
    for key, label, splits, count in (
        ("hub_downloads", _("Files fetched from the hub"), counting.DOWNLOAD_SPLITS, counting.downloads),
        (
            "campaign_reach_direct",
            _("People that campaigns reached in the room"),
            counting.REACH_SPLITS,
            direct,
        ),
        (
            "campaign_reach_unique",
            _("People that campaigns reached on platforms"),
            counting.REACH_SPLITS,
            unique,
        ),
    ):
        measures.register(Measure(key, label, splits, partial(figures, count)))


def figures(count: Count, period: Period, split: str) -> list[Figure]:
    """The hub belongs to no office: asked for some of them, it has nothing to say."""
    if period.offices is not None:
        return [] if split else [Figure("", 0)]
    found = count(period.first, period.last, split=split)
    return [Figure(group, number) for group, number in sorted(found.items())]
