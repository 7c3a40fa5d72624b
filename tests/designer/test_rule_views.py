"""What the editor is told while somebody types a rule: faults at their place, rows, words, names, keys."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_builder.models import ChoiceItem, ChoiceList
from tests.factories.forms import make_user

pytestmark = pytest.mark.django_db

AGE = {"key": "age", "type": "integer", "label": "Age"}
CASE = {
    "key": "case",
    "type": "choose_one",
    "label": "Kind of case",
    "choices": "survivor | Survivor | সারভাইভার\nrisk | At risk | ঝুঁকিতে",
}
NEEDS = {"key": "needs", "type": "choose_many", "label": "Needs", "choices": "health | Health | স্বাস্থ্য"}
BORN = {"key": "born", "type": "date", "label": "Date of birth"}
FAMILY = {"key": "family", "type": "", "label": "Family"}
PARTS = [AGE, CASE, NEEDS, BORN, FAMILY]


def address(name: str) -> str:
    return reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}")


def ask(client: Client, name: str, data: Any) -> Any:
    return client.post(address(name), json.dumps(data), content_type="application/json")


def look(client: Client, expression: str, rule: str = "show_if", owner: str = "") -> dict[str, Any]:
    data = {"rule": rule, "expression": expression, "owner": owner, "parts": PARTS}
    response = ask(client, "rule_check", data)
    assert response.status_code == 200
    seen: dict[str, Any] = response.json()
    return seen


@pytest.mark.parametrize("name", ["rule_check", "rule_offered", "key"])
def test_only_those_who_build_forms_are_answered(name: str, client: Client) -> None:
    assert ask(client, name, {}).status_code in (302, 403)
    client.force_login(make_user())
    assert ask(client, name, {}).status_code in (302, 403)


@pytest.mark.parametrize(
    "body", ["", "[", "[]", "{}", '{"rule": "x"}', '{"rule": "show_if", "expression": 3}']
)
def test_what_is_no_question_is_refused(form_admin: Client, body: str) -> None:
    response = form_admin.post(address("rule_check"), body, content_type="application/json")
    assert response.status_code == 400


def test_what_is_too_large_is_refused(form_admin: Client) -> None:
    assert ask(form_admin, "rule_check", {"rule": "show_if", "expression": "x" * 600_000}).status_code == 413
    assert ask(form_admin, "rule_check", {"rule": "show_if", "expression": "x" * 30_000}).status_code == 400


def test_a_fault_is_told_at_its_place(form_admin: Client) -> None:
    expression = "${age} < 18 and ${caes} = 'survivor'"
    (mark,) = look(form_admin, expression)["marks"]
    assert expression[mark["start"] : mark["end"]] == "${caes}"
    assert mark["message"] == "There is no question called “caes”. Did you mean “case”?"


def test_a_rule_that_cannot_be_read_is_told_at_the_character(form_admin: Client) -> None:
    seen = look(form_admin, "${age} < < 18")
    assert [(mark["start"], mark["end"]) for mark in seen["marks"]] == [(9, 10)]
    assert seen["rows"] is None


def test_a_clash_of_kinds_is_told(form_admin: Client) -> None:
    assert look(form_admin, "selected(${age}, 'x')")["marks"]
    assert look(form_admin, ". > today()", "check", "age")["marks"]


def test_a_group_counts_as_rows_not_as_an_answer(form_admin: Client) -> None:
    assert look(form_admin, "count(${family}) > 1")["marks"] == []


def test_a_condition_cannot_ask_for_its_own_question(form_admin: Client) -> None:
    (mark,) = look(form_admin, "${age} > 3", owner="age")["marks"]
    assert (mark["start"], mark["end"]) == (0, 6)
    assert look(form_admin, "${age} > 3", "check", "age")["marks"] == []


def test_the_rows_and_the_words_come_back(form_admin: Client) -> None:
    seen = look(form_admin, "${age} < 18 and (${case} = 'survivor' or selected(${needs}, 'health'))")
    assert seen["marks"] == []
    assert seen["rows"]["members"][0] == {
        "question": "age",
        "operator": "less",
        "value": {"kind": "number", "text": "18"},
    }
    assert (
        seen["words"]
        == "“Age” is less than 18 and (“Kind of case” is “Survivor” or “Needs” includes “Health”)"
    )


def test_the_words_are_in_the_readers_language_and_script(form_admin: Client) -> None:
    form_admin.post("/language/", {"language": "bn"})
    seen = look(form_admin, "${age} < 18 and ${born} > date('2010-01-31')")
    assert "১৮" in seen["words"]
    assert "৩১/০১/২০১০" in seen["words"]


def test_a_check_is_about_this_answer(form_admin: Client) -> None:
    seen = look(form_admin, ". <= today()", "check", "born")
    assert seen["words"] == "this answer is today or earlier"


def test_a_rule_that_rows_cannot_show_has_none(form_admin: Client) -> None:
    seen = look(form_admin, "${age} + 1 = 3")
    assert (seen["rows"], seen["words"], seen["marks"]) == (None, "", [])


def test_a_cascade_is_recognised(form_admin: Client) -> None:
    seen = look(form_admin, "district = ${case}", "choice_filter", "needs")
    assert seen["cascade"] == {"column": "district", "question": "case"}
    assert seen["words"] == "only choices whose district is the answer to “Kind of case”"


def test_choices_written_on_the_page_are_offered(form_admin: Client) -> None:
    offered = ask(form_admin, "rule_offered", CASE).json()
    assert offered["choices"] == [
        {"value": "survivor", "label": "Survivor"},
        {"value": "risk", "label": "At risk"},
    ]


def test_choices_of_a_shared_list_are_offered_with_its_columns(form_admin: Client) -> None:
    shared = ChoiceList.objects.create(key="upazilas", name="Upazilas")
    ChoiceItem.objects.create(
        list=shared, value="savar", label_en="Savar", label_bn="সাভার", filters={"district": "dhaka"}
    )
    asked = {"key": "upazila", "type": "choose_one", "choice_list": "upazilas"}
    assert ask(form_admin, "rule_offered", asked).json() == {
        "choices": [{"value": "savar", "label": "Savar"}],
        "columns": ["district"],
    }


def test_yes_and_no_are_choices_too_and_a_list_that_is_not_there_has_none(form_admin: Client) -> None:
    yes_no = ask(form_admin, "rule_offered", {"key": "a", "type": "yes_no"}).json()["choices"]
    assert [choice["value"] for choice in yes_no] == ["yes", "no"]
    for odd in ({"type": "choose_one", "choice_list": "gone"}, {"type": "text"}, {"type": "no such type"}):
        assert ask(form_admin, "rule_offered", {"key": "a", **odd}).json()["choices"] == []


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        ({"english": "Date of birth"}, "date_of_birth"),
        ({"english": "Age", "taken": ["age", "age_2"]}, "age_3"),
        ({"bangla": "জন্ম তারিখ"}, "jonmo_tarikh"),
        ({"english": "…", "bangla": "?"}, ""),
    ],
)
def test_a_key_is_proposed_from_the_texts(form_admin: Client, texts: dict[str, Any], key: str) -> None:
    assert ask(form_admin, "key", texts).json() == {"key": key}
