"""All texts of a form side by side: what is missing or behind is shown, and no translator's work is lost."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from forms_builder.designer.translations.texts import texts
from forms_builder.models import ChoiceItem, ChoiceList, FormDefinition
from forms_builder.schema import Choice
from tests.around.conftest import (
    a_form_admin,
    address,
    draft_of,
    now,
    posted_by,
    signed_in,
    with_changed_draft,
    words,
)
from tests.factories.forms import ask, document, page

ENGLISH, BANGLA = "en:id-name:label", "bn:id-name:label"


def form() -> FormDefinition:
    side = ask("side", "choose_one", choices=(Choice(value="north", label={"en": "North"}),))
    return draft_of(document(page("about", ask("name", hint={"en": "As written"}), side)))


def open_page(client: Client, form: FormDefinition, query: str = "") -> Any:
    return client.get(address("task_translations", form) + query)


def label(form: FormDefinition, language: str) -> str:
    return now(form).pages[0].items[0].label.get(language, "")


def state_of(client: Client, form: FormDefinition, text: str) -> str:
    """How the page marks a text."""
    from bs4 import BeautifulSoup

    shown = BeautifulSoup(open_page(client, form).content, "html.parser")
    row = shown.select_one(f"[name='bn:{text}']").find_parent("tr")  # type: ignore[union-attr]
    return row.select_one(".around-state").get_text()  # type: ignore[union-attr, return-value]


def post(client: Client, form: FormDefinition, shown: Any, changes: dict[str, str]) -> Any:
    return client.post(address("task_translations", form), {**posted_by(shown), **changes})


def test_every_text_stands_in_both_languages(form_admin: Client) -> None:
    shown = open_page(form_admin, form())
    boxes = posted_by(shown)
    for name in (
        "en:form:title",
        "en:id-about:label",
        ENGLISH,
        "en:id-name:hint",
        "en:id-side:choice.north",
    ):
        assert name in boxes, name
        assert name.replace("en:", "bn:", 1) in boxes, name


def test_what_is_typed_becomes_the_draft_and_leaves_the_rest_alone(form_admin: Client) -> None:
    visit = form()
    before = now(visit)
    post(
        form_admin, visit, open_page(form_admin, visit), {BANGLA: "পুরো নাম", "bn:id-side:choice.north": "উত্তর"}
    )
    assert label(visit, "bn") == "পুরো নাম"
    after = now(visit)
    assert after.pages[0].items[1].choices[0].label == {"en": "North", "bn": "উত্তর"}
    assert label(visit, "en") == "Name"
    assert after.title == before.title
    assert visit.revisions.count() == 2


def test_saving_without_a_change_makes_no_revision(form_admin: Client) -> None:
    visit = form()
    post(form_admin, visit, open_page(form_admin, visit), {})
    assert visit.revisions.count() == 1


def test_a_missing_language_is_counted_on_the_home_of_the_form(form_admin: Client) -> None:
    visit = form()
    assert "2 texts lack a language" in words(form_admin.get(address("home", visit)))
    shown = open_page(form_admin, visit, "?show=missing")
    assert {name for name in posted_by(shown) if name.startswith("bn:")} == {
        "bn:id-name:hint",
        "bn:id-side:choice.north",
    }


def test_a_bangla_text_is_behind_when_its_english_goes_on_without_it(form_admin: Client) -> None:
    visit = form()
    assert state_of(form_admin, visit, "id-name:label") == "Draft"
    with_changed_draft(visit, lambda data: data["pages"][0]["items"][0]["label"].update(en="Full name"))
    assert state_of(form_admin, visit, "id-name:label") == "English changed"
    with_changed_draft(visit, lambda data: data.update(description={"en": "Something else"}))
    assert state_of(form_admin, visit, "id-name:label") == "English changed"
    post(form_admin, visit, open_page(form_admin, visit), {BANGLA: "পুরো নাম"})
    assert state_of(form_admin, visit, "id-name:label") == "Draft"


def test_english_put_back_as_it_was_is_no_longer_ahead(form_admin: Client) -> None:
    visit = form()
    with_changed_draft(visit, lambda data: data["pages"][0]["items"][0]["label"].update(en="Full name"))
    with_changed_draft(visit, lambda data: data["pages"][0]["items"][0]["label"].update(en="Name"))
    assert state_of(form_admin, visit, "id-name:label") == "Draft"


def test_a_review_holds_until_either_text_changes(form_admin: Client) -> None:
    visit = form()
    post(form_admin, visit, open_page(form_admin, visit), {"reviewed:id-name:label": "on"})
    assert state_of(form_admin, visit, "id-name:label") == "Reviewed"
    assert visit.revisions.count() == 1, "a review changes no text"
    with_changed_draft(visit, lambda data: data["pages"][0]["items"][0]["label"].update(en="Full name"))
    assert state_of(form_admin, visit, "id-name:label") == "English changed"
    post(form_admin, visit, open_page(form_admin, visit), {"reviewed:id-name:label": "on"})
    assert state_of(form_admin, visit, "id-name:label") == "Reviewed"


def test_a_review_makes_no_new_version(form_admin: Client) -> None:
    visit = form()
    side = {"bn:id-name:hint": "যেমন লেখা", "bn:id-side:choice.north": "উত্তর"}
    post(form_admin, visit, open_page(form_admin, visit), side)
    FormDefinition.objects.get(pk=visit.pk).get_latest_revision().publish()
    post(form_admin, visit, open_page(form_admin, visit), {"reviewed:id-name:label": "on"})
    assert not FormDefinition.objects.get(pk=visit.pk).has_unpublished_changes


def test_two_people_at_once_lose_nothing(form_admin: Client, colleague: Client) -> None:
    visit = form()
    mine, theirs = open_page(form_admin, visit), open_page(colleague, visit)
    post(colleague, visit, theirs, {BANGLA: "তাদের নাম"})
    response = post(form_admin, visit, mine, {BANGLA: "আমার নাম", "bn:id-name:hint": "যেমন লেখা"})
    assert response.status_code == 409
    assert "Somebody else changed one of these texts" in words(response)
    assert "তাদের নাম" in words(response)
    assert posted_by(response)[BANGLA] == "আমার নাম"
    assert label(visit, "bn") == "তাদের নাম"
    assert now(visit).pages[0].items[0].hint["bn"] == "যেমন লেখা", "what nobody else touched is saved"
    post(form_admin, visit, response, {})
    assert label(visit, "bn") == "আমার নাম"


def test_what_somebody_else_changed_and_i_did_not_stays_theirs(form_admin: Client, colleague: Client) -> None:
    visit = form()
    mine = open_page(form_admin, visit)
    post(colleague, visit, open_page(colleague, visit), {BANGLA: "তাদের নাম"})
    post(form_admin, visit, mine, {ENGLISH: "Full name"})
    assert (label(visit, "en"), label(visit, "bn")) == ("Full name", "তাদের নাম")


def test_the_text_of_a_question_that_went_meanwhile_is_shown(form_admin: Client) -> None:
    visit = form()
    mine = open_page(form_admin, visit)
    with_changed_draft(visit, lambda data: data["pages"][0]["items"].pop(0))
    response = post(form_admin, visit, mine, {BANGLA: "আমার নাম"})
    assert "These texts are no longer in the form." in words(response)
    assert "আমার নাম" in words(response)


def test_a_form_that_somebody_locked_is_read_only_and_keeps_what_was_typed(form_admin: Client) -> None:
    visit = form()
    mine = open_page(form_admin, visit)
    locker = a_form_admin()
    FormDefinition.objects.filter(pk=visit.pk).update(locked=True, locked_by=locker, locked_at=timezone.now())
    assert (
        "disabled"
        in open_page(form_admin, visit).content.decode().split("<legend")[0].rsplit("<fieldset", 1)[1]
    )
    response = post(form_admin, visit, mine, {BANGLA: "আমার নাম"})
    assert response.status_code == 409
    assert posted_by(response)[BANGLA] == "আমার নাম"
    assert label(visit, "bn") == "Name (bn)"
    post(signed_in(locker), visit, open_page(signed_in(locker), visit), {BANGLA: "পুরো নাম"})
    assert label(visit, "bn") == "পুরো নাম"


@pytest.mark.parametrize("shown", ["", "{", "[1]", '{"bn:id-name:label": 3}'])
def test_a_tampered_page_overwrites_nothing_unasked(form_admin: Client, shown: str) -> None:
    visit = form()
    response = post(form_admin, visit, open_page(form_admin, visit), {"shown": shown, BANGLA: "আমার নাম"})
    assert response.status_code == 409
    assert label(visit, "bn") == "Name (bn)"


def test_odd_signs_are_cleaned_and_long_texts_kept(form_admin: Client) -> None:
    visit = form()
    post(form_admin, visit, open_page(form_admin, visit), {BANGLA: "না\u0000ম 🙂\r\nদুই " + "ক" * 5_000})
    assert label(visit, "bn").startswith("নাম 🙂\nদুই ককক")
    assert len(label(visit, "bn")) > 5_000


def test_shared_lists_are_counted_and_linked(form_admin: Client) -> None:
    sides = ChoiceList.objects.create(key="sides", name="Sides")
    ChoiceItem.objects.create(list=sides, value="north", label_en="North", label_bn="")
    visit = draft_of(document(page("about", ask("side", "choose_one", choice_list="sides"))))
    assert "Sides – 1 choice, 1 lacks a language" in words(open_page(form_admin, visit))


# -- Out to a translator and back ------------------------------------------------------------------


def sheet_of(client: Client, form: FormDefinition) -> list[list[Any]]:
    response = open_page(client, form, "?format=xlsx")
    book = load_workbook(BytesIO(response.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]


def received(client: Client, form: FormDefinition, rows: list[list[Any]]) -> Any:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)
    return received_file(client, form, file.getvalue())


def received_file(client: Client, form: FormDefinition, content: bytes, name: str = "back.xlsx") -> Any:
    data = {"receive": "1", "file": SimpleUploadedFile(name, content)}
    return client.post(address("task_translations", form), data)


def test_a_sheet_goes_out_comes_back_and_is_looked_at_before_it_counts(form_admin: Client) -> None:
    visit = form()
    rows = sheet_of(form_admin, visit)
    for row in rows:
        if row[0] == "id-name:label":
            row[5] = "পুরো নাম"
    response = received(form_admin, visit, [*rows, ["gone:label", "", "", "", "Old", "পুরোনো", ""]])
    assert label(visit, "bn") == "Name (bn)", "nothing is saved yet"
    assert "One text differs from the draft." in words(response)
    assert "One line of the sheet belongs to no text of this form." in words(response)
    assert {name for name in posted_by(response) if name.startswith("bn:")} == {BANGLA}
    post(form_admin, visit, response, {})
    assert label(visit, "bn") == "পুরো নাম"


def test_a_sheet_made_from_older_english_says_so(form_admin: Client) -> None:
    visit = form()
    rows = sheet_of(form_admin, visit)
    with_changed_draft(visit, lambda data: data["pages"][0]["items"][0]["label"].update(en="Full name"))
    for row in rows:
        if row[0] == "id-name:label":
            row[5] = "নাম"
    assert "The sheet was made from: Name" in words(received(form_admin, visit, rows))


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
def test_a_file_that_is_no_such_sheet_is_refused_with_a_reason(form_admin: Client, content: bytes) -> None:
    visit = form()
    response = received_file(form_admin, visit, content)
    assert response.status_code == 400
    assert visit.revisions.count() == 1


def test_a_text_that_looks_like_a_formula_goes_out_as_text(form_admin: Client) -> None:
    visit = draft_of(document(page("about", ask("name", label="=1+1"))))
    response = open_page(form_admin, visit, "?format=xlsx")
    sheet = load_workbook(BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells] == ["s"]


def test_texts_in_the_settings_of_a_type_are_found_wherever_they_are() -> None:
    settings = {
        "rows": [{"value": "a", "label": {"en": "Row", "bn": "সারি"}}],
        "level": 3,
        "other": {"x": "y"},
    }
    part = {
        "kind": "question",
        "id": "q",
        "key": "q",
        "type": "any",
        "label": {"en": "Q"},
        "settings": settings,
    }
    data = {"title": {}, "pages": [{"kind": "page", "id": "p", "key": "p", "items": [part]}]}
    found = {text.id: text for text in texts(data)}
    found["q:settings.rows.0.label"].write("bn", "লাইন")
    assert settings["rows"][0]["label"] == {"en": "Row", "bn": "লাইন"}  # type: ignore[index]
    assert "q:settings.other" not in found
