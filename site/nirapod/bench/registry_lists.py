"""What lists of records are measured by: a page, a count and a facet, each beside the raw driver doing the same job.

`contestants` gives pairs by name; the raw one of the facet reads a plain table with an index on each column.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from nirapod.bench.registry_data import World
from registry.indexing import slots_of
from registry.models import RecordIndex
from registry.query import Op, RecordQuery
from registry.query_rows import COUNT_LIMIT

PAGE = 50
FLOOR = "bench_floor"
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """Ours and a rival at the same job. `at_most`: how many times the rival's time ours may take."""

    title: str
    ours: Work
    raw: Work
    at_most: float
    note: str = ""


def contestants(world: World) -> list[Pair]:
    """The jobs on the world's records; inside `floor_table(world)`, which the raw facet reads."""
    query = RecordQuery(world.user, world.record_type).where("district", Op.EQUAL, "dhaka")
    listed = query.sorted_by("-visit_date")
    slots, type_id = slots_of(world.record_type), world.record_type.pk
    where, day = slots["district"], slots["visit_date"]
    return [
        Pair(
            "page of 50, filtered and sorted, narrow row",
            lambda: narrow_page(type_id, where, day),
            lambda: raw_page(type_id, where, day),
            2.0,
        ),
        Pair(
            "page of 50, filtered and sorted, with its answers and its access event",
            lambda: listed.page(PAGE, columns=world.record_type.list_keys),
            lambda: raw_page_with_answers(type_id, where, day),
            4.0,
            "The raw one decodes no JSON and notes nobody's reading.",
        ),
        Pair("count, capped", query.count, lambda: raw_count(type_id, where), 3.0),
        Pair(
            "facet district × risk",
            lambda: facet(type_id, where, slots["risk"]),
            raw_facet,
            1.0,
            "The raw one counts in a plain table with an index on each column.",
        ),
    ]


def narrow_page(type_id: int, where: str, day: str) -> list[Any]:
    """What a list reads of the index row, through the ORM."""
    rows = RecordIndex.objects.filter(type_id=type_id, **{where: "dhaka", f"{day}__isnull": False})
    return list(rows.order_by(f"-{day}", "-pk").values_list(day, "pk")[: PAGE + 1])


def raw_page(type_id: int, where: str, day: str) -> list[Any]:
    return _all(
        f"SELECT {day}, record_id FROM registry_recordindex WHERE type_id = %s AND {where} = 'dhaka' "  # noqa: S608 - slots
        f"AND {day} IS NOT NULL ORDER BY {day} DESC, record_id DESC LIMIT {PAGE + 1}",
        [type_id],
    )


def raw_page_with_answers(type_id: int, where: str, day: str) -> list[Any]:
    return _all(
        f"SELECT r.id, r.reference, r.status, r.data FROM registry_recordindex i "  # noqa: S608 - slots
        f"JOIN registry_record r ON r.id = i.record_id WHERE i.type_id = %s AND i.{where} = 'dhaka' "
        f"AND i.{day} IS NOT NULL ORDER BY i.{day} DESC, i.record_id DESC LIMIT {PAGE}",
        [type_id],
    )


def raw_count(type_id: int, where: str) -> list[Any]:
    return _all(
        f"SELECT COUNT(*) FROM (SELECT 1 FROM registry_recordindex WHERE type_id = %s AND {where} = 'dhaka' "  # noqa: S608 - slots
        f"LIMIT {COUNT_LIMIT + 1}) AS counted",
        [type_id],
    )


def facet(type_id: int, one: str, other: str) -> list[Any]:
    rows = RecordIndex.objects.filter(type_id=type_id, **{f"{one}__isnull": False, f"{other}__isnull": False})
    return list(rows.values_list(one, other).annotate(n=Count("pk")).order_by())


def raw_facet() -> list[Any]:
    return _all(f"SELECT district, risk, COUNT(*) FROM {FLOOR} GROUP BY district, risk", [])  # noqa: S608


@contextmanager
def floor_table(world: World) -> Iterator[None]:
    """A plain table with the same answers, as somebody would make one by hand for just this form."""
    slots = slots_of(world.record_type)
    columns = {"district": "district", "risk": "risk", "day": "visit_date", "age": "age"}
    picked = ", ".join(f"{slots[key]} AS {name}" for name, key in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {FLOOR}")
        cursor.execute(
            f"CREATE TABLE {FLOOR} AS SELECT record_id AS id, {picked} FROM registry_recordindex "  # noqa: S608 - slots
            f"WHERE type_id = {int(world.record_type.pk)}"
        )
        for name in ("id", *columns):
            cursor.execute(f"CREATE INDEX {FLOOR}_{name} ON {FLOOR} ({name})")
        cursor.execute("ANALYZE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {FLOOR}")


def _all(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[Any] = cursor.fetchall()
    return found
