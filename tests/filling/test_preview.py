"""The preview shows a form as people will see it, in either language, and names what is wrong with it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory

from forms_builder import schema
from forms_builder.filling.preview import preview_response
from forms_builder.models import Draft, FormDefinition
from forms_builder.schema import Document
from tests.factories.forms import ask, document, make_user, page
from tests.filling.conftest import small_form

pytestmark = pytest.mark.django_db


def preview(form: Document | dict[str, Any], mode: str = "en") -> BeautifulSoup:
    data = schema.to_json(form) if isinstance(form, Document) else form
    definition = FormDefinition(key="demo", document=data)
    request = RequestFactory().get("/admin/")
    request.user = make_user()
    return BeautifulSoup(preview_response(request, definition, mode).content, "html.parser")


def test_all_pages_and_hidden_questions_are_shown() -> None:
    shown = preview(small_form())
    text = " ".join(shown.get_text(" ").split())
    for words in ("Draft", "Page 1 of 4", "Which school", "Twice the age", "Members"):
        assert words in text
    assert not Draft.objects.exists()


def test_the_language_is_the_mode_not_the_readers() -> None:
    shown = preview(small_form(), "bn")
    assert shown.html
    assert shown.html["lang"] == "bn"
    assert "ছোট ফরম" in shown.get_text()
    assert "Which school (bn)" in shown.get_text()


def test_a_faulty_draft_lists_its_problems_instead_of_failing() -> None:
    shown = preview(document(page("one", ask("name", show_if="${nobody} = 1"))))
    assert "nobody" in shown.get_text()
    assert "This has to be mended first" in shown.get_text()


@pytest.mark.parametrize("broken", [{}, {"pages": 3}, {"pages": [{"kind": "page"}]}])
def test_what_is_no_document_at_all_is_named_too(broken: dict[str, Any]) -> None:
    assert preview(broken).select_one("h1") is not None
