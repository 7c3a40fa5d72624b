"""How well each answer is protected: set one by one or for many, with warnings, and never over somebody else's head."""

import pytest
from django.test import Client

from forms_builder.models import FormDefinition
from forms_builder.schema import Question, find_question
from registry.models import Action
from tests.around.conftest import address, draft_of, now, posted_by, with_changed_draft, words
from tests.factories.forms import ask, document, page, publish
from tests.factories.registry import make_office, make_type, make_worker


def form() -> FormDefinition:
    asked = (
        ask("full_name", sensitivity="I"),
        ask("town", "choose_one", sensitivity="R", compartment="location", filterable=True),
        ask("thanks", "note"),
    )
    return draft_of(document(page("about", *asked), page("more", ask("age", "integer"))))


def question(form: FormDefinition, key: str) -> Question:
    found = find_question(now(form), key)
    assert found is not None
    return found


def test_every_question_with_an_answer_is_listed_with_what_is_sealed(form_admin: Client) -> None:
    shown = form_admin.get(address("task_access", form()))
    boxes = posted_by(shown)
    assert boxes["sensitivity:id-town"] == "R"
    assert boxes["compartment:id-town"] == "location"
    assert "filterable:id-town" in boxes
    assert "sensitivity:id-thanks" not in boxes
    assert "sealed: encrypted" in words(shown)


def test_what_looks_too_open_and_what_cannot_be_is_said(form_admin: Client) -> None:
    visit = form()
    shown = words(form_admin.get(address("task_access", visit)))
    assert "it is not sealed" in shown
    assert "Sealed answers cannot be filtered." in shown
    assert "Look at 2 questions" in words(form_admin.get(address("home", visit)))
    only = posted_by(form_admin.get(address("task_access", visit) + "?tier=warned"))
    assert "sensitivity:id-age" not in only


@pytest.mark.parametrize(
    "label", ["শিশুর নাম", "মায়ের মোবাইল", "Guardian's phone", "NID number", "Present address"]
)
def test_bangla_and_english_words_for_who_and_where_are_known(form_admin: Client, label: str) -> None:
    visit = draft_of(document(page("about", ask("x1", label=label, sensitivity="P"))))
    assert "it is not sealed" in words(form_admin.get(address("task_access", visit)))


def test_a_question_that_only_sounds_similar_is_not_warned_of(form_admin: Client) -> None:
    visit = draft_of(document(page("about", ask("x1", label="Programme unnamed"))))
    assert "it is not sealed" not in words(form_admin.get(address("task_access", visit)))


def test_settings_are_saved_into_the_draft_and_a_tick_can_be_taken_away(form_admin: Client) -> None:
    visit = form()
    data = posted_by(form_admin.get(address("task_access", visit)))
    del data["filterable:id-town"]
    data |= {
        "sensitivity:id-full_name": "R",
        "compartment:id-full_name": "identity",
        "decline:id-full_name": "on",
    }
    form_admin.post(address("task_access", visit), data)
    name = question(visit, "full_name")
    assert (name.sensitivity, name.compartment, name.decline) == ("R", "identity", True)
    assert not question(visit, "town").filterable
    assert question(visit, "age").sensitivity == "I"


def test_many_are_set_at_once(form_admin: Client) -> None:
    visit = form()
    data = posted_by(form_admin.get(address("task_access", visit)))
    ticked = {"pick:id-full_name": "on", "pick:id-age": "on"}
    form_admin.post(
        address("task_access", visit),
        {
            **data,
            **ticked,
            "bulk_sensitivity": "C",
            "bulk_compartment": "identity",
            "bulk_listed": "yes",
            "apply": "1",
        },
    )
    for key in ("full_name", "age"):
        found = question(visit, key)
        assert (found.sensitivity, found.compartment, found.listed) == ("C", "identity", True), key
    assert question(visit, "town").compartment == "location"


def test_all_that_are_shown_means_those_of_the_filter_only(form_admin: Client) -> None:
    visit = form()
    place = address("task_access", visit) + "?page=more"
    data = posted_by(form_admin.get(place))
    form_admin.post(place, {**data, "which": "all", "bulk_sensitivity": "R", "apply": "1"})
    assert question(visit, "age").sensitivity == "R"
    assert question(visit, "full_name").sensitivity == "I"


def test_changing_many_without_saying_which_keeps_what_was_set(form_admin: Client) -> None:
    visit = form()
    data = {**posted_by(form_admin.get(address("task_access", visit))), "sensitivity:id-age": "C"}
    response = form_admin.post(address("task_access", visit), {**data, "apply": "1"})
    assert response.status_code == 400
    assert "Tick the questions that it is for" in words(response)
    assert posted_by(response)["sensitivity:id-age"] == "C"
    assert visit.revisions.count() == 1


def test_a_sensitivity_that_does_not_exist_is_not_taken(form_admin: Client) -> None:
    visit = form()
    data = {**posted_by(form_admin.get(address("task_access", visit))), "sensitivity:id-age": "X"}
    form_admin.post(address("task_access", visit), data)
    assert question(visit, "age").sensitivity == "I"


def test_what_somebody_else_set_meanwhile_is_not_overwritten(form_admin: Client) -> None:
    visit = form()
    data = posted_by(form_admin.get(address("task_access", visit)))
    with_changed_draft(visit, lambda draft: draft["pages"][1]["items"][0].update(sensitivity="R"))
    response = form_admin.post(address("task_access", visit), {**data, "sensitivity:id-age": "P"})
    assert response.status_code == 409
    assert question(visit, "age").sensitivity == "R"
    assert posted_by(response)["sensitivity:id-age"] == "P"
    form_admin.post(address("task_access", visit), posted_by(response))
    assert question(visit, "age").sensitivity == "P"


def test_the_page_says_which_roles_may_see_the_answers(form_admin: Client) -> None:
    visit = form()
    assert "No role may see answers to this form yet." in words(form_admin.get(address("task_access", visit)))
    kind = make_type(now(draft_of(document(page("about", ask("age", "integer"))), key="other")), key="case")
    make_worker(
        kind, make_office("DHK"), scope="office", actions=[Action.VIEW], tier="C", compartments=["clinical"]
    )
    shown = words(form_admin.get(address("task_access", kind.form)))
    assert "Confidential" in shown
    assert "Health and counselling" in shown
    assert "those of one's offices" in shown


def test_the_draft_is_what_is_shown_not_what_is_live(form_admin: Client) -> None:
    version = publish(document(page("about", ask("age", "integer"))), key="visit")
    with_changed_draft(
        version.definition, lambda draft: draft["pages"][0]["items"][0].update(sensitivity="R")
    )
    shown = posted_by(form_admin.get(address("task_access", version.definition)))
    assert shown["sensitivity:id-age"] == "R"
