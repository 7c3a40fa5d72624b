"""Cutting answers into open and sealed parts, and putting them together again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_builder.models import SubmissionKey
from forms_builder.sealing import SealingError
from registry import sealing
from registry.models import Record, RecordKey
from registry.sealing import KeyRing, join, open_record, open_revision, pack, split, unpack
from tests.factories.forms import ask, choices, document, page, repeat
from tests.factories.registry import ANSWERS, case_form, change_record, make_record, make_type

KNOWN = sealing.questions_by_key(case_form())
NESTED = sealing.questions_by_key(
    document(
        page(
            "p",
            ask("open_text", "text"),
            ask("secret", "text", sensitivity="R", compartment="legal"),
            repeat(
                "outer",
                ask("open_row", "integer"),
                ask("secret_row", "text", sensitivity="R", compartment="identity"),
                repeat("inner", ask("secret_inner", "text", sensitivity="R"), ask("open_inner", "integer")),
            ),
        )
    )
)

texts = st.text(max_size=8)
row_ids = st.uuids().map(lambda one: one.hex[:12])


def rows(keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries({"_id": row_ids}, optional=keys)
    return st.lists(row, min_size=1, max_size=4, unique_by=lambda one: one["_id"])


inner = rows({"secret_inner": texts, "open_inner": st.integers()})
outer = rows({"open_row": st.integers(), "secret_row": texts, "inner": inner})
answers_of_all_kinds = st.fixed_dictionaries(
    {}, optional={"open_text": texts, "secret": texts, "outer": outer, "of_no_form": texts}
)


@given(answers_of_all_kinds)
def test_what_is_cut_apart_fits_together_again(answers: dict[str, Any]) -> None:
    clear, parts = split(NESTED, answers)
    assert join(clear, parts.values()) == answers


@given(answers_of_all_kinds)
def test_no_sealed_answer_is_in_the_open_part(answers: dict[str, Any]) -> None:
    clear, _parts = split(NESTED, answers)
    assert not {"secret", "of_no_form"} & clear.keys()
    for row in clear.get("outer", []):
        assert "secret_row" not in row
        assert all("secret_inner" not in one for one in row.get("inner", []))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,20}", fullmatch=True), st.binary(max_size=50)))
def test_a_box_gives_back_what_was_put_in(box: dict[str, bytes]) -> None:
    assert unpack(pack(box)) == box


@pytest.mark.parametrize(
    "damaged", [b"\x02", b"\x01\x05", b"\x01" + b"\xff" * 30, pack({"a": b"123456"})[:-1]]
)
def test_a_damaged_box_is_refused(damaged: bytes) -> None:
    with pytest.raises(SealingError):
        unpack(damaged)


def test_free_text_is_sealed_from_confidential_on_and_codes_from_restricted_on() -> None:
    clear, parts = split(KNOWN, {key: ANSWERS[key] for key in ("risk", "full_name", "remarks", "diagnosis")})
    assert clear == {"risk": "high"}
    assert parts == {
        "identity": {"full_name": "Example Child"},
        "general": {"remarks": "Example remark"},
        "clinical": {"diagnosis": "Example finding"},
    }


def test_a_reason_for_not_answering_is_sealed_like_an_answer() -> None:
    assert split(KNOWN, {"alias": "__declined"}) == ({}, {"identity": {"alias": "__declined"}})


def test_an_answer_that_no_form_knows_is_sealed() -> None:
    assert split({}, {"stray": "x"}) == ({}, {"general": {"stray": "x"}})


def test_a_choice_of_the_highest_tier_is_sealed_too() -> None:
    known = sealing.questions_by_key(
        document(
            page("p", ask("kind", "choose_one", choices=choices("a"), sensitivity="R", compartment="legal"))
        )
    )
    assert split(known, {"kind": "a"}) == ({}, {"legal": {"kind": "a"}})


@pytest.mark.django_db
class TestStored:
    @pytest.fixture
    def record(self) -> Record:
        return make_record(make_type())

    def test_a_saved_record_opens_to_what_was_said(self, record: Record) -> None:
        stored = Record.objects.get(pk=record.pk)
        assert open_record(stored, KeyRing.of(stored)) == ANSWERS

    def test_only_wanted_compartments_are_opened(self, record: Record) -> None:
        answers = open_record(record, KeyRing.of(record), {"identity"})
        assert answers["full_name"] == "Example Child"
        assert answers["contacts"][0]["contact_name"] == "Example Aunt"
        assert not {"diagnosis", "remarks"} & answers.keys()

    def test_sealed_bytes_of_another_record_do_not_open(self, record: Record) -> None:
        other = make_record(record.type)
        record.sealed, ring = other.sealed, KeyRing.of(record)
        with pytest.raises(SealingError):
            open_record(record, ring)

    def test_a_revision_does_not_open_as_another_one(self, record: Record) -> None:
        first = record.revisions.get()
        first.number = 2
        with pytest.raises(SealingError):
            open_revision(first, KeyRing.of(record))

    def test_changed_bytes_raise_and_are_never_shown(self, record: Record) -> None:
        sealed = bytearray(record.sealed)
        sealed[-1] ^= 1
        record.sealed = bytes(sealed)
        with pytest.raises(SealingError):
            open_record(record, KeyRing.of(record))

    def test_erasing_makes_record_and_history_unreadable(self, record: Record) -> None:
        changed = change_record(record, record.owner, full_name="Another Example")
        sealing.erase(changed)
        assert not RecordKey.objects.filter(record=record).exists()
        ring = KeyRing.of(Record.objects.get(pk=record.pk))
        with pytest.raises(SealingError):
            open_record(changed, ring)
        for revision in changed.revisions.all():
            with pytest.raises(SealingError):
                open_revision(revision, ring)

    def test_erasing_one_record_leaves_the_others(self, record: Record) -> None:
        other = make_record(record.type)
        sealing.erase(record)
        assert open_record(other, KeyRing.of(other)) == ANSWERS
        assert not SubmissionKey.objects.exists()
