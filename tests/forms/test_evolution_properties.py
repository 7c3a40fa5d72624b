"""Whatever somebody does to a form: published keys stay readable, answers stay, classes only ever grow."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_builder.evolution import ChangeClass, carry_over, changes, strongest
from forms_builder.evolution.retiring import freed_of_rules, retire_missing
from forms_builder.schema import (
    Choice,
    Document,
    Page,
    Question,
    Repeat,
    Sensitivity,
    from_json,
    questions,
    to_json,
)

KEYS = [f"k{number}" for number in range(8)]
TYPES = {key: ("choose_one" if number % 3 == 0 else "text") for number, key in enumerate(KEYS)}
ROWS = {key: ("r1" if number in (2, 5) else "r2" if number == 7 else "") for number, key in enumerate(KEYS)}
"""A key keeps type and repeat, as the gate sees to; everything else may change."""
VALUES = ["a", "b", "c"]

texts = st.dictionaries(st.sampled_from(["en", "bn"]), st.sampled_from(["One", "Two"]), max_size=2)
choices = st.lists(st.sampled_from(VALUES), unique=True, min_size=1).flatmap(
    lambda values: st.tuples(
        *(st.builds(Choice, value=st.just(value), label=texts, retired=st.booleans()) for value in values)
    )
)


def question(key: str) -> st.SearchStrategy[Question]:
    return st.builds(
        Question,
        id=st.just(key),
        key=st.just(key),
        type=st.just(TYPES[key]),
        label=texts,
        show_if=st.sampled_from(["", "1 = 1"]),
        required=st.sampled_from(["no", "yes", "soft"]),
        sensitivity=st.sampled_from(list(Sensitivity)),
        retired=st.booleans(),
        choices=choices if TYPES[key] == "choose_one" else st.just(()),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A form over the fixed keys, on one or two pages, in any order, with any of them missing."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    asked = [draw(question(key)) for key in keys]
    items: list[Any] = [one for one in asked if not ROWS[one.key]]
    for name in ("r1", "r2"):
        inner = tuple(one for one in asked if ROWS[one.key] == name)
        if inner:
            items.append(Repeat(id=name, key=name, items=inner, minimum=draw(st.integers(0, 2))))
    cut = draw(st.integers(0, len(items)))
    pages = [("p", items[:cut]), ("q", items[cut:])]
    return Document(
        title=draw(texts),
        pages=tuple(Page(id=key, key=key, items=tuple(part)) for key, part in pages if part),
    )


@st.composite
def answers(draw: st.DrawFn, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    def answer(key: str) -> Any:
        return draw(st.sampled_from(VALUES if TYPES[key] == "choose_one" else ["x", "y"]))

    given = {key: answer(key) for key in keys if not ROWS[key] and draw(st.booleans())}
    for name in ("r1", "r2"):
        inner = [key for key in keys if ROWS[key] == name]
        rows = [
            {"_id": str(number), **{key: answer(key) for key in inner if draw(st.booleans())}}
            for number in range(draw(st.integers(0, 2)))
        ]
        if rows:
            given[name] = rows
    return given


def published(history: Sequence[Document]) -> Document:
    """What the gate makes of drafts published one after the other."""
    newest = freed_of_rules(history[0])
    for draft in history[1:]:
        newest = freed_of_rules(retire_missing(newest, draft))
    return newest


@settings(max_examples=60)
@given(st.lists(documents(), min_size=1, max_size=4))
def test_every_key_and_every_choice_ever_published_can_still_be_read(history: list[Document]) -> None:
    newest = published(history)
    now = {one.key: one for one, _ in questions(newest)}
    for before in history:
        for one, repeat in questions(before):
            assert one.key in now
            assert {choice.value for choice in one.choices} <= {
                choice.value for choice in now[one.key].choices
            }
            kept_in = next(rows for found, rows in questions(newest) if found.key == one.key)
            assert (kept_in.key if kept_in else "") == (repeat.key if repeat else "")


@settings(max_examples=60)
@given(st.lists(documents(), min_size=1, max_size=4))
def test_what_is_published_reads_back_as_it_was(history: list[Document]) -> None:
    newest = published(history)
    assert from_json(to_json(newest)) == newest
    assert retire_missing(newest, newest) == newest


@settings(max_examples=60)
@given(documents(), documents(), answers())
def test_no_answer_is_lost_on_the_way_to_another_version(
    old: Document, new: Document, given_answers: dict[str, Any]
) -> None:
    carried = carry_over(old, new, given_answers)
    assert carried.answers == given_answers
    asked = {one.key for one, _ in questions(new) if not one.retired}
    told = {note.key for note in carried.notes}
    answered = {key for key in given_answers if key in KEYS}
    assert answered - asked <= told


@settings(max_examples=60)
@given(documents(), documents())
def test_a_set_of_changes_is_as_grave_as_its_gravest_and_grows_no_milder(
    before: Document, after: Document
) -> None:
    found = changes(before, after)
    grave = strongest(found)
    assert all(change.change_class.rank <= grave.rank for change in found)
    assert any(change.change_class is grave for change in found) or grave is ChangeClass.SAFE
    for number in range(len(found)):
        assert strongest(found[:number]).rank <= strongest(found[: number + 1]).rank


@settings(max_examples=40)
@given(documents())
def test_a_form_compared_with_itself_has_no_changes(document: Document) -> None:
    assert changes(document, document) == []
    assert carry_over(document, document, {}).notes == ()
