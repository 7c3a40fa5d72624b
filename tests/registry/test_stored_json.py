"""Answers as they stand in the database: written and read without the standard library, and the same for all that."""

import json

import pytest
from django.db import connection

from forms_builder import stored_json
from registry.models import Record
from registry.query import RecordQuery
from tests.factories.registry import make_record, make_type, make_worker


@pytest.mark.parametrize(
    "value",
    [
        {"নাম": "আশা"},
        {"n": 12, "d": "12.50", "rows": [{"_id": "a", "x": None}]},
        [],
        "text",
        None,
        True,
        {"k": 1.5},
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert stored_json.read(stored_json.write(value)) == value


def test_numbers_as_keys_become_texts_as_everywhere_in_json() -> None:
    assert stored_json.write({1: "one"}) == '{"1":"one"}'


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        stored_json.write({"at": object()})


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        stored_json.read("{not json")


@pytest.mark.django_db
def test_rows_written_with_escapes_before_are_read_like_new_ones() -> None:
    record_type = make_type()
    worker, made = make_worker(record_type), make_record(record_type)
    answers = dict(Record.objects.get(pk=made.pk).data) | {"district": "ঢাকা"}
    key = made.pk if connection.vendor == "postgresql" else made.pk.hex
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_record SET data = %s WHERE id = %s", [json.dumps(answers), key])
    assert Record.objects.get(pk=made.pk).data == answers
    [[[row]]] = RecordQuery(worker, record_type).stream(list)
    assert row.answers["district"] == "ঢাকা"


@pytest.mark.django_db
def test_bangla_stands_in_the_database_as_it_is() -> None:
    made = make_record(make_type())
    Record.objects.filter(pk=made.pk).update(data={"district": "ঢাকা"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM registry_record WHERE reference = %s", [made.reference])
        assert "ঢাকা" in cursor.fetchone()[0]
    assert Record.objects.filter(pk=made.pk, data__district="ঢাকা").exists()
