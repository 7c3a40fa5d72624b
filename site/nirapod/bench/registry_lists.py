"""What lists of records are measured by: a page, a count and a facet, each beside the raw driver doing the same job.

Both sides read the same tables, within the same rights, and give the same columns of the same rows. The raw side is
SQL written by hand for this one list; it goes by the same index and fetches the answers by key, as ours does. Where
ours notes who looked at what, the raw side writes the same rows in one transaction. The raw facet reads a plain table
with an index on each column, as somebody would make one for just this form.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from forms_builder.schema import Question
from nirapod.bench.registry_data import BASE, World
from registry.indexing import slots_of
from registry.models import Record
from registry.query import Op, RecordQuery
from registry.query_rows import COUNT_LIMIT, LISTED, Picker

PAGE = 50
FILTERED = 1.5
"""A facet beside a filter: of ten thousand records it takes a millisecond, of which the statement is not all."""
FLOOR = "bench_floor"
NARROW = ", ".join(LISTED)
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """Ours and a rival at the same job. `at_most`: how many times the rival's time ours may take."""

    title: str
    ours: Work
    raw: Work
    at_most: float


def contestants(world: World) -> list[Pair]:
    """The jobs on the world's records; inside `floor_table(world)`, which the raw facet reads."""
    every = RecordQuery(world.user, world.record_type)
    query = every.where("district", Op.EQUAL, "dhaka")
    listed = query.sorted_by("-visit_date")
    raw = Raw(world)
    keys = world.record_type.list_keys
    known = {key: query.questions[key] for key in keys}

    def page(shown: Mapping[str, Question]) -> object:
        return listed._listed(PAGE, None, Picker(shown, ()), ())

    return [
        Pair("narrow page", lambda: page({}), raw.page, 2.0),
        Pair("page with answers", lambda: page(known), raw.page_with_answers, 4.0),
        Pair(
            "page with answers, who looked noted",
            lambda: listed.page(PAGE, columns=keys),
            partial(raw.noted, raw.page_with_answers),
            4.0,
        ),
        Pair("count, capped", query.count, raw.count, 3.0),
        Pair("facet district × risk", lambda: every.crossed("district", "risk"), raw.facet, 1.0),
        Pair("facet risk, of one district", lambda: query.facet("risk"), raw.facet_of_one, FILTERED),
    ]


class Raw:
    """The same jobs in SQL by hand."""

    def __init__(self, world: World) -> None:
        self.world, self.slots = world, slots_of(world.record_type)
        self.type_id = world.record_type.pk

    @property
    def matching(self) -> str:
        return f"FROM registry_recordindex WHERE type_id = %s AND {self.slots['district']} = 'dhaka'"

    def page(self) -> list[Any]:
        day = self.slots["visit_date"]
        return _all(
            f"SELECT {day}, record_id, {NARROW} {self.matching} AND {day} IS NOT NULL "
            f"ORDER BY {day} DESC, record_id DESC LIMIT {PAGE + 1}",
            [self.type_id],
        )

    def page_with_answers(self) -> list[Any]:
        rows = self.page()[:PAGE]
        ids = [row[1] for row in rows]
        marks = ", ".join(["%s"] * len(ids))
        found = dict(_all(f"SELECT id, data FROM registry_record WHERE id IN ({marks})", ids))  # noqa: S608 - marks
        return [(*row, json.loads(found[row[1]])) for row in rows]

    def noted(self, reading: Callable[[], list[Any]]) -> list[Any]:
        """A reading with its access event, as the table of events has it."""
        with transaction.atomic():
            rows = reading()
            event, ids = uuid4(), [str(row[1]) for row in rows]
            key = event.hex if connection.vendor == "sqlite" else event
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO registry_accessevent (id, at, user_id, action, record_type, records, tiers, purpose) "
                    "VALUES (%s, %s, %s, 'list', %s, %s, 'I', '')",
                    [key, timezone.now(), self.world.user.pk, self.world.record_type.key, json.dumps(ids)],
                )
                cursor.executemany(
                    "INSERT INTO registry_accessedrecord (event_id, record) VALUES (%s, %s)",
                    [(key, row[1]) for row in rows],
                )
        return rows

    def count(self) -> list[Any]:
        return _all(
            f"SELECT COUNT(*) FROM (SELECT 1 {self.matching} LIMIT {COUNT_LIMIT + 1}) AS counted",  # noqa: S608 - slots
            [self.type_id],
        )

    def facet(self) -> list[Any]:
        return _all(f"SELECT district, risk, COUNT(*) FROM {FLOOR} GROUP BY district, risk", [])  # noqa: S608

    def facet_of_one(self) -> list[Any]:
        return _all(
            f"SELECT risk, COUNT(*) AS n FROM {FLOOR} WHERE district = %s GROUP BY risk ORDER BY n DESC",  # noqa: S608
            ["dhaka"],
        )


@contextmanager
def floor_table(world: World) -> Iterator[None]:
    """A plain table with a column for each open answer, as somebody would make one by hand for just this form."""
    data = Record.objects.filter(type=world.record_type).values_list("data", flat=True)
    base = [*data.order_by("reference")[:BASE]]
    keys = [key for key in base[0] if key.isidentifier()]
    copies = -(-Record.objects.filter(type=world.record_type).count() // len(base))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {FLOOR}")
        cursor.execute(f"CREATE TABLE {FLOOR} (id integer, {', '.join(f'{key} text' for key in keys)})")
        marks = ", ".join(["%s"] * (len(keys) + 1))
        rows: list[list[int | str]] = [
            [number, *(str(one.get(key, "")) for key in keys)] for number, one in enumerate(base)
        ]
        cursor.executemany(f"INSERT INTO {FLOOR} VALUES ({marks})", rows)  # noqa: S608 - marks
        cursor.execute(
            f"WITH RECURSIVE copies(n) AS (SELECT 1 WHERE %s > 1 UNION ALL SELECT n + 1 FROM copies WHERE n < %s - 1) "  # noqa: S608
            f"INSERT INTO {FLOOR} SELECT n * {BASE} + id, {', '.join(keys)} FROM {FLOOR} CROSS JOIN copies",
            [copies, copies],
        )
        for name in ("id", "district", "risk", "visit_date", "age"):
            cursor.execute(f"CREATE INDEX {FLOOR}_{name} ON {FLOOR} ({name})")
        cursor.execute(f"ANALYZE {FLOOR}")
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
