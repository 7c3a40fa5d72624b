"""A workflow is opened in the admin, one word of it is changed, and it is saved: with all that the page showed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from playwright.sync_api import Page, expect

from nirapod.accounts.models import User
from registry.models import ConfigVersion, Workflow
from tests.factories.forms import make_user
from tests.factories.workflows import make_role, make_workflow, state, task, transition

SignIn = Callable[[Page, User], None]


@pytest.fixture
def configurer(transactional_db: None) -> User:
    user: User = make_user(full_name="Example Configurer")
    role = Group.objects.create(name="Configures")
    role.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "view_workflow", "change_workflow"])
    )
    user.groups.add(role)
    return user


def test_one_word_of_a_workflow_is_changed(
    desktop: Page, configurer: User, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    make_role("nurse")
    close = transition(
        "close", "open", "closed", roles=["nurse"], consent=True, tasks=[task("call_back", days=3)]
    )
    states = [state("open"), state("closed", end=True, locked=True)]
    flow = make_workflow("care", {"states": states, "transitions": [close], "at_start": [task("look")]})
    before = ConfigVersion.objects.filter(kind="workflow", key="care").count()
    sign_in(desktop, configurer)

    desktop.goto(f"/admin/registry/flow/{flow.pk}/")
    desktop.locator("form.setup button").last.click()
    expect(desktop.locator(".messages")).to_contain_text("The workflow is saved.")
    assert ConfigVersion.objects.filter(kind="workflow", key="care").count() == before

    desktop.goto(f"/admin/registry/flow/{flow.pk}/")
    desktop.locator("[name=transitions-0-label_en]").fill("Close the case")
    desktop.locator("form.setup button").last.click()
    expect(desktop.locator(".messages")).to_contain_text("The workflow is saved.")
    expect(desktop.locator(".setup__changes")).to_contain_text(
        "transitions[close].label.en: Close → Close the case"
    )
    expect(desktop.locator(".setup__changes li").first.locator("li")).to_have_count(1)
    desktop.locator(".messages").evaluate_all("found => found.forEach((one) => one.remove())")
    axe(desktop)
    stored = Workflow.objects.get().document
    close["label"]["en"] = "Close the case"
    assert stored == {"states": states, "transitions": [close], "at_start": [task("look")]}
