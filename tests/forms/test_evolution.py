"""What changes between two versions of a form."""

import pytest

from forms_builder.evolution import ChangeClass, changes, strongest
from forms_builder.evolution.classes import CLASSES
from forms_builder.evolution.wording import TEXTS
from forms_builder.schema import (
    Choice,
    Compartment,
    Document,
    Group,
    Layout,
    Media,
    Page,
    Question,
    Repeat,
    Required,
    Sensitivity,
)


def ask(key: str, **more: object) -> Question:
    return Question(**({"id": key, "key": key, "type": "text", "label": {"en": key}} | more))  # type: ignore[arg-type]


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
    assert found(form(ask("a")), form(rows)) == [
        ("part-added", ChangeClass.SAFE),
        ("repeat-changed", ChangeClass.BLOCKED),
    ]


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
        ({"required_if": "${b} = 1"}, "required-if-changed"),
        ({"calculate": "1 + 1"}, "calculate-changed"),
        ({"trigger": "${b}"}, "trigger-changed"),
        ({"choice_filter": "x = 1"}, "choice-filter-changed"),
        ({"read_only": True}, "read-only-on"),
        ({"retired": True}, "question-retired"),
        ({"settings": {"level": "district"}}, "setting-changed"),
        ({"label": {"en": "Other"}}, "label-changed"),
    ],
)
def test_rules_and_words_that_change_need_caution(change: dict[str, object], code: str) -> None:
    assert found(form(ask("a")), form(ask("a", **change))) == [(code, ChangeClass.CAUTION)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"label": {"en": "a", "bn": "ক"}}, "translation-added"),
        ({"hint": {"en": "Hint"}}, "hint-changed"),
        ({"guidance": {"en": "More"}}, "hint-changed"),
        ({"check_message": {"en": "No"}}, "message-changed"),
        ({"required": Required.SOFT}, "made-soft"),
        ({"default": "x"}, "default-changed"),
        ({"prefill": "today"}, "prefill-changed"),
        ({"appearance": "minimal"}, "appearance-changed"),
        ({"media": (Media(kind="image", name="a.png"),)}, "media-changed"),
        ({"decline": True}, "decline-on"),
        ({"listed": True}, "listed-on"),
        ({"filterable": True}, "filterable-on"),
        ({"extra": {"x": 1}}, "question-extra-changed"),
        ({"choice_list": "sex"}, "choice-list-changed"),
    ],
)
def test_what_no_answer_notices_is_safe(change: dict[str, object], code: str) -> None:
    assert found(form(ask("a")), form(ask("a", **change))) == [(code, ChangeClass.SAFE)]


@pytest.mark.parametrize(
    ("before", "after", "code", "kind"),
    [
        ({"check": ". > 3"}, {}, "check-removed", ChangeClass.SAFE),
        ({"required": Required.YES}, {}, "made-optional", ChangeClass.SAFE),
        ({"decline": True}, {}, "decline-off", ChangeClass.CAUTION),
        ({"listed": True}, {}, "listed-off", ChangeClass.SAFE),
        ({"filterable": True}, {}, "filterable-off", ChangeClass.SAFE),
        ({"read_only": True}, {}, "read-only-off", ChangeClass.SAFE),
        ({"retired": True}, {}, "question-restored", ChangeClass.SAFE),
    ],
)
def test_what_is_taken_away_again(
    before: dict[str, object], after: dict[str, object], code: str, kind: ChangeClass
) -> None:
    assert found(form(ask("a", **before)), form(ask("a", **after))) == [(code, kind)]


def test_who_may_read_an_answer_is_never_widened_by_one_person() -> None:
    open_, clinical, legal = (
        form(ask("a", sensitivity=Sensitivity.CONFIDENTIAL, compartment=one))
        for one in (Compartment.NONE, Compartment.CLINICAL, Compartment.LEGAL)
    )
    assert found(open_, clinical) == [("compartment-added", ChangeClass.CAUTION)]
    assert found(clinical, open_) == [("compartment-left", ChangeClass.TWO_PERSONS)]
    assert found(clinical, legal) == [("compartment-moved", ChangeClass.TWO_PERSONS)]


def test_a_retired_question_keeps_its_protection() -> None:
    before = form(ask("a", sensitivity="R", retired=True))
    after = form(ask("a", sensitivity="P", retired=True))
    assert found(before, after) == [("sensitivity-lowered", ChangeClass.TWO_PERSONS)]


def test_a_new_question_that_must_be_answered_is_told_twice() -> None:
    assert found(form(), form(ask("a", required=Required.YES))) == [
        ("question-added", ChangeClass.SAFE),
        ("made-required", ChangeClass.CAUTION),
    ]


def choosing(*choices: Choice) -> Document:
    return form(ask("a", type="choose_one", choices=choices))


ONE, TWO = (Choice(value=value, label={"en": value}) for value in "12")


