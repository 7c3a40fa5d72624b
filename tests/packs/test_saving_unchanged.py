"""Whoever opens a piece of set-up in the admin and saves it as it is changes nothing: not a comma, no new version."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from forms_builder.models import ChoiceList
from registry.models import ConfigVersion, Grant, Office, Organisation, RecordType, Workflow
from registry.packs.comparing import diff_pack
from registry.packs.demo import DEMO_PACK
from tests.factories.forms import make_user
from tests.registry_pages.conftest import signed_in
from tests.support.shown_form import shown_by
from trainings.models import Body, BodyKind, Capability

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("applied_pack")]


@pytest.fixture
def admin() -> Client:
    return signed_in(make_user(is_superuser=True, full_name="Example Admin"))


def in_register(model: type[Model]) -> Iterator[tuple[str, str]]:
    """(address, a box of its form) of everything in one register."""
    meta = model._meta
    for one in model._default_manager.all():
        yield f"/admin/{meta.app_label}/{meta.model_name}/edit/{one.pk}/", ""


def grants() -> Iterator[tuple[str, str]]:
    """One of each kind: there are hundreds, and the page asks the same of all of them."""
    kinds = {
        (one.scope, one.tier, one.watch, *one.actions, *one.compartments): one for one in Grant.objects.all()
    }
    for one in kinds.values():
        yield f"/admin/registry/grant/edit/{one.pk}/", ""


def workflows() -> Iterator[tuple[str, str]]:
    for one in Workflow.objects.all():
        yield reverse("registry_workflow_edit", args=[one.pk]), "states-TOTAL_FORMS"


def lists() -> Iterator[tuple[str, str]]:
    for one in ChoiceList.objects.all():
        yield reverse("wagtailsnippets_forms_builder_choicelist:edit", args=[one.pk]), "shown"


REGISTERS = {
    "record_types": (lambda: in_register(RecordType), "id_pattern"),
    "workflows": (workflows, ""),
    "grants": (grants, "scope"),
    "uses": (lambda: in_register(Capability), "document"),
    "lists": (lists, ""),
    "offices": (lambda: in_register(Office), "code"),
    "organisations": (lambda: in_register(Organisation), "kind"),
    "kinds": (lambda: in_register(BodyKind), "family"),
    "bodies": (lambda: in_register(Body), "organisation"),
}


@pytest.mark.parametrize("register", REGISTERS)
def test_saving_what_is_shown_changes_nothing(register: str, admin: Client) -> None:
    found, box = REGISTERS[register]
    kept = ConfigVersion.objects.count()
    addresses = list(found())
    assert addresses
    for address, having in addresses:
        page = admin.get(address)
        assert page.status_code == 200, address
        answer = admin.post(address, shown_by(page, having or box))
        unchanged = register == "grants" and "Nothing would change" in str(faults(answer))
        assert unchanged or answer.status_code == 302, (address, faults(answer))
    assert [str(one) for one in diff_pack(DEMO_PACK)] == []
    assert ConfigVersion.objects.count() == kept


def faults(answer: Any) -> Any:
    context = answer.context or {}
    return context["form"].errors if "form" in context else answer.content.decode()[-3000:]
