"""The designer's page in the admin: what publishes, what is refused, and that nothing typed is ever lost."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from forms_builder.designer.field import DocumentField
from forms_builder.models import ChoiceItem, ChoiceList, FormDefinition
from forms_builder.schema import Choice, Question
from tests.designer.conftest import a_form
from tests.designer.posting import posted
from tests.support.queries import at_most

FIRST = "document-pages-0-value-items-0-value"
SECOND = "document-pages-0-value-items-1-value"


def address(name: str, *arguments: Any) -> str:
    return reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}", args=arguments)


def page_of(form: FormDefinition, **changes: str) -> dict[str, str]:
    """What the designer's page of the form posts, with some inputs changed."""
    field = DocumentField().formfield()
    document = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().document
    state = field.block.get_form_state(field.prepare_value(document))
    return {"key": form.key, **posted(field.block, state, "document"), **changes}


def save(client: Client, form: FormDefinition, action: str = "", **changes: str) -> Any:
    """Post the page; `action` is the name of a button, none for saving a draft."""
    data = {**page_of(form, **changes), **({f"action-{action}": "1"} if action else {})}
    return client.post(address("edit", form.pk), data, follow=True)


def draft(form: FormDefinition) -> dict[str, Any]:
    """The first question of the draft as it is saved now."""
    document = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().document
    part: dict[str, Any] = document["pages"][0]["items"][0]
    return part


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def live_number(form: FormDefinition) -> int | None:
    live = FormDefinition.objects.get(pk=form.pk).live_version
    return live.number if live else None


def test_a_rule_that_cannot_be_read_does_not_go_live_and_is_shown_at_its_question(form_admin: Client) -> None:
    form = a_form()
    response = save(form_admin, form, "publish", **{f"{FIRST}-show_if": "${nobody} ="})
    assert response.status_code == 200
    assert live_number(form) is None
    page = text_of(response)
    assert "The draft is kept, but it is not published yet" in page
    assert "The rule ends too early." in page
    assert 'href="#block-q-date-section"' in page
    assert '"show_if": {"messages"' in page


def test_what_was_typed_is_kept_when_publishing_is_refused(form_admin: Client) -> None:
    form = a_form()
    save(
        form_admin,
        form,
        "publish",
        **{f"{FIRST}-show_if": "${nobody} =", f"{FIRST}-label_bn": "পরিদর্শনের তারিখ"},
    )
    assert draft(form)["show_if"] == "${nobody} ="
    assert draft(form)["label"]["bn"] == "পরিদর্শনের তারিখ"


def test_a_key_that_is_no_key_comes_back_with_all_that_was_typed(form_admin: Client) -> None:
    form = a_form()
    response = save(
        form_admin, form, **{f"{FIRST}-key": "Visit date", f"{FIRST}-label_en": "When were you there"}
    )
    page = text_of(response)
    assert "A key is made of a" in page
    assert "When were you there" in page
    assert "Visit date" in page
    assert draft(form)["key"] == "visit_date"


def test_a_draft_may_be_unfinished(form_admin: Client) -> None:
    form = a_form()
    save(form_admin, form, **{f"{FIRST}-label_en": "", f"{FIRST}-show_if": "${later} = 1"})
    assert draft(form)["show_if"] == "${later} = 1"
    assert live_number(form) is None


def test_two_questions_with_one_key_are_shown_before_anything_goes_live(form_admin: Client) -> None:
    form = a_form(
        "twice", *(Question(id=f"q{n}", key="name", type="text", label={"en": "Name"}) for n in "ab")
    )
    page = text_of(save(form_admin, form, "publish"))
    assert "This key is used twice." in page
    assert '"key": {"messages"' in page


def test_an_unknown_choice_list_is_said_at_its_question(form_admin: Client) -> None:
    form = a_form("choose", Question(id="q", key="sex", type="choose_one", label={"en": "Sex"}))
    page = text_of(save(form_admin, form, "publish", **{f"{FIRST}-choice_list": "gone"}))
    assert "There is no choice list “gone”." in page
    assert '"choice_list": {"messages"' in page
    assert draft(form)["choice_list"] == "gone"


def test_publishing_makes_versions_and_the_page_says_which_is_live(form_admin: Client) -> None:
    form = a_form()
    assert "Nothing is live yet. You are editing version 1" in text_of(
        form_admin.get(address("edit", form.pk))
    )
    save(form_admin, form, "publish")
    assert live_number(form) == 1
    assert "Version 1 is live, and it is what you see here." in text_of(
        form_admin.get(address("edit", form.pk))
    )
    response = save(form_admin, form, **{f"{FIRST}-label_en": "Day of the visit"})
    assert "Version 1 is live. You are editing version 2; people still get version 1." in text_of(response)
    save(form_admin, form, "publish")
    assert live_number(form) == 2
    version = form.versions.get(number=1).question("visit_date")
    assert version is not None
    assert version.label == {"en": "Date of visit"}


def test_a_published_key_cannot_become_another_type(form_admin: Client) -> None:
    form = a_form()
    save(form_admin, form, "publish")
    data = page_of(form)
    data |= {f"{FIRST.removesuffix('-value')}-type": "text", f"{FIRST}-original": ""}
    page = text_of(form_admin.post(address("edit", form.pk), data, follow=True))
    assert "A question that was published keeps its type." in page
    assert draft(form)["type"] == "date"


def test_a_new_form_gets_its_key_from_its_english_title(form_admin: Client) -> None:
    blank = FormDefinition(key="")
    field = DocumentField().formfield()
    state = field.block.get_form_state(field.prepare_value(blank.document))
    data = {"key": "", **posted(field.block, state, "document"), "document-title_en": "Home visit"}
    form_admin.post(address("add"), data)
    form_admin.post(address("add"), data)
    assert set(FormDefinition.objects.values_list("key", flat=True)) == {"home_visit", "home_visit_2"}


