"""What changes between two versions of a form."""

import pytest

from forms_builder.evolution import ChangeClass, changes
from forms_builder.schema import Choice, Document, Page, Question, Repeat, Required


def ask(key: str, **more: object) -> Question:
    return Question(**({"id": key, "key": key, "type": "text"} | more))  # type: ignore[arg-type]


def form(*items: object) -> Document:
    return Document(pages=(Page(id="p", key="p", items=items),))  # type: ignore[arg-type]


def found(before: Document, after: Document) -> list[tuple[str, ChangeClass]]:
    return [(change.code, change.change_class) for change in changes(before, after)]


def test_a_first_version_changes_nothing() -> None:
    assert changes(None, form(ask("a"))) == []


def test_the_same_form_changes_nothing() -> None:
    assert changes(form(ask("a")), form(ask("a"))) == []


def test_a_new_question_is_safe() -> None:
    assert found(form(ask("a")), form(ask("a"), ask("b"))) == [("question-added", ChangeClass.SAFE)]


def test_a_question_that_goes_needs_caution_because_its_answers_stay() -> None:
    assert found(form(ask("a"), ask("b")), form(ask("a"))) == [("question-removed", ChangeClass.CAUTION)]


def test_another_type_under_the_same_key_is_blocked() -> None:
    assert found(form(ask("a")), form(ask("a", type="integer"))) == [("type-changed", ChangeClass.BLOCKED)]


def test_moving_into_a_repeat_is_blocked() -> None:
    rows = Repeat(id="r", key="r", items=(ask("a"),))
    assert found(form(ask("a")), form(rows)) == [("repeat-changed", ChangeClass.BLOCKED)]


def test_less_protection_needs_two_persons_and_more_needs_caution() -> None:
    low, high = form(ask("a", sensitivity="I")), form(ask("a", sensitivity="R"))
    assert found(high, low) == [("sensitivity-lowered", ChangeClass.TWO_PERSONS)]
    assert found(low, high) == [("sensitivity-raised", ChangeClass.CAUTION)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"required": Required.YES}, "made-required"),
        ({"check": ". > 3"}, "check-changed"),
        ({"show_if": "${b} = 1"}, "show-if-changed"),
        ({"label": {"en": "Other"}}, "label-changed"),
    ],
)
def test_rules_and_words_that_change_need_caution(change: dict[str, object], code: str) -> None:
    assert found(form(ask("a")), form(ask("a", **change))) == [(code, ChangeClass.CAUTION)]


def test_a_choice_may_come_but_not_silently_go() -> None:
    one, two = (Choice(value=value, label={}) for value in "12")
    assert found(form(ask("a", choices=(one,))), form(ask("a", choices=(one, two)))) == [
        ("choice-added", ChangeClass.SAFE)
    ]
    assert found(form(ask("a", choices=(one, two))), form(ask("a", choices=(one,)))) == [
        ("choice-removed", ChangeClass.CAUTION)
    ]
