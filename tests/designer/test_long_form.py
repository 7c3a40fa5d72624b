"""A form of 150 questions opens at once: counted in what is asked of the database and sent to the browser."""

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forms_builder.models import FormDefinition
from tests.designer.test_publish_page import address
from tests.factories.forms import ask, choices, document, make_draft, page
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_BYTES = 40, 45_000
"""To open the designer of a long form: asked of the database, and sent to the browser, packed."""


def form_of(count: int, key: str) -> FormDefinition:
    """Questions with choices and a rule each, ten a page."""
    yes_no = choices("yes", "no")
    asked = [
        ask(f"{key}_{n}", "choose_one", choices=yes_no, show_if=f"${{{key}_0}} = 'yes'" if n else "")
        for n in range(count)
    ]
    pages = (page(f"{key}_page_{n}", *asked[n : n + 10]) for n in range(0, count, 10))
    return make_draft(document(*pages), key=key)


def test_a_long_form_opens_with_a_small_page_and_as_few_queries_as_a_short_one(form_admin: Client) -> None:
    short, long = form_of(3, "short"), form_of(150, "long")
    form_admin.get(address("edit", short))  # what is kept in memory is there now
    with CaptureQueriesContext(connection) as few:
        form_admin.get(address("edit", short))
    with at_most(len(few)):
        content = form_admin.get(address("edit", long)).content
    assert len(few) <= MOST_QUERIES
    assert len(gzip.compress(content, 6)) <= MOST_BYTES
