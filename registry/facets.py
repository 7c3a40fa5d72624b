"""How many records have which value: queries over index rows, for one facet or several at once. Called by `registry.query`.

Records without a value are left out by asking only where nothing else narrows the list: then the index of that column
answers alone. Beside another filter the same question would send the database by that index, past all the records that
the filter leaves out; there they are counted under None, which whoever reads the rows leaves out.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models import Count as CountOf
from django.db.models.functions import Cast

from registry.filters import Holder, Target
from registry.models import RecordIndex, RecordValue

Rows = QuerySet[RecordIndex]


def of_one(type_id: int, target: Target, rows: Rows, limit: int, *, narrowed: bool) -> QuerySet[Any, Any]:
    """(value, number) rows, most frequent first; one more than `limit` where None may be among them.

    `narrowed`: whether something else than this facet filters the list.
    """
    column, source = _source(type_id, target, rows, narrowed)
    most = limit + 1 if narrowed else limit
    return source.values_list(column).annotate(n=CountOf("*")).order_by("-n", column)[:most]


def of_several(type_id: int, parts: Iterable[tuple[Target, Rows, bool]]) -> QuerySet[Any, Any]:
    """(name, value, number) rows of all of them, in no order. Each part: what, where, and whether that is narrowed."""
    first, *others = [_named(type_id, target, rows, narrowed) for target, rows, narrowed in parts]
    return first.union(*others, all=True)


def filled(counted: Iterable[tuple[Any, int]], limit: int) -> dict[str, int]:
    """Value → number, in the order of the rows, without the records that have no value."""
    values = ((str(value), number) for value, number in counted if value is not None)
    return dict(islice(values, limit))


def _named(type_id: int, target: Target, rows: Rows, narrowed: bool) -> QuerySet[Any, Any]:
    """Alike for all names, so that they can be put together."""
    column, source = _source(type_id, target, rows, narrowed)
    named = source.annotate(
        facet_name=Value(target.name, CharField()), facet_value=Cast(F(column), CharField(max_length=200))
    )
    number = CountOf("record", distinct=True) if target.holder is Holder.VALUES else CountOf("*")
    return named.values_list("facet_name", "facet_value").annotate(n=number).order_by()


def _source(type_id: int, target: Target, rows: Rows, narrowed: bool) -> tuple[str, QuerySet[Any]]:
    """The column that is counted, and the rows that have it filled, or may have."""
    if target.holder is Holder.VALUES:
        values = RecordValue.objects.filter(type_id=type_id, key=target.column)
        return "text", values.filter(record__in=rows.values("pk"))
    if target.nullable and not narrowed:
        return target.column, rows.filter(**{f"{target.column}__isnull": False})
    return target.column, rows