def test_a_new_form_begins_with_a_page_for_its_questions(form_admin: Client) -> None:
    form = form_admin.get(address("add")).context["form"]
    state = form["document"].field.block.get_form_state(form["document"].value())
    assert [page["value"]["label_en"] for page in state["pages"]] == ["Questions"]
    data = {"key": "", **posted(form["document"].field.block, state, "document")}
    form_admin.post(address("add"), {**data, "document-title_en": "Home visit"})
    (page,) = FormDefinition.objects.get().get_latest_revision_as_object().parsed.pages
    assert (page.key, page.label, page.items) == ("questions", {"en": "Questions", "bn": "প্রশ্ন"}, ())


def test_a_new_form_that_cannot_go_live_is_kept_once(form_admin: Client) -> None:
    field = DocumentField().formfield()
    other = a_form("model", Question(id="q", key="sex", type="choose_one", label={"en": "Sex"}))
    state = field.block.get_form_state(field.prepare_value(other.document))
    data = {"key": "fresh", **posted(field.block, state, "document"), "action-publish": "1"}
    page = text_of(form_admin.post(address("add"), data, follow=True))
    assert "There is nothing to choose." in page
    assert FormDefinition.objects.filter(key="fresh", live=False).count() == 1


def test_a_copy_gets_a_key_of_its_own_and_is_not_live(form_admin: Client) -> None:
    form = a_form()
    save(form_admin, form, "publish")
    save(form_admin, form, **{f"{FIRST}-label_en": "Day of the visit"})
    response = form_admin.get(address("copy", form.pk))
    assert "Day of the visit" in text_of(response)
    form_admin.post(address("add"), page_of(form, key=""))
    copy = FormDefinition.objects.exclude(pk=form.pk).get()
    assert (copy.key, copy.live, copy.live_version) == ("visit_2", False, None)


def in_review(form: FormDefinition) -> Any:
    """Put the form's latest draft into a review of one step."""
    author = get_user_model().objects.get(email="forms@example.org")
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Second look")
    task.groups.set(author.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(FormDefinition)
    )
    state = workflow.start(form, author)
    return state.current_task_state


@pytest.mark.parametrize("in_modal", [False, True])
def test_an_approval_that_would_publish_a_faulty_form_does_not_count(
    form_admin: Client, in_modal: bool
) -> None:
    form = a_form("choose", Question(id="q", key="sex", type="choose_one", label={"en": "Sex"}))
    step = in_review(form)
    url = address("workflow_action", form.pk, "approve", step.pk)
    headers = {"x-requested-with": "XMLHttpRequest"} if in_modal else {}
    response = form_admin.post(url, {"comment": "Fine"}, headers=headers, follow=True)
    assert response.status_code == 200
    if in_modal:
        assert response.json()["redirect"].endswith("?check")
        response = form_admin.get(response.json()["redirect"])
    assert "There is nothing to choose." in text_of(response)
    step.refresh_from_db()
    assert step.status == step.STATUS_IN_PROGRESS
    assert live_number(form) is None


def test_an_approval_of_a_sound_form_publishes_it(form_admin: Client) -> None:
    form = a_form()
    step = in_review(form)
    form_admin.post(address("workflow_action", form.pk, "approve", step.pk), {"comment": ""})
    assert live_number(form) == 1


def test_an_approval_from_the_designers_page_is_refused_the_same_way(form_admin: Client) -> None:
    form = a_form("choose", Question(id="q", key="sex", type="choose_one", label={"en": "Sex"}))
    in_review(form)
    response = save(form_admin, form, "workflow-action", **{"workflow-action-name": "approve"})
    assert "There is nothing to choose." in text_of(response)
    assert live_number(form) is None


def test_a_choice_list_goes_into_the_form_when_it_is_published(form_admin: Client) -> None:
    sides = ChoiceList.objects.create(key="sides", name="Sides")
    ChoiceItem.objects.create(list=sides, value="north", label_en="North", label_bn="উত্তর")
    form = a_form(
        "choose", Question(id="q", key="side", type="choose_one", label={"en": "Side"}, choice_list="sides")
    )
    save(form_admin, form, "publish")
    version = form.versions.get().question("side")
    assert version is not None
    assert version.choices == (Choice(value="north", label={"bn": "উত্তর", "en": "North"}),)
    assert "choices" not in draft(form)


def test_the_listing_says_what_is_live_and_asks_the_database_as_often_for_many_forms(
    form_admin: Client,
) -> None:
    save(form_admin, a_form("first"), "publish")
    assert "Version 1 is live" in text_of(form_admin.get(address("list")))
    for number in range(5):
        save(form_admin, a_form(f"form_{number}"), "publish")
    with at_most(14):
        form_admin.get(address("list"))


def test_a_published_form_is_not_deleted_and_the_page_says_why(form_admin: Client) -> None:
    form = a_form()
    save(form_admin, form, "publish")
    response = form_admin.post(address("delete", form.pk), follow=True)
    assert "This is in use and stays." in text_of(response)
    assert FormDefinition.objects.filter(pk=form.pk).exists()


def test_who_may_only_sign_in_does_not_get_to_forms(db: None) -> None:
    client = Client()
    user = get_user_model().objects.create_user("trainer@example.org", full_name="Trainer (example)")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address("list")).status_code != 200


def test_every_question_type_can_be_looked_at_in_the_picker(form_admin: Client) -> None:
    from forms_builder.designer.blocks import document_block

    items = document_block().child_blocks["pages"].child_blocks["page"].child_blocks["items"]
    for block in items.child_blocks.values():
        if block.is_previewable:
            response = form_admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
            assert response.status_code == 200, block.name
