"""What was published is retired, never deleted: in the draft, at the gate, and for the answers that exist."""

from typing import Any

import pytest

from forms_builder import schema
from forms_builder.evolution import changes
from forms_builder.evolution.retiring import put_back, retire_missing
from forms_builder.logic import Moment, evaluate
from forms_builder.models import FieldLedger
from forms_builder.schema import (
    Choice,
    Document,
    Group,
    Page,
    Question,
    Repeat,
    Required,
    find_question,
    walk,
)
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.logic.builders import NOON


def q(key: str, **more: Any) -> Question:
    return Question(**({"id": key, "key": key, "type": "text", "label": {"en": key}} | more))


def form(*pages: Page) -> Document:
    return Document(pages=pages)


def one(*items: Any) -> Document:
    return form(Page(id="p", key="p", items=items))


def place_of(document: Document, key: str) -> list[str]:
    return [parent.key for place in walk(document) if place.part.key == key for parent in place.parents]


def test_a_question_that_was_taken_out_comes_back_retired_and_free_of_rules() -> None:
    before = one(q("a"), q("b", required=Required.YES, show_if="${a} = 1", check=". > 1", default="x"))
    kept = retire_missing(before, one(q("a")))
    back = find_question(kept, "b")
    assert back is not None
    assert (back.retired, back.required, back.show_if, back.check, back.default) == (
        True,
        Required.NO,
        "",
        "",
        "",
    )
    assert [question.key for question in put_back(one(q("a")), kept)] == ["b"]


def test_it_stays_in_its_group_and_goes_to_the_last_page_when_its_own_went() -> None:
    group = Group(id="g", key="g", items=(q("b"),))
    kept = retire_missing(one(q("a"), group), one(q("a"), group.model_copy(update={"items": ()})))
    assert place_of(kept, "b") == ["p", "g"]
    two = form(Page(id="p", key="p", items=(q("a"),)), Page(id="r", key="r", items=(q("b"),)))
    assert place_of(retire_missing(two, one(q("a"))), "b") == ["p"]
    assert place_of(retire_missing(two, form()), "b") == ["p"]


def test_a_repeat_that_went_stays_around_its_questions_and_wants_no_rows() -> None:
    rows = Repeat(id="r", key="r", minimum=2, count="3", show_if="1 = 2", items=(q("b"),))
    kept = retire_missing(one(q("a"), rows), one(q("a")))
    assert place_of(kept, "b") == ["p", "r"]
    found = next(place.part for place in walk(kept) if place.part.key == "r")
    assert isinstance(found, Repeat)
    assert (found.minimum, found.count, found.show_if) == (0, "", "")


def test_a_part_under_another_key_is_another_question() -> None:
    kept = retire_missing(one(q("a")), one(q("a").model_copy(update={"key": "b"})))
    ids = [place.part.id for place in walk(kept)]
    assert len(ids) == len(set(ids))
    assert find_question(kept, "a") is not None


def test_choices_that_were_taken_out_come_back_retired() -> None:
    yes, no = (Choice(value=value, label={"en": value}) for value in ("yes", "no"))
    before = one(q("a", type="choose_one", choices=(yes, no)))
    after = one(q("a", type="choose_one", choices=(yes,)))
    kept = retire_missing(before, after)
    found = find_question(kept, "a")
    assert found is not None
    assert [(choice.value, choice.retired) for choice in found.choices] == [("yes", False), ("no", True)]
    assert [question.key for question in put_back(after, kept)] == ["a"]


def test_what_was_retired_once_is_not_touched_again() -> None:
    kept = retire_missing(one(q("a"), q("b")), one(q("a")))
    assert retire_missing(kept, kept) == kept
    assert put_back(kept, kept) == []


@pytest.mark.django_db
def test_the_gate_retires_what_a_draft_from_elsewhere_left_out() -> None:
    publish(document(page("one", ask("name"), ask("age", "integer"))), "demo")
    version = publish(document(page("one", ask("name"))), "demo")
    question = version.question("age")
    assert question is not None
    assert question.retired
    assert [change["code"] for change in version.change_report] == ["question-retired"]
    assert FieldLedger.objects.get(key="age").last_version == 1


@pytest.mark.django_db
def test_an_old_answer_to_a_retired_question_is_neither_hidden_nor_worked_out_anew() -> None:
    publish(
        document(
            page("one", ask("name"), ask("total", "calculated", calculate="1 + 1", show_if="${name} = ''"))
        ),
        "demo",
    )
    version = publish(document(page("one", ask("name"))), "demo")
    outcome = evaluate(version.program, {"name": "x", "total": 7}, Moment(NOON.now))
    assert outcome.answers == {"name": "x", "total": 7}


@pytest.mark.django_db
def test_a_repeat_that_is_kept_for_old_answers_is_on_no_page() -> None:
    from forms_builder.filling.layouts import is_shown, steps_of

    publish(document(page("one", ask("name")), page("two", repeat("rows", ask("who"), minimum=1))), "demo")
    version = publish(document(page("one", ask("name")), page("two")), "demo")
    outcome = evaluate(version.program, {"name": "x"}, NOON)
    assert [step.key for step in steps_of(version.parsed) if is_shown(step, outcome)] == ["one"]
    assert outcome.faults == ()


@pytest.mark.django_db
def test_the_same_draft_again_makes_no_version_although_something_is_retired() -> None:
    publish(document(page("one", ask("name"), ask("age", "integer"))), "demo")
    draft = document(page("one", ask("name")))
    assert publish(draft, "demo") == publish(draft, "demo")
    assert schema.to_json(publish(draft, "demo").parsed) != schema.to_json(draft)


def test_what_is_retired_at_the_end_does_not_put_the_rest_in_another_order() -> None:
    red, blue = choices("red", "blue")
    before = document(page("one", ask("age"), ask("colour", "choose_one", choices=(red, blue))))
    draft = document(page("one", ask("colour", "choose_one", choices=(blue,))))
    found = changes(before, retire_missing(before, draft))
    assert {change.code for change in found} == {"question-retired", "choice-retired"}
