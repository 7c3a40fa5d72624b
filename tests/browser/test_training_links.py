"""Around a training on a small phone: feedback by the trainer's link while it is open and after; the admin's registers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from playwright.sync_api import Page, expect

from forms_builder.models import Submission
from forms_builder.schema import PublicUse
from registry import taking_in
from registry.models import Record
from tests.browser.test_training_days import looked_at
from tests.factories.forms import ask, choices, document, make_user, page, publish
from tests.factories.registry import make_office, make_type
from tests.factories.trainings import make_body, make_event, make_event_type, make_trainer

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Enter = Callable[[Page, Any], None]


def feedback_of(event_type: Any) -> None:
    """Two questions for those who came; which training it was, the link says."""
    asked = document(
        page(
            "about",
            ask("training", "organisation", required="yes"),
            ask("useful", "choose_one", choices=choices("yes", "no"), required="yes"),
            ask("more"),
        ),
        public=PublicUse(left_out=("training",), by_link=True),
    )
    make_type(publish(asked, key="feedback"), key="feedback", parent_type=event_type)


def test_feedback_by_link_while_it_is_open_and_after(
    phone: Page, new_page: Callable[..., Page], live_server: Any, sign_in: Enter, axe: Check
) -> None:
    office, event_type = make_office("DHK"), make_event_type(feedback="feedback", feedback_days=14)
    feedback_of(event_type)
    trainer = make_trainer(event_type, office)
    event = make_event(event_type, trainer, office)
    sign_in(phone, trainer)
    phone.goto(f"/workspace/events/{event.pk}/sheet/")
    phone.get_by_role("link", name="Feedback by link").click()
    expect(phone.locator("img.qr")).to_be_visible()
    looked_at(phone, axe)
    address = phone.locator("p.break a").get_attribute("href") or ""
    somebody_who_came_answers(new_page(width=360, height=740), address, axe)
    record = taking_in.take_in(Submission.objects.get().pk)
    assert (record.parent, record.data["useful"]) == (event, "yes")
    it_is_over(event)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("The link worked until")
    looked_at(phone, axe)


def somebody_who_came_answers(visitor: Page, address: str, axe: Check) -> None:
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("Example training")
    looked_at(visitor, axe)
    visitor.locator("main form button").first.click()
    visitor.locator("input[name=useful][value=yes]").check()
    looked_at(visitor, axe)
    visitor.locator("main form .actions button").first.click()
    visitor.wait_for_url("**/check/**")
    visitor.locator("main form button.button").first.click()
    expect(visitor.locator("main")).to_contain_text("ধন্যবাদ")
    looked_at(visitor, axe)


def it_is_over(event: Record) -> None:
    """Some weeks went by."""
    long_ago = timezone.localdate() - timedelta(days=40)
    event.sheet.first_day = event.sheet.last_day = long_ago
    event.sheet.save(update_fields=["first_day", "last_day"])


def test_a_register_of_the_admin_fits_a_phone_in_both_languages(
    phone: Page, live_server: Any, sign_in: Enter
) -> None:
    make_body(make_office("DHK"))
    admin = make_user()
    names = ["access_admin", "view_body", "add_body", "change_body"]
    admin.user_permissions.add(*Permission.objects.filter(codename__in=names))
    sign_in(phone, admin)
    for language in ("bn", "en"):
        type(admin).objects.filter(pk=admin.pk).update(language=language)
        phone.goto("/admin/trainings/body/")
        buttons = phone.locator(".w-header .right a.button")
        expect(buttons).to_have_count(2)
        for button in buttons.all():
            box = button.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
