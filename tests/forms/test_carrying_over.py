"""Old answers under a newer form: nothing goes missing, and what changed is named."""

from typing import Any

from forms_builder.evolution import Carried, NoteKind, carry_over
from forms_builder.schema import Choice, Document, Page, Question, Repeat, Required


def ask(key: str, **more: Any) -> Question:
    return Question(**({"id": key, "key": key, "type": "text", "label": {"en": key}} | more))


def form(*items: Any) -> Document:
    return Document(pages=(Page(id="p", key="p", items=items),))


def notes(carried: Carried) -> list[tuple[NoteKind, tuple[str | int, ...]]]:
    return [(note.kind, note.path) for note in carried.notes]


def test_the_same_form_has_nothing_to_tell() -> None:
    carried = carry_over(form(ask("a")), form(ask("a")), {"a": "x"})
    assert carried == ({"a": "x"}, ())


def test_an_answer_whose_question_went_stays_and_is_named() -> None:
    carried = carry_over(form(ask("a"), ask("b")), form(ask("a")), {"a": "x", "b": "y"})
    assert carried.answers == {"a": "x", "b": "y"}
    assert notes(carried) == [(NoteKind.KEPT, ("b",))]


def test_an_answer_whose_question_is_retired_stays_and_is_named() -> None:
    carried = carry_over(form(ask("a")), form(ask("a", retired=True)), {"a": "x"})
    assert notes(carried) == [(NoteKind.KEPT, ("a",))]


def test_rows_of_a_repeat_that_went_stay_with_their_ids() -> None:
    rows = Repeat(id="r", key="r", items=(ask("name"),))
    answers = {"r": [{"_id": "1", "name": "x"}, {"_id": "2"}]}
    carried = carry_over(form(rows), form(ask("a")), answers)
    assert carried.answers == answers
    assert notes(carried) == [(NoteKind.NEW, ("a",)), (NoteKind.KEPT, ("r", 0, "name"))]


def test_a_question_that_is_new_in_a_repeat_is_named_once() -> None:
    before = Repeat(id="r", key="r", items=(ask("name"),))
    after = Repeat(id="r", key="r", items=(ask("name"), ask("age")))
    carried = carry_over(form(before), form(after), {"r": [{"name": "x"}, {"name": "y"}]})
    assert notes(carried) == [(NoteKind.NEW, ("r", "age"))]


def test_a_question_asked_again_after_a_pause_counts_as_new() -> None:
    carried = carry_over(form(ask("a", retired=True)), form(ask("a")), {"a": "old"})
    assert notes(carried) == [(NoteKind.NEW, ("a",))]
    assert carried.answers == {"a": "old"}


def test_another_text_is_told_where_it_was_answered_and_only_there() -> None:
    after = form(ask("a", label={"en": "Other"}))
    carried = carry_over(form(ask("a")), after, {"a": "x"})
    assert notes(carried) == [(NoteKind.REWORDED, ("a",))]
    assert carried.notes[0].params == {"before": {"en": "a"}, "after": {"en": "Other"}}
    assert notes(carry_over(form(ask("a")), after, {})) == []


def test_what_must_be_answered_now_is_told_where_it_is_not() -> None:
    after = form(ask("a", required=Required.YES))
    assert notes(carry_over(form(ask("a")), after, {})) == [(NoteKind.NOW_REQUIRED, ("a",))]
    assert notes(carry_over(form(ask("a")), after, {"a": "x"})) == []


def test_choices_that_were_used_are_told_when_they_change() -> None:
    def choosing(*choices: Choice) -> Document:
        return form(ask("a", type="choose_many", choices=choices))

    one, two, three, four = (Choice(value=value, label={"en": value}) for value in "1234")
    before = choosing(one, two, three, four)
    after = choosing(one, two.model_copy(update={"retired": True}), three.model_copy(update={"label": {}}))
    carried = carry_over(before, after, {"a": ["1", "2", "3", "4", "__declined"]})
    assert [(note.kind, note.params["value"]) for note in carried.notes] == [
        (NoteKind.CHOICE_RETIRED, "2"),
        (NoteKind.CHOICE_REWORDED, "3"),
        (NoteKind.CHOICE_GONE, "4"),
    ]


def test_what_is_worked_out_now_and_what_is_checked_anew_are_told() -> None:
    worked_out = form(ask("a", calculate="1 + 1"))
    assert notes(carry_over(form(ask("a")), worked_out, {"a": "x"})) == [(NoteKind.CALCULATED, ("a",))]
    checked = form(ask("a", check=". != ''"))
    assert notes(carry_over(form(ask("a")), checked, {"a": "x"})) == [(NoteKind.CHECK_CHANGED, ("a",))]


def test_the_given_answers_are_not_touched() -> None:
    given = {"r": [{"name": "x"}]}
    carried = carry_over(form(), form(), given)
    carried.answers["r"][0]["name"] = "y"
    assert given == {"r": [{"name": "x"}]}
