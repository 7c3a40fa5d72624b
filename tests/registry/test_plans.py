"""What the database does for the standard lists: an index is used, the whole table is never read. On both engines."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nirapod.bench.registry_data import multiply
from registry.filters import BLANK
from registry.indexing import index_row, slots_of, value_rows
from registry.models import Record, RecordIndex, RecordType, RecordValue, Scope
from registry.query import Op, RecordQuery
from registry.sealing import questions_by_key
from tests.factories.forms import make_user
from tests.factories.registry import make_office, make_type, make_worker

pytestmark = pytest.mark.django_db

BASE, COPIES, TYPES = 250, 19, 10
PER_TYPE = BASE * (COPIES + 1)
DISTRICTS = ("dhaka", "jashore", "khulna")


@pytest.fixture
def world() -> dict[str, Any]:
    """Fifty thousand records of ten types, two offices, twenty people. Most are copied inside the database."""
    offices = [make_office(), make_office()]
    form = make_type()
    types = [form, *(make_type(form.form.live_version) for _ in range(TYPES - 1))]
    owners = [make_user() for _ in range(20)]
    parents: list[Record] = []
    for number, record_type in enumerate(types):
        below = fill(record_type, offices, owners, parents if number >= TYPES // 2 else [])
        parents = parents or below
        multiply(record_type, COPIES)
    if connection.vendor == "postgresql":  # as its server does by itself; nothing asks SQLite for statistics
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {"type": types[0], "offices": offices, "owner": owners[0]}


def fill(
    record_type: RecordType, offices: list[Any], owners: list[Any], parents: list[Record]
) -> list[Record]:
    """Records without secrets, in bulk: only their index matters here. Some belong to one of `parents`."""
    version = record_type.form.live_version
    known, slots, now = questions_by_key(version.parsed), slots_of(record_type), timezone.now()
    office, owner, district = cycle(offices), cycle(owners), cycle(DISTRICTS)
    records = [
        Record(
            id=uuid4(),
            reference=f"{record_type.key}-{number}",
            type=record_type,
            office=next(office),
            owner=next(owner),
            parent=parents[number] if parents else None,
            status="open" if number % 5 else "closed",
            version=version,
            data={
                "district": next(district),
                "visits": number % 50,
                "met_on": str(date(2026, 1, 1) + timedelta(days=number % 300)),
                "topics": ["law"] if number % 2 else ["health", "school"],
            },
            sealed=b"",
            created_at=now,
            updated_at=now,
        )
        for number in range(BASE)
    ]
    Record.objects.bulk_create(records)
    RecordIndex.objects.bulk_create(index_row(record, known, slots) for record in records)
    RecordValue.objects.bulk_create(row for record in records for row in value_rows(record, known))
    return records


def screens(query: RecordQuery) -> Iterator[tuple[str, Any]]:
    """The standard lists: order as it comes, sorted, filtered, counted."""
    yield "plain", query.page
    yield "by reference", query.sorted_by("_reference").page
    yield "by number, descending", query.sorted_by("-visits").page
    yield "by day", query.sorted_by("met_on").page
    yield "by status", query.sorted_by("_status").page
    yield "one district", query.where("district", Op.EQUAL, "khulna").page
    yield "open ones", query.where("_status", Op.EQUAL, "open").page
    yield "range", query.where("visits", Op.BETWEEN, (3, 9)).sorted_by("visits").page
    yield "topic", query.where("topics", Op.EQUAL, "law").page
    yield "two districts", query.where("district", Op.IN, ["khulna", "dhaka"]).page
    yield "one district or no answer", query.where("district", Op.IN, ["khulna", BLANK]).page
    yield "answered", query.where("met_on", Op.FILLED).sorted_by("-met_on").page
    yield "no topic or one", query.where("topics", Op.IN, ["law", BLANK]).page
    yield (
        "topic and days",
        query.where("topics", Op.IN, ["law"])
        .where("met_on", Op.BETWEEN, ("2026-03-01", "2026-03-31"))
        .sorted_by("-met_on")
        .page,
    )
    yield "number", query.where("_reference", Op.CONTAINS, "-77").page
    yield "count", query.where("district", Op.EQUAL, "dhaka").count
    yield "facet", lambda: query.facet("district")
    yield "facets together", lambda: query.facets(["district", "topics", "_status", "_office"])
    yield "facet of several", lambda: query.where("_status", Op.EQUAL, "closed").facet("topics")
    second = query.page().next_token
    yield "second page", lambda: query.page(after=second)
    third = query.sorted_by("visits").page().next_token
    yield "second page, sorted", lambda: query.sorted_by("visits").page(after=third)


def test_standard_lists_never_read_a_whole_table(world: dict[str, Any]) -> None:
    personal, owner = (Scope.OWN, Scope.ASSIGNED), world["owner"]
    for scope in Scope:
        worker = make_worker(world["type"], world["offices"][0], scope=scope)
        if scope in personal:
            for model in (Record, RecordIndex):
                model.objects.filter(owner=owner).update(owner=worker)
            owner = worker
        query = RecordQuery(worker, world["type"])
        if scope not in personal:
            assert query.count().number == (PER_TYPE if scope is Scope.ALL else PER_TYPE / 2)
        for name, run in screens(query):
            with CaptureQueriesContext(connection) as captured:
                assert run(), f"{name}, {scope}"
            for statement in captured.captured_queries:
                plan = explain(str(statement["sql"]))
                assert not full_scans(plan), f"{name}, {scope}: {statement['sql']}\n" + "\n".join(plan)


def explain(sql: str) -> list[str]:
    """The plan of a reading statement on a registry table, one step a line; nothing for others."""
    if not sql.startswith("SELECT") or "registry_record" not in sql:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # At this size reading all would be quick enough; at a million records it is not.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{'EXPLAIN' if connection.vendor == 'postgresql' else 'EXPLAIN QUERY PLAN'} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def full_scans(plan: list[str]) -> list[str]:
    """Steps that read a registry table from end to end."""
    if connection.vendor == "postgresql":
        return [step for step in plan if "Seq Scan on" in step]
    made = {f"SCAN {step.split()[-1]}" for step in plan if step.startswith(("CO-ROUTINE", "MATERIALIZE"))}
    return [step for step in plan if step.startswith("SCAN") and "subquery" not in step and step not in made]
