"""Test cases of a form: filled in, kept, run, edited; a failing one keeps the form from going live."""

from typing import Any

import pytest
from django.test import Client

from forms_builder import schema
from forms_builder.models import Draft, FormDefinition, Submission
from forms_builder.schema import Document, Expected, Required, TestCase
from tests.designer.posting import posted
from tests.designer.test_publish_page import address, author, press, shown, signed_in  # noqa: F401
from tests.factories.forms import ask, document, make_approver, make_draft, page, publish, repeat

pytestmark = pytest.mark.django_db


def about_age() -> Document:
    return document(
        page(
            "one",
            ask("age", "integer", check=". <= 25", required=Required.YES),
            ask("guardian", show_if="${age} < 18"),
            ask("double", "calculated", calculate="${age} * 2"),
        )
    )


def cases_of(form: FormDefinition) -> list[TestCase]:
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    return list(draft.parsed.test_cases)


def fill_in(client: Client, form: FormDefinition, do: str, **typed: str) -> Any:
    return client.post(address("task_tests", form) + "?try=en", {"page-do": do, **typed})


def test_filling_in_shows_and_judges_like_the_real_thing_and_stores_nothing(author: Any) -> None:  # noqa: F811
    form = make_draft(about_age(), author)
    client = signed_in(author)
    assert (
        'id="id_guardian_field"' not in client.get(address("task_tests", form) + "?try=en").content.decode()
    )
    young = fill_in(client, form, "continue", age="12").content.decode()
    assert 'id="id_guardian_field"' in young
    old = fill_in(client, form, "continue", age="40").content.decode()
    assert "error-summary" in old
    assert 'value="40"' in old
    assert "It could be sent like this." in fill_in(client, form, "continue", age="20").content.decode()
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()
    assert cases_of(form) == []


def test_what_was_filled_in_becomes_a_test_case(author: Any) -> None:  # noqa: F811
    form = make_draft(about_age(), author)
    client = signed_in(author)
    response = fill_in(client, form, "case", age="১২", **{"case-name": "A child"})
    case = cases_of(form)[0]
    assert response.headers["location"].endswith(f"?case={case.id}")
    assert (case.name, case.answers) == ("A child", {"age": 12})
    assert case.expected == Expected(
        shown=("age", "guardian", "double"), hidden=(), faults={}, values={"double": 24}
    )
    assert "Passes" in shown(client, form, "task_tests")


def test_a_case_without_a_name_is_asked_for_one_and_nothing_is_lost(author: Any) -> None:  # noqa: F811
    form = make_draft(about_age(), author)
    response = fill_in(signed_in(author), form, "case", age="12")
    assert response.status_code == 422
    assert "Give the test case a name." in response.content.decode()
    assert 'value="12"' in response.content.decode()


def test_a_failing_case_is_told_and_keeps_the_form_from_going_live(author: Any) -> None:  # noqa: F811
    form = make_draft(about_age(), author)
    client = signed_in(author)
    fill_in(client, form, "case", age="12", **{"case-name": "A child"})
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    changed = schema.to_json(draft.parsed)
    changed["pages"][0]["items"][1]["show_if"] = "${age} < 10"
    make_draft(schema.from_json(changed), author, form.key)
    assert "Fails" in shown(client, form, "task_tests")
    assert "Test case “A child”: it should be shown, and is not." in shown(client, form)
    assert "Test case “A child”" in press(client, form, "publish")
    assert not form.versions.exists()
    case = cases_of(form)[0]
    renewed = client.post(address("task_tests", form) + f"?case={case.id}", {"do": "renew"}, follow=True)
    assert "Passes" in renewed.content.decode()
    assert "Version 1 is live now." in press(client, form, "publish")


def test_expectations_are_unticked_changed_and_deleted_with_the_case(author: Any) -> None:  # noqa: F811
    form = make_draft(about_age(), author)
    client = signed_in(author)
    fill_in(client, form, "case", age="12", **{"case-name": "A child"})
    url = address("task_tests", form) + f"?case={cases_of(form)[0].id}"
    assert "“Guardian” is shown" in client.get(url).content.decode()
    data = {"do": "save", "name": "Child", "today": "", "shown:guardian": "on", "value:double": "on"}
    client.post(url, {**data, "text:double": "25"})
    case = cases_of(form)[0]
    assert (case.name, case.today) == ("Child", "")
    assert case.expected == Expected(shown=("guardian",), faults=None, values={"double": "25"})
    assert "“25” should come out, not “24”." in client.get(url).content.decode()
    client.post(url, {"do": "delete"})
    assert cases_of(form) == []


