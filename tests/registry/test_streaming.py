"""A list on its way into a file: in its order whatever the pieces, and each chunk noted before anybody has it."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import OperationalError, connection

from registry import query as query_module
from registry import query_data
from registry.exporting.columns import layout_of
from registry.exporting.csv_file import csv_chunks
from registry.exporting.outgoing import Outgoing
from registry.models import AccessEvent, Action, Record, RecordType
from registry.query import RecordQuery
from registry.query_rows import Whole
from tests.factories.forms import make_user
from tests.factories.registry import make_office, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of four records, the first of three, in parts of two, which PostgreSQL sends one by one."""
    for name, value in (("CHUNK", 4), ("FIRST_CHUNK", 3)):
        monkeypatch.setattr(query_module, name, value)
    for name, value in (("PART", 2), ("STREAMED_FROM", 3), ("AT_ONCE", 1)):
        monkeypatch.setattr(query_data, name, value)


@pytest.fixture
def query(worker: Any, record_type: RecordType) -> RecordQuery:
    """Nine records, in an order that is not the one they were made in."""
    office, writer = make_office(), make_user()
    for number in range(9):
        make_record(record_type, {"visits": number * 5 % 9}, office=office, by=writer)
    return RecordQuery(worker, record_type, Action.EXPORT).sorted_by("visits")


@pytest.mark.usefixtures("small_pieces")
def test_records_come_in_the_order_of_the_list_in_parts_of_chunks(query: RecordQuery) -> None:
    chunks = list(query.stream(lambda rows: [(row.answers["visits"], row.record.reference) for row in rows]))
    assert [[len(part) for part in chunk] for chunk in chunks] == [[2, 1], [2, 2], [2]]
    told = [one for chunk in chunks for part in chunk for one in part]
    assert [visits for visits, _reference in told] == list(range(9))
    held = {record.reference: record.data["visits"] for record in Record.objects.all()}
    assert all(held[reference] == visits for visits, reference in told)


@pytest.mark.usefixtures("small_pieces")
def test_each_chunk_has_its_event_before_it_is_given(query: RecordQuery) -> None:
    before = AccessEvent.objects.count()
    for number, _chunk in enumerate(query.stream(len, purpose="Monthly report"), start=1):
        assert AccessEvent.objects.count() == before + number
    noted = AccessEvent.objects.order_by("at")[before:]
    assert {(one.action, one.purpose) for one in noted} == {("export", "Monthly report")}
    assert [len(one.records) for one in noted] == [3, 4, 2]


@pytest.mark.usefixtures("small_pieces")
def test_a_chunk_whose_event_cannot_be_written_is_not_given(query: RecordQuery) -> None:
    made: list[int] = []

    def disk_full(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "registry_accessevent"') and len(made) > 2:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(disk_full):
        chunks = query.stream(lambda rows: made.append(len(rows)))
        assert len(next(chunks)) == 2
        with pytest.raises(OperationalError):
            next(chunks)
    assert made == [2, 1, 2, 2]


@pytest.mark.usefixtures("small_pieces")
def test_what_else_has_to_be_asked_is_asked_before_the_parts_of_its_chunk(query: RecordQuery) -> None:
    told: list[tuple[str, int]] = []
    for _chunk in query.stream(
        lambda rows: told.append(("part", len(rows))), ahead=lambda ids: told.append(("chunk", len(ids)))
    ):
        Record.objects.count()  # the database takes questions again
    first, second = [("chunk", 3), ("part", 2), ("part", 1)], [("chunk", 4), ("part", 2), ("part", 2)]
    assert told == [*first, *second, ("chunk", 2), ("part", 2)]


@pytest.mark.usefixtures("small_pieces")
def test_what_goes_wrong_with_a_part_leaves_the_database_usable(query: RecordQuery) -> None:
    def fails(rows: Sequence[Whole]) -> None:
        raise ValueError("a cell that cannot be said")

    with pytest.raises(ValueError, match="cannot be said"):
        list(query.stream(fails))
    assert Record.objects.count() == 9


@pytest.mark.usefixtures("small_pieces")
def test_nobody_waits_for_the_database_while_a_chunk_is_read_and_made(query: RecordQuery) -> None:
    """On SQLite a transaction keeps all others from writing; the one of the event is short."""
    inside: list[int] = []
    outside = len(connection.savepoint_ids)
    list(query.stream(lambda rows: inside.append(len(connection.savepoint_ids))))
    assert set(inside) == {outside}


@pytest.mark.usefixtures("small_pieces")
def test_a_file_in_pieces_is_the_file_as_a_whole(query: RecordQuery, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = layout_of(query.record_type.form, lambda question: True)
    pieces = list(csv_chunks(Outgoing(query, layout, "one", None)))
    monkeypatch.setattr(query_module, "CHUNK", 1_000)
    monkeypatch.setattr(query_module, "FIRST_CHUNK", 1_000)
    assert len(pieces) == 4
    assert b"".join(pieces) == b"".join(csv_chunks(Outgoing(query, layout, "one", None)))
    assert b"".join(pieces).count(b"\r\n") == 10
