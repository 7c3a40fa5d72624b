"""Index columns: who gets one, who loses it, and how records that exist already are brought up to date."""

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from forms_builder.publishing import NotPublishable
from forms_builder.schema import Document, Sensitivity
from registry import slots
from registry.models import RecordIndex, RecordType, RecordValue
from registry.slots import NoSlotLeft
from tests.factories.forms import ask, choices, document, make_user, page, publish, repeat
from tests.factories.registry import change_record, make_record, make_type

pytestmark = pytest.mark.django_db


def form(*questions: Any) -> Document:
    return document(page("p", *questions))


def texts(count: int, prefix: str = "t") -> list[Any]:
    return [ask(f"{prefix}{number}", filterable=True) for number in range(count)]


def slots_of(record_type: RecordType) -> dict[str, str]:
    return dict(record_type.slots.values_list("key", "slot"))


def test_each_kind_of_answer_gets_a_column_of_its_kind() -> None:
    record_type = make_type(
        form(
            ask("name", filterable=True),
            ask("age", "integer", filterable=True),
            ask("weight", "decimal", filterable=True),
            ask("born", "date", filterable=True),
            ask("kind", "choose_one", choices=choices("a"), filterable=True),
        )
    )
    assert slots_of(record_type) == {"name": "t1", "age": "n1", "weight": "n2", "born": "d1", "kind": "t2"}


def test_what_is_not_filterable_sealed_several_or_in_rows_gets_none() -> None:
    record_type = make_type(
        form(
            ask("plain"),
            ask("many", "choose_many", choices=choices("a"), filterable=True),
            repeat("rows", ask("inner", filterable=True)),
        )
    )
    assert slots_of(record_type) == {}


def test_a_sealed_filter_is_refused_when_the_form_is_published() -> None:
    with pytest.raises(NotPublishable):
        publish(form(ask("secret", filterable=True, sensitivity="R")))


def test_a_form_with_too_many_filters_is_refused_and_nothing_of_it_stays() -> None:
    record_type = make_type(form(*texts(10)))
    live = record_type.form.live_version
    with pytest.raises(NoSlotLeft, match=r"t10.*১০টি"):
        publish(form(*texts(11)), record_type.form.key)
    record_type.form.refresh_from_db()
    assert record_type.form.live_version == live
    assert record_type.form.versions.count() == 1
    assert len(slots_of(record_type)) == 10


def test_a_column_is_kept_for_its_question_when_others_come_and_go() -> None:
    record_type = make_type(form(ask("a", filterable=True), ask("b", filterable=True)))
    publish(form(ask("c", filterable=True), ask("b", filterable=True)), record_type.form.key)
    assert slots_of(record_type) == {"a": "t1", "b": "t2", "c": "t3"}


def test_a_column_nobody_wants_is_given_on_when_there_is_no_other() -> None:
    record_type = make_type(form(*texts(10)))
    publish(form(*texts(9), ask("t9"), ask("late", filterable=True)), record_type.form.key)
    found = slots_of(record_type)
    assert found["late"] == "t10"
    assert "t9" not in found


def test_a_question_that_becomes_sealed_leaves_the_index(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    record_type = make_type(form(ask("name", filterable=True), ask("age", "integer", filterable=True)))
    record = make_record(record_type, {"name": "Example", "age": 7})
    sealed = form(ask("name", sensitivity=Sensitivity.RESTRICTED), ask("age", "integer", filterable=True))
    with django_capture_on_commit_callbacks(execute=True):
        publish(sealed, record_type.form.key)
    row = RecordIndex.objects.get(record=record)
    assert (row.t1, int(row.n1)) == (None, 7)
    assert slots_of(record_type) == {"age": "n1"}


def test_a_new_filter_finds_older_records(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "BATCH", 2)
    kinds = choices("a", "b")
    record_type = make_type(form(ask("name"), ask("kinds", "choose_many", choices=kinds)))
    records = [make_record(record_type, {"name": f"N{number}", "kinds": ["a", "b"]}) for number in range(5)]
    assert not RecordValue.objects.exists()
    wider = form(ask("name", filterable=True), ask("kinds", "choose_many", choices=kinds, filterable=True))
    with django_capture_on_commit_callbacks(execute=True):
        publish(wider, record_type.form.key)
    assert RecordIndex.objects.filter(t1__startswith="N").count() == 5
    assert RecordValue.objects.count() == 10
    assert RecordIndex.objects.get(record=records[3]).reference == records[3].reference


def test_the_index_can_be_thrown_away_and_made_again() -> None:
    record_type = make_type()
    record = change_record(make_record(record_type), make_user(), venue="School")
    make_record(record_type)
    before = list(RecordIndex.objects.order_by("pk").values())
    values = set(RecordValue.objects.values_list("record", "key", "text"))
    RecordIndex.objects.all().delete()
    RecordValue.objects.all().delete()
    assert slots.reindex(record_type) == 2
    assert list(RecordIndex.objects.order_by("pk").values()) == before
    assert set(RecordValue.objects.values_list("record", "key", "text")) == values
    assert RecordIndex.objects.get(record=record).updated_at == record.updated_at


def test_a_number_too_large_for_its_column_is_left_out_of_it() -> None:
    record_type = make_type(form(ask("age", "integer", filterable=True)))
    record = make_record(record_type, {"age": 10**15})
    assert RecordIndex.objects.get(record=record).n1 is None
    assert record.data == {"age": 10**15}


def test_a_type_whose_form_is_not_live_has_no_columns_yet() -> None:
    record_type = make_type()
    record_type.form.live_version = None
    record_type.slots.all().delete()
    assert slots.allocate(record_type) == {}
