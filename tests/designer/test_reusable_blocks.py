"""Reusable blocks: a group that asks another form's questions, in the designer, at the gate and in what people fill in."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_builder import schema
from forms_builder.compiling import compile_draft
from forms_builder.designer.conversion import to_blocks, to_document
from forms_builder.models import FormDefinition
from forms_builder.schema import Document, Group, questions, to_json
from tests.designer.posting import edited
from tests.designer.test_editor import save
from tests.designer.test_exchange_pages import address as where
from tests.designer.test_exchange_pages import send
from tests.designer.test_publish_page import press, shown
from tests.factories.forms import ask, choices, document, make_draft, page, publish, repeat

pytestmark = pytest.mark.django_db


def household() -> Document:
    """The block: two pages, one of them with a condition, a rule between its questions, and rows."""
    return document(
        page("home", ask("district"), ask("tenure", "choose_one", choices=choices("own", "rent"))),
        page(
            "people",
            ask("landlord", show_if="${tenure} = 'rent'"),
            repeat("members", ask("member")),
            show_if="${district} != ''",
        ),
    )


def block_of(form: str = "household", key: str = "their_home", **more: Any) -> Group:
    return Group(id=f"id-{key}", key=key, label={"en": "Their home", "bn": "তাদের বাড়ি"}, block=form, **more)


def visit(*items: Any) -> Document:
    return document(
        page("one", ask("name"), block_of(), ask("rent", "integer", show_if="${tenure} = 'rent'"), *items)
    )


def keys(found: Document) -> list[str]:
    return [question.key for question, _repeat in questions(found) if not question.retired]


ALL = ["name", "district", "tenure", "landlord", "member", "rent"]


def test_a_block_whose_form_is_not_live_is_told_at_the_group(form_admin: Client) -> None:
    form = make_draft(visit(), None)
    text = shown(form_admin, form)
    assert "There is no form “household” that is live" in text
    assert "#block-id-their_home-section" in text


def test_the_version_has_the_questions_and_the_draft_has_the_block() -> None:
    publish(household(), key="household")
    version = publish(visit(), key="visit")
    assert keys(version.parsed) == ALL
    draft = FormDefinition.objects.get(key="visit").get_latest_revision_as_object().parsed
    assert keys(draft) == ["name", "rent"]


def test_conditions_of_its_pages_and_rules_of_both_forms_hold_together() -> None:
    publish(household(), key="household")
    program = publish(visit(), key="visit").program
    held = [place for place in schema.walk(program.document) if place.part.key == "people"]
    assert held[0].part.show_if == "${district} != ''"
    assert len({place.part.id for place in schema.walk(program.document)}) == len(program.by_key)


def test_one_key_in_both_forms_is_refused() -> None:
    publish(household(), key="household")
    problems = compile_draft(visit(ask("district"))).errors
    assert {problem.code for problem in problems} == {"duplicate-key"}


def test_a_change_of_the_block_arrives_with_the_next_version_and_is_told_before(form_admin: Client) -> None:
    publish(household(), key="household")
    form = publish(visit(), key="visit").definition
    publish(reworded(), key="household")
    form.refresh_from_db()
    assert form.live_version is not None
    assert "Whose home is it?" not in str(form.live_version.document)
    assert "Whose home is it?" in shown(form_admin, form)
    press(form_admin, form, "publish")
    form.refresh_from_db()
    assert form.live_version.number == 2
    assert "Whose home is it?" in str(form.live_version.document)


def reworded() -> Document:
    home, people = household().pages
    tenure = home.items[1].model_copy(update={"label": {"en": "Whose home is it?", "bn": "বাড়িটি কার?"}})
    return document(home.model_copy(update={"items": (home.items[0], tenure)}), people)


def test_a_question_that_left_the_block_is_kept_as_retired() -> None:
    publish(household(), key="household")
    version = publish(visit(), key="visit")
    publish(document(household().pages[0]), key="household")
    newest = publish(visit(), key="visit")
    assert newest.number == version.number + 1
    assert keys(newest.parsed) == ["name", "district", "tenure", "rent"]
    landlord = newest.question("landlord")
    assert landlord is not None
    assert landlord.retired


def test_opening_and_saving_the_designers_page_changes_nothing(form_admin: Client) -> None:
    publish(household(), key="household")
    form = publish(visit(), key="visit").definition
    before = form.get_latest_revision_as_object().document
    assert edited(before) == before
    assert "messages" in save(form_admin, form).content.decode()
    form.refresh_from_db()
    assert form.get_latest_revision_as_object().document == before


def test_the_designer_offers_live_forms_and_not_the_form_itself(form_admin: Client) -> None:
    publish(household(), key="household")
    make_draft(document(page("p", ask("a"))), None, key="unfinished")
    form = publish(visit(), key="visit").definition
    edit = reverse("wagtailsnippets_forms_builder_formdefinition:edit", args=[form.pk])
    text = form_admin.get(edit).content.decode()
    offered = text.split('<datalist id="other-forms">')[1].split("</datalist>")[0]
    assert 'value="household"' in offered
    assert 'value="unfinished"' not in offered
    assert 'value="visit"' not in offered


def test_a_group_that_asks_another_form_is_a_block_of_its_own_kind() -> None:
    whole = to_json(visit())
    group = to_blocks(whole)["pages"][0]["value"]["items"][1]
    assert (group["type"], group["value"]["block"]) == ("block", "household")
    assert to_document(to_blocks(whole)) == whole


def test_rules_may_name_its_questions(form_admin: Client) -> None:
    publish(household(), key="household")
    asked = {
        "rule": "show_if",
        "owner": "rent",
        "expression": "${tenure} = 'rent' and ${landlrd} != ''",
        "parts": [{"key": "their_home", "block": "household"}, {"key": "rent", "type": "integer"}],
    }
    address = reverse("wagtailsnippets_forms_builder_formdefinition:rule_check")
    seen = form_admin.post(address, json.dumps(asked), content_type="application/json").json()
    assert len(seen["marks"]) == 1
    assert "Did you mean “landlord”?" in seen["marks"][0]["message"]
    assert "Tenure" in seen["words"]


def test_names_of_its_questions_are_there_for_the_pickers(form_admin: Client) -> None:
    publish(household(), key="household")
    address = reverse("wagtailsnippets_forms_builder_formdefinition:rule_copied")
    for form, found in (("household", ["district", "tenure", "landlord", "member"]), ("nowhere", [])):
        answer = form_admin.post(address, json.dumps({"block": form}), content_type="application/json")
        assert [part["key"] for part in answer.json()["parts"]] == found


def test_a_workbook_brings_it_back(form_admin: Client) -> None:
    form = make_draft(visit())
    before = to_json(form.parsed)
    content = form_admin.get(where("export_file", form.pk, "xlsx")).content
    token = send(form_admin, where("task_exchange", form.pk), content).context["token"]
    form_admin.post(where("task_exchange", form.pk), {"token": token})
    form.refresh_from_db()
    assert to_json(form.get_latest_revision_as_object().parsed) == before
