"""A form admin at work, and a form on the designer's page."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from forms_builder.designer.permissions import grant_form_admin
from forms_builder.models import FormDefinition
from forms_builder.schema import Document, Page, Question, to_json


@pytest.fixture
def form_admin(db: None) -> Client:
    """A browser in which a form admin is signed in, reading English."""
    group = Group.objects.create(name="form_admin")
    grant_form_admin(group)
    user = get_user_model().objects.create_user(
        "forms@example.org", full_name="Form Admin (example)", language="en"
    )
    user.groups.add(group)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_form(key: str = "visit", *items: Question) -> FormDefinition:
    """A saved draft with one page; a date question unless others are given."""
    asked = items or (Question(id="q-date", key="visit_date", type="date", label={"en": "Date of visit"}),)
    document = Document(title={"en": key.title()}, pages=(Page(id="p-one", key="page_one", items=asked),))
    form = FormDefinition.objects.create(key=key, document=to_json(document), live=False)
    form.save_revision()
    return form
