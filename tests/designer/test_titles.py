"""What a form is called in the admin: as its reader calls it, whoever saved it last."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.designer.conftest import a_form

TITLES = "h1, td.title, .w-breadcrumbs, title"


def found_in(response: Any, selector: str) -> str:
    """What stands in the parts of a page that the selector finds."""
    parts = BeautifulSoup(response.content, "html.parser").select(selector)
    return " ".join(part.get_text(" ", strip=True) for part in parts)


def test_a_form_is_called_as_its_reader_calls_it_whoever_saved_it(form_admin: Client) -> None:
    form = a_form()
    form.document = {**form.document, "title": {"bn": "পরিদর্শন", "en": "Home visit"}}
    with override("bn"):
        form.save_revision()
    name = "wagtailsnippets_forms_builder_formdefinition:{}".format
    listing = form_admin.get(reverse(name("list")))
    assert "Updated" in found_in(listing, "thead")
    for page in (listing, form_admin.get(reverse(name("edit"), args=[form.pk]))):
        assert "Home visit" in found_in(page, TITLES)
        assert "পরিদর্শন" not in found_in(page, TITLES)
