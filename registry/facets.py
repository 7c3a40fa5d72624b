"""How many records have which value: queries over index rows, for one facet or several at once. Called by `registry.query`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models import Count as CountOf
from django.db.models.functions import Cast

from registry.filters import Holder, Target
from registry.models import RecordIndex, RecordValue

Rows = QuerySet[RecordIndex]


def of_one(type_id: int, target: Target, rows: Rows, limit: int) -> QuerySet[Any, Any]:
    """(value, number) rows, most frequent first."""
    column, source = _source(type_id, target, rows)
    return source.values_list(column).annotate(n=CountOf("pk")).order_by("-n", column)[:limit]


def of_several(type_id: int, parts: Iterable[tuple[Target, Rows]]) -> QuerySet[Any, Any]:
    """(name, value, number) rows of all of them, in no order."""
    first, *others = [_named(type_id, target, rows) for target, rows in parts]
    return first.union(*others, all=True)


def _named(type_id: int, target: Target, rows: Rows) -> QuerySet[Any, Any]:
    """Alike for all names, so that they can be put together."""
    column, source = _source(type_id, target, rows)
    named = source.annotate(
        facet_name=Value(target.name, CharField()), facet_value=Cast(F(column), CharField(max_length=200))
    )
    number = CountOf("record", distinct=target.holder is Holder.VALUES)
    return named.values_list("facet_name", "facet_value").annotate(n=number).order_by()


def _source(type_id: int, target: Target, rows: Rows) -> tuple[str, QuerySet[Any]]:
    """The column that is counted, and the rows that have it filled."""
    if target.holder is Holder.VALUES:
        values = RecordValue.objects.filter(type_id=type_id, key=target.column)
        return "text", values.filter(record__in=rows.values("pk"))
    if target.nullable:
        return target.column, rows.filter(**{f"{target.column}__isnull": False})
    return target.column, rows
