"""A form that everybody may fill in, put on a page of the hub as a block."""

import pytest
from django.test import Client
from django.utils import translation

from forms_builder.models import FormDefinition
from knowledge.blocks import BODY
from knowledge.public_forms import offered
from tests.factories.forms import ask, document, page, publish
from tests.factories.hub_pages import whole_hub
from tests.public_forms.conftest import complaint_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_page_says_what_the_form_is_about_and_leads_to_it(client: Client, language: str) -> None:
    whole_hub()
    shown = client.get(f"/{language}/news/every-block/").content.decode()
    assert f'href="/{language}/forms/complaint/"' in shown
    FormDefinition.objects.update(live=False)
    assert "/forms/complaint/" not in client.get(f"/{language}/news/every-block/").content.decode()


def test_editors_choose_among_forms_that_everybody_may_fill_in() -> None:
    publish(complaint_form(), key="complaint")
    publish(document(page("p", ask("secret"))), key="staff_only")
    with translation.override("en"):
        assert offered() == [("complaint", "Small form")]
        block = dict(BODY)["public_form"]
        assert block.clean("complaint") == "complaint"
