"""The short ways of an import say what the form says, over every form of the project's pack."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

import registry.packs
from forms_builder.compiling import compile_draft
from forms_builder.filling.faults import blocking
from forms_builder.logic import Many, Moment, evaluate
from forms_builder.questions import types
from forms_builder.questions.base import FieldContext
from forms_builder.schema import Document, Question, questions
from nirapod.bench.registry_data import sheet
from registry.importing.cells import AnswerWidget, are_settled_lines, is_settled_line
from registry.models import Office, RecordIndex, RecordRevision, RecordType
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from registry.saving import Entry, add_records, save_record
from registry.sealing import KeyRing, open_record, open_revision
from tests.factories.registry import ANSWERS, make_record

PACK = Path(registry.packs.__file__).parent / "cst_bangladesh"
ROWS_A_FORM = 30
LINE = Question(id="q", key="q", type="text", label={"en": "Q"})


def rows(document: Document, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Answers as cells give them: mostly of the right kind, now and then none, and now and then a wrong one."""
    asked = [one for one, repeat in questions(document) if repeat is None and types.of(one).asked]
    for _number in range(ROWS_A_FORM):
        yield {one.key: answer for one in asked if (answer := _answer(one, rng)) is not None}


def _answer(question: Question, rng: random.Random) -> Any:
    values = [one.value for one in question.choices] or ["yes", "no"]
    if rng.random() < 0.2:
        return None
    if rng.random() < 0.05:
        return "nothing of the kind"
    match question.type:
        case "choose_many":
            return rng.sample(values, min(2, len(values)))
        case "integer" | "decimal":
            return rng.choice([0, 3, 17, 250])
        case "date":
            return rng.choice(["2026-03-05", "2031-01-01"])
        case _:
            return rng.choice(values)


@pytest.mark.django_db
def test_what_is_settled_is_what_the_form_makes_of_it() -> None:
    rng, settled = random.Random(5), 0
    moment = Moment(timezone.localtime(), "en")
    for key, document in {**check_pack(load_pack(PACK)).asked, "sheet": sheet()}.items():
        program = compile_draft(document).program
        assert program is not None, key
        many = Many(program, moment)
        for answers in rows(document, rng):
            expected = evaluate(program, answers, moment)
            many.evaluate(answers)  # what it learns from
            if (short := many.settled(answers)) is not None:
                settled += 1
                assert not list(blocking(program, expected)), key
                assert (short.answers, list(short.missing)) == (expected.answers, list(expected.missing)), key
    assert settled


TEXTS = (
    st.text(max_size=40)
    | st.text("ab ক্ষ০১২|\u200c\t", max_size=12)
    | st.sampled_from(["refused", "unknown", "x" * 501])
)


@given(TEXTS)
def test_a_line_that_is_taken_as_it_is_would_be_left_as_it_is(text: str) -> None:
    if is_settled_line(text):
        kind = types.of(LINE)
        try:
            assert kind.clean(LINE, kind.form_field(LINE, FieldContext("en")).clean(text)) == text
        except ValidationError as error:
            raise AssertionError(text) from error


@given(st.lists(TEXTS | st.just("plain"), min_size=1, max_size=6))
def test_lines_are_taken_together_only_where_each_could_be_taken_alone(texts: list[str]) -> None:
    if are_settled_lines(texts):
        assert all(map(is_settled_line, texts))


@pytest.mark.django_db
@given(
    st.lists(TEXTS | st.sampled_from(["17", "1৭", "", "=1+1"]), max_size=8),
    st.sampled_from(["text", "integer"]),
)
def test_a_column_reads_as_its_cells_do(texts: list[str], kind: str) -> None:
    question = Question(id="q", key="q", type=kind, label={"en": "Q"})
    answers, wrong = AnswerWidget(question, None, "en").column(texts)
    for place, text in enumerate(texts):
        try:
            alone: Any = AnswerWidget(question, None, "en").answer(text)
        except ValidationError as error:
            alone = error.messages
        assert alone == ([wrong.pop(place)] if place in wrong else answers[place])
    assert not wrong


@pytest.mark.django_db
def test_a_record_of_a_batch_is_like_one_that_was_saved_alone(
    record_type: RecordType, worker: Any, office: Office
) -> None:
    version = make_record(record_type, by=worker, office=office).version
    entry = Entry(record_type=record_type, version=version, answers=ANSWERS, by=worker, office=office)
    alone, *others = [save_record(entry), *add_records([entry] * 60)]
    columns = [one.attname for one in RecordIndex._meta.concrete_fields if one.attname not in OWN]
    changed = RecordRevision.objects.get(record=alone).changed_keys
    for record in (alone, *others):
        record.refresh_from_db()
        ring, revision = KeyRing.of(record), RecordRevision.objects.get(record=record)
        assert open_record(record, ring) == open_revision(revision, ring) == ANSWERS
        assert record.data == alone.data
        row, first = (RecordIndex.objects.get(pk=pk) for pk in (record.pk, alone.pk))
        assert [getattr(row, name) for name in columns] == [getattr(first, name) for name in columns]
        assert set(record.values.values_list("key", "text")) == set(alone.values.values_list("key", "text"))
        assert (revision.number, revision.changed_keys, revision.previous_hash) == (1, changed, "")
    wrapped = [bytes(key.wrapped) for record in others for key in record.keys.all()]
    assert len(set(wrapped)) == len(wrapped)


OWN = {"record_id", "reference", "created_at", "updated_at"}
