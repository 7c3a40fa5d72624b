"""What the public half can say in numbers: files fetched, and people that campaigns reached. Days are both included.

Figures come by a value of the split, or all together under "". Who makes indicators of them registers them elsewhere.
"""

from datetime import date

from django.db.models import Sum

from knowledge.models import CampaignReach, DownloadCount, LibraryFile

DOWNLOAD_SPLITS = ("item_type", "language")
REACH_SPLITS = ("channel", "campaign")
DIRECT, UNIQUE = "direct", "unique"


def downloads(first: date, last: date, split: str = "") -> dict[str, int]:
    """How often files were fetched; split by the kind or the language of the library items that offer them.

    A file of an item and its translation is one file. Files of other pages count in the total only.
    """
    counted = DownloadCount.objects.filter(day__range=(first, last))
    by_file = dict(counted.values_list("document").annotate(number=Sum("count")))
    if not split:
        return {"": sum(by_file.values())}
    column = "page__item_type" if split == "item_type" else "language"
    offered = LibraryFile.objects.filter(document__in=by_file).values_list("document", column)
    found: dict[str, int] = {}
    for document, group in dict(offered).items():
        found[group] = found.get(group, 0) + by_file[document]
    return found


def reached(first: date, last: date, way: str, split: str = "") -> dict[str, int]:
    """People in the room (`direct`) or unique people on a platform (`unique`); the two are never added together."""
    rows = (
        CampaignReach.objects.filter(starts_on__gte=first, ends_on__lte=last)
        .exclude(**{way: None})
        .order_by()
    )
    if not split:
        return {"": rows.aggregate(number=Sum(way))["number"] or 0}
    column = "channel" if split == "channel" else "campaign__slug"
    return {group: number or 0 for group, number in rows.values_list(column).annotate(number=Sum(way))}