@pytest.mark.parametrize(
    ("before", "after", "code", "kind"),
    [
        ((ONE,), (ONE, TWO), "choice-added", ChangeClass.SAFE),
        ((ONE, TWO), (TWO, ONE), "choices-reordered", ChangeClass.SAFE),
        ((ONE, TWO), (ONE,), "choice-removed", ChangeClass.CAUTION),
        ((ONE,), (ONE.model_copy(update={"retired": True}),), "choice-retired", ChangeClass.CAUTION),
        ((ONE.model_copy(update={"retired": True}),), (ONE,), "choice-restored", ChangeClass.SAFE),
        ((ONE,), (ONE.model_copy(update={"label": {"en": "x"}}),), "choice-relabelled", ChangeClass.CAUTION),
        (
            (ONE,),
            (ONE.model_copy(update={"label": {"en": "1", "bn": "১"}}),),
            "choice-translated",
            ChangeClass.SAFE,
        ),
        ((ONE,), (ONE.model_copy(update={"exclusive": True}),), "choice-alone-on", ChangeClass.CAUTION),
        ((ONE.model_copy(update={"exclusive": True}),), (ONE,), "choice-alone-off", ChangeClass.SAFE),
        (
            (ONE,),
            (ONE.model_copy(update={"filters": {"x": "1"}}),),
            "choice-columns-changed",
            ChangeClass.CAUTION,
        ),
    ],
)
def test_choices(before: tuple[Choice, ...], after: tuple[Choice, ...], code: str, kind: ChangeClass) -> None:
    assert found(choosing(*before), choosing(*after)) == [(code, kind)]


def test_the_form_as_a_whole() -> None:
    before = Document(title={"en": "A"}, languages=("bn", "en"))
    after = Document(
        title={"en": "B"},
        description={"en": "C"},
        languages=("en", "fr"),
        layout=Layout.SHEET,
        extra={"x": 1},
    )
    assert found(before, after) == [
        ("title-changed", ChangeClass.SAFE),
        ("description-changed", ChangeClass.SAFE),
        ("layout-changed", ChangeClass.SAFE),
        ("language-added", ChangeClass.SAFE),
        ("language-removed", ChangeClass.CAUTION),
        ("extra-changed", ChangeClass.SAFE),
    ]
    assert found(Document(languages=("bn", "en")), Document(languages=("en", "bn"))) == [
        ("languages-reordered", ChangeClass.SAFE)
    ]


def test_questions_that_move_to_another_page_or_change_places_are_safe() -> None:
    def pages(first: tuple[str, ...], second: tuple[str, ...]) -> Document:
        made = zip(("p", "q"), (first, second), strict=True)
        return Document(pages=tuple(Page(id=k, key=k, items=tuple(map(ask, keys))) for k, keys in made))

    assert found(pages(("a", "b"), ()), pages(("a",), ("b",))) == [("question-moved", ChangeClass.SAFE)]
    assert found(pages(("a", "b"), ()), pages(("b", "a"), ())) == [("order-changed", ChangeClass.SAFE)]


def test_pages_groups_and_repeats() -> None:
    def rows(**more: object) -> Repeat:
        return Repeat(**({"id": "r", "key": "r", "items": (ask("a"),)} | more))  # type: ignore[arg-type]

    assert found(form(rows()), form(rows(minimum=1))) == [("rows-narrowed", ChangeClass.CAUTION)]
    assert found(form(rows(minimum=1)), form(rows())) == [("rows-widened", ChangeClass.SAFE)]
    assert found(form(rows()), form(rows(count="3"))) == [("rows-count-changed", ChangeClass.CAUTION)]
    assert found(form(rows()), form(rows(show_if="1 = 1"))) == [("part-shown-changed", ChangeClass.CAUTION)]
    assert found(form(rows()), form(rows(label={"en": "x"}))) == [("part-label-changed", ChangeClass.SAFE)]
    assert found(form(rows()), form(rows(hint={"en": "x"}))) == [("part-hint-changed", ChangeClass.SAFE)]
    group = Group(id="g", key="g", items=())
    assert found(form(), form(group)) == [("part-added", ChangeClass.SAFE)]
    assert found(form(group), form()) == [("part-removed", ChangeClass.SAFE)]
    assert found(form(rows()), form()) == [
        ("repeat-removed", ChangeClass.CAUTION),
        ("question-removed", ChangeClass.CAUTION),
    ]


def test_a_repeat_that_moves_into_another_takes_its_answers_out_of_reach() -> None:
    inner = Repeat(id="r", key="r", items=(ask("a"),))
    outer = Repeat(id="s", key="s", items=(inner,))
    assert ("repeat-changed", ChangeClass.BLOCKED) in found(form(inner), form(outer))


def test_a_set_of_changes_is_as_grave_as_its_gravest() -> None:
    before = form(ask("a", sensitivity="R"), ask("b"))
    assert strongest(changes(before, before)) is ChangeClass.SAFE
    assert strongest(changes(before, form(ask("a", sensitivity="I")))) is ChangeClass.TWO_PERSONS
    assert strongest(changes(before, form(ask("b", type="integer")))) is ChangeClass.BLOCKED


def test_every_kind_of_change_has_its_words() -> None:
    assert TEXTS.keys() == CLASSES.keys()
