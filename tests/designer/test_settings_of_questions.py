"""Settings of a question in the designer: what a new one begins with, what emptying means, and what does not fit."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.designer.field import DocumentField
from forms_builder.models import FormDefinition
from forms_builder.questions import types
from forms_builder.schema import Question
from tests.designer.conftest import a_form
from tests.designer.posting import posted
from tests.designer.test_editor import FIRST, address, draft, save, text_of


def a_new_part(kind: str) -> dict[str, Any]:
    """What the editor posts for a question that was just added, with nothing typed but its text."""
    block = DocumentField().formfield().block
    pages = block.child_blocks["pages"]
    items = pages.child_blocks["page"].child_blocks["items"]
    value = items.child_blocks[kind].get_form_state(items.child_blocks[kind].get_default())
    return {"type": kind, "id": f"new-{kind}", "value": {**value, "label_en": kind.title()}}


def test_every_kind_of_question_begins_with_settings_that_fit(form_admin: Client) -> None:
    form = a_form("model")
    field = DocumentField().formfield()
    state = field.block.get_form_state(field.prepare_value(form.document))
    state["pages"][0]["value"]["items"] = [a_new_part(question_type.name) for question_type in types]
    form_admin.post(address("edit", form.pk), {"key": form.key, **posted(field.block, state, "document")})
    parts = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().parsed.pages[0].items
    assert [part.settings for part in parts if isinstance(part, Question) and part.settings] == []


def test_a_setting_that_was_emptied_is_the_usual_one(form_admin: Client) -> None:
    form = a_form("work", Question(id="q", key="work", type="yes_no", settings={"yes": "1", "no": "0"}))
    save(form_admin, form, **{f"{FIRST}-setting_yes": "", f"{FIRST}-setting_no": "2"})
    assert draft(form)["settings"] == {"no": "2"}


@pytest.mark.parametrize("name", ["task_preview", "print", "task_tests"])
def test_a_question_whose_settings_do_not_fit_is_told_wherever_it_would_be_shown(
    form_admin: Client, name: str
) -> None:
    wrong = Question(id="q", key="work", type="yes_no", label={"en": "Work"}, settings={"yes": "two words"})
    form = a_form("work", wrong)
    query = {"task_preview": "?frame=1&language=en", "task_tests": "?try=en"}.get(name, "")
    page = text_of(form_admin.get(address(name, form.pk) + query, follow=True))
    assert (
        "The setting “yes” does not fit" in page
        or "The draft has faults that keep it from being printed." in page
    )
