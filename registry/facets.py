"""How many records have which value: counts over index rows, for one facet or several. Called by `registry.query`.

Of a filtered list, facets that all have few possible values are counted side by side in one pass over its rows. Others
are grouped by the database, and so is a facet that turns out to hold a value which is none of those that are known.

Where nothing else narrows the list, records without a value are left out by asking: then the index of that column
answers alone. Beside another filter the same question would send the database by that index, past all the records that
the filter leaves out; there they are counted under None.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from registry import statements
from registry.filters import Holder, Target
from registry.models import RecordIndex, RecordValue

LIMIT = 100
"""Values of one facet, the most frequent ones."""
FEW = 8
"""Values are counted side by side up to this number; grouping more is quicker than comparing each row with all."""
Rows = QuerySet[RecordIndex]
Numbers = dict[str, int]
"""Value → how many records have it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What is counted, and in which rows."""

    target: Target
    rows: Callable[[], Rows]
    filtered: bool = False
    """Whether the list is filtered by it; that filter is left out of account for it."""
    narrowed: bool = False
    """Whether something else than this facet filters the list."""
    values: Sequence[str] = ()
    """All that are known to be possible; blank where they are not known."""

    @property
    def has_few(self) -> bool:
        return 0 < len(self.values) <= FEW

    @property
    def fits_beside(self) -> bool:
        """Whether it can be counted side by side with others, in the rows of the list as it is filtered."""
        return self.has_few and self.narrowed and not self.filtered


def counted(key: Hashable, type_id: int, wanted: Mapping[str, Facet]) -> dict[str, Numbers]:
    """For each name its numbers, most frequent first. `key` names the list, for `registry.statements`."""
    found = _side_by_side(key, wanted) if wanted and all(one.fits_beside for one in wanted.values()) else {}
    others = {name: one for name, one in wanted.items() if name not in found}
    found |= _grouped(key, type_id, others) if others else {}
    return {name: _most_frequent(found[name]) for name in wanted}


def crossed(key: Hashable, one: Facet, other: Facet) -> dict[tuple[str, str], int]:
    """How many records have which pair of values, of two columns of the index."""
    if other.has_few:
        rows = statements.fetch((key, "crossed", one.target, _known(other)), lambda: _pivoted(one, other))
        if all(answered == sum(numbers) for _value, answered, *numbers in rows):
            pairs = {
                (str(value), known): number
                for value, _answered, *numbers in rows
                for known, number in zip(other.values, numbers, strict=True)
            }
            return {pair: number for pair, number in pairs.items() if number}
    found = statements.fetch((key, "pairs", one.target, other.target), lambda: _paired(one, other))
    return {(str(value), str(known)): number for value, known, number in found if None not in (value, known)}


def _side_by_side(key: Hashable, wanted: Mapping[str, Facet]) -> dict[str, Numbers]:
    """Those of `wanted`, which are all counted in the same rows, of which every value is a known one."""
    name = (key, "side by side", *map(_known, wanted.values()))
    counts = statements.fetch(name, lambda: _in_one_row(wanted.values()))
    numbers = chain(*counts, repeat(0))
    found: dict[str, Numbers] = {}
    for facet, one in wanted.items():
        answered, each = next(numbers), list(islice(numbers, len(one.values)))
        if answered == sum(each):
            found[facet] = dict(zip(one.values, each, strict=True))
    return found


def _grouped(key: Hashable, type_id: int, wanted: Mapping[str, Facet]) -> dict[str, Numbers]:
    name = (key, "grouped", *((one.target, one.filtered) for one in wanted.values()))
    found: dict[str, Numbers] = {facet: {} for facet in wanted}
    by_target = {one.target.name: facet for facet, one in wanted.items()}
    for target, value, number in statements.fetch(name, lambda: _of_several(type_id, wanted.values())):
        if value is not None:
            found[by_target[target]][value] = number
    return found


def _most_frequent(numbers: Numbers) -> Numbers:
    filled = ((value, number) for value, number in numbers.items() if number)
    return dict(islice(sorted(filled, key=lambda one: (-one[1], one[0])), LIMIT))


def _known(facet: Facet) -> tuple[Hashable, ...]:
    """What a statement with the values of a facet in it is made from."""
    return facet.target, tuple(facet.values)


def _in_one_row(facets: Collection[Facet]) -> QuerySet[Any, Any]:
    """For each facet how many records have an answer, and how many have each of its values."""
    rows = next(iter(facets)).rows()
    names = {f"number_{place}": one for place, one in enumerate(chain(*map(_numbers, facets)))}
    return rows.values(all_of_them=Value(1)).annotate(**names).values_list(*names).order_by()


def _pivoted(one: Facet, other: Facet) -> QuerySet[Any, Any]:
    """A row for each value of one: in the order of its index, so that nothing has to be sorted."""
    names = {f"number_{place}": number for place, number in enumerate(_numbers(other))}
    filled = _filled(one, one.rows())
    return (
        filled.values(one.target.column).annotate(**names).values_list(one.target.column, *names).order_by()
    )


def _paired(one: Facet, other: Facet) -> QuerySet[Any, Any]:
    rows = one.rows().values_list(one.target.column, other.target.column)
    return rows.annotate(number=Count("*")).order_by()


def _numbers(facet: Facet) -> list[Count]:
    column = facet.target.column
    return [Count(column), *(Count(Value(1), filter=Q(**{column: value})) for value in facet.values)]


def _of_several(type_id: int, facets: Iterable[Facet]) -> QuerySet[Any, Any]:
    """(name, value, number) rows of all of them, in no order."""
    first, *others = [_named(type_id, one) for one in facets]
    return first.union(*others, all=True)


def _named(type_id: int, facet: Facet) -> QuerySet[Any, Any]:
    """Alike for all names, so that they can be put together."""
    target, rows = facet.target, facet.rows()
    column: str
    source: QuerySet[Any]
    if target.holder is Holder.VALUES:
        values = RecordValue.objects.filter(type_id=type_id, key=target.column)
        column, source = "text", values.filter(record__in=rows.values("pk"))
    else:
        column, source = target.column, rows if facet.narrowed else _filled(facet, rows)
    named = source.annotate(
        facet_name=Value(target.name, CharField()), facet_value=Cast(F(column), CharField(max_length=200))
    )
    number = Count("record", distinct=True) if target.holder is Holder.VALUES else Count("*")
    return named.values_list("facet_name", "facet_value").annotate(n=number).order_by()


def _filled(facet: Facet, rows: Rows) -> Rows:
    return rows.filter(**{f"{facet.target.column}__isnull": False}) if facet.target.nullable else rows