@pytest.mark.parametrize("typed", ["5/11/2026", "০৫/১১/২০২৬", "5.11.2026", "2026-11-05"])
def test_the_day_of_a_case_is_typed_like_every_date(author: Any, typed: str) -> None:  # noqa: F811
    client, form, url = with_a_case(author, about_age())
    client.post(url, {"do": "save", "name": "A child", "today": typed})
    assert cases_of(form)[0].today == "2026-11-05"
    assert 'value="05/11/2026"' in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("yesterday", "Give day, month and year, like 5/11/2026."),
        ("5/11/26", "Give the year with four digits, like 5/11/2026."),
        ("31/02/2026", "There is no such day: 31/02/2026. Day comes first, then month, then year."),
    ],
)
def test_a_day_that_does_not_fit_is_told_at_its_box_and_stays_there(
    author: Any,  # noqa: F811
    typed: str,
    told: str,
) -> None:
    client, form, url = with_a_case(author, about_age())
    response = client.post(url, {"do": "save", "name": "Renamed", "today": typed})
    assert response.status_code == 422
    page_of_case = response.content.decode()
    assert f'value="{typed}"' in page_of_case
    assert told in page_of_case.partition('name="today"')[2].partition("</p>")[0]
    assert 'value="Renamed"' in page_of_case
    assert cases_of(form)[0].name == "A child"


def test_a_day_that_comes_out_is_shown_and_typed_like_every_date(author: Any) -> None:  # noqa: F811
    later = ask("later", "calculated", calculate="${age}", settings={"result": "date"})
    client, form, url = with_a_case(author, document(page("one", ask("age", "date"), later)), age="5/11/2026")
    assert cases_of(form)[0].expected.values == {"later": "2026-11-05"}
    assert 'name="text:later" value="05/11/2026"' in client.get(url).content.decode()
    data = {"do": "save", "name": "A child", "today": "", "value:later": "on"}
    client.post(url, {**data, "text:later": "৬/১১/২০২৬"})
    assert cases_of(form)[0].expected.values == {"later": "2026-11-06"}
    assert "“06/11/2026” should come out, not “05/11/2026”." in client.get(url).content.decode()


def with_a_case(user: Any, draft: schema.Document, **answers: str) -> tuple[Client, FormDefinition, str]:
    """A draft with one case, and the address of that case."""
    form = make_draft(draft, user)
    client = signed_in(user)
    fill_in(client, form, "case", **{"age": "12", "case-name": "A child", **answers})
    return client, form, address("task_tests", form) + f"?case={cases_of(form)[0].id}"


def test_rows_of_a_repeat_can_be_filled_in_and_kept(author: Any) -> None:  # noqa: F811
    rows = repeat("people", ask("who", required=Required.YES), minimum=1)
    form = make_draft(document(page("one", rows)), author)
    client = signed_in(author)
    row = "a" * 12
    typed = {"people": row, f"people-{row}-who": "Example"}
    added = client.post(address("task_tests", form) + "?try=en", {**typed, "page-do": "add:people"})
    assert added.content.decode().count('class="card" id="row-') == 2
    fill_in(client, form, "case", **typed, **{"case-name": "One"})
    case = cases_of(form)[0]
    assert case.answers == {"people": [{"who": "Example"}]}
    assert case.expected.shown == ("people/1/who",)
    assert "Passes" in shown(client, form, "task_tests")


def test_a_draft_with_faults_is_mended_before_it_is_tried(author: Any) -> None:  # noqa: F811
    form = make_draft(document(page("one", ask("town", show_if="${nobody} = 1"))), author)
    client = signed_in(author)
    assert client.get(address("task_tests", form) + "?try=en").status_code == 302
    assert "There is no question called “nobody”." in shown(client, form, "task_tests")


def test_who_may_only_approve_looks_and_tries_but_keeps_nothing(author: Any) -> None:  # noqa: F811
    form = make_draft(about_age(), author)
    client = signed_in(make_approver())
    assert client.get(address("task_tests", form) + "?try=en").status_code == 200
    fill_in(client, form, "case", age="12", **{"case-name": "A child"})
    assert cases_of(form) == []
    assert client.get(address("task_tests", form) + "?case=x").status_code == 404


def test_the_designers_page_does_not_bring_back_old_cases(author: Any) -> None:  # noqa: F811
    from forms_builder.designer.blocks import document_block
    from forms_builder.designer.conversion import to_blocks

    form = make_draft(about_age(), author)
    block = document_block()
    fields = posted(block, block.get_form_state(block.to_python(to_blocks(form.document))), "document")
    client = signed_in(author)
    fill_in(client, form, "case", age="12", **{"case-name": "A child"})
    client.post(address("edit", form), {"key": form.key, **fields})
    assert [case.name for case in cases_of(form)] == ["A child"]


def test_a_question_deleted_in_the_designer_is_kept_as_retired_and_that_is_said(author: Any) -> None:  # noqa: F811
    from forms_builder.designer.blocks import document_block
    from forms_builder.designer.conversion import to_blocks

    both = document(page("one", ask("town"), ask("colour")))
    form = publish(both, "demo").definition
    left = schema.to_json(document(page("one", ask("town"))))
    block = document_block()
    fields = posted(block, block.get_form_state(block.to_python(to_blocks(left))), "document")
    response = signed_in(author).post(address("edit", form), {"key": form.key, **fields}, follow=True)
    assert "Published before, so kept as retired: Colour." in response.content.decode()
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    found = schema.find_question(draft.parsed, "colour")
    assert found is not None
    assert found.retired
