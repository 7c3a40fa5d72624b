"""A form admin, a colleague of theirs, and a form both work on."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from forms_builder import schema
from forms_builder.designer.permissions import grant_form_admin
from forms_builder.models import FormDefinition
from forms_builder.schema import Document
from tests.factories.forms import make_user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_form_admin(**fields: Any) -> Any:
    group, _ = Group.objects.get_or_create(name="form_admin")
    grant_form_admin(group)
    user = make_user(**fields)
    user.groups.add(group)
    return user


@pytest.fixture
def form_admin(db: None) -> Client:
    return signed_in(a_form_admin())


@pytest.fixture
def colleague(db: None) -> Client:
    return signed_in(a_form_admin())


@pytest.fixture
def onlooker(db: None) -> Client:
    """May see forms in the admin, and change none."""
    group = Group.objects.create(name="onlookers")
    for app, codename in (("wagtailadmin", "access_admin"), ("forms_builder", "view_formdefinition")):
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user = make_user()
    user.groups.add(group)
    return signed_in(user)


@pytest.fixture
def outsider(db: None) -> Client:
    return signed_in(make_user())


def draft_of(document: Document, key: str = "visit") -> FormDefinition:
    """A form with this draft, nothing of it live."""
    form = FormDefinition.objects.create(key=key, document=schema.to_json(document), live=False)
    form.save_revision()
    return form


def address(name: str, form: FormDefinition) -> str:
    return reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}", args=[form.pk])


def now(form: FormDefinition) -> Document:
    """The newest draft."""
    return FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().parsed


def words(response: Any) -> str:
    """What a person reads on the page, in one line."""
    return " ".join(unescape(BeautifulSoup(response.content, "html.parser").get_text(" ")).split())


def posted_by(response: Any, button: str = "") -> dict[str, str]:
    """What the browser sends when the first form of the page that posts (or the one with `button`) is submitted."""
    page = BeautifulSoup(response.content, "html.parser")
    forms = page.select(".content form[method=post], main form[method=post]")
    form = next(one for one in forms if not button or one.select_one(f"[name={button}]"))
    sent: dict[str, str] = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        name = str(box["name"])
        if box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            sent[name] = str(chosen["value"]) if chosen else ""
        elif box.get("type") == "checkbox":
            if box.has_attr("checked"):
                sent[name] = "on"
        elif box.get("type") != "file":
            sent[name] = (
                box.get_text().removeprefix("\n") if box.name == "textarea" else str(box.get("value", ""))
            )
    return sent


Change = Callable[[FormDefinition], None]


def with_changed_draft(form: FormDefinition, change: Callable[[dict[str, Any]], None]) -> None:
    """Somebody else saves the draft meanwhile."""
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    draft.document = json.loads(json.dumps(draft.document))
    change(draft.document)
    draft.save_revision()
