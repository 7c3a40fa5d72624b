"""A public form as a part of another page."""

import pytest
from django.template import Context, Template
from django.utils import translation

from forms_builder.models import FormVersion
from tests.factories.forms import publish
from tests.public_forms.conftest import complaint_form

PAGE = Template('{% load public_forms %}{% public_form "complaint" %}')


@pytest.mark.parametrize(("language", "words"), [("bn", "ছোট ফরম"), ("en", "Small form")])
def test_a_page_shows_the_form_in_its_own_language(form: FormVersion, language: str, words: str) -> None:
    with translation.override(language):
        shown = PAGE.render(Context())
    assert words in shown
    assert f'href="/{language}/forms/complaint/"' in shown


def test_a_form_that_is_not_open_leaves_no_gap(form: FormVersion) -> None:
    publish(complaint_form(public=None), key="complaint")
    assert PAGE.render(Context()).strip() == ""
