"""A survivor's whole way in a browser, on the project's own pack: every state by its button, every task on its day."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from nirapod.accounts.models import User
from registry.models import Record, Task
from registry.packs.applying import apply_pack
from registry.packs.demo import DEMO_PACK
from tests.browser import steps
from tests.factories.survivor import DHAKA, Journey, carry_to_closure

SignIn = Callable[[Page, User], None]
BEGIN = datetime(2028, 1, 2, 10, 0, tzinfo=DHAKA)
"""Later than today, since the browser's own clock drops cookies that ended before it."""


class OnScreen(Journey):
    """The worker on a phone, the supervisor at a desk: whatever moves is moved by pressing its button."""

    def __init__(
        self,
        clock: time_machine.Traveller,
        sign_in: SignIn,
        phone: Page,
        desktop: Page,
        axe: Callable[[Page], None],
    ) -> None:
        super().__init__(clock)
        User.objects.filter(pk__in=[self.worker.pk, self.supervisor.pk]).update(language="en")
        self.sign_in, self.phone, self.desktop, self.axe = sign_in, phone, desktop, axe
        self.come_in()

    def come_in(self) -> None:
        """Sessions end while weeks go by."""
        for page, person in ((self.phone, self.worker), (self.desktop, self.supervisor)):
            self.sign_in(page, User.objects.get(pk=person.pk))

    def to(self, day: date) -> None:
        super().to(day)
        self.come_in()

    def open(self, by: Any, record: Record) -> Page:
        page = self.phone if by == self.worker else self.desktop
        page.goto(f"/workspace/records/{record.type.key}/{record.pk}/")
        return page

    def move(self, rule: str, by: Any, record: Record | None = None) -> str:
        record = record or self.case
        page = self.open(by, record)
        page.locator(f"a[href$='/move/{rule}/']").click()
        page.locator("main form button.button").first.click()
        page.wait_for_url(f"**/{record.pk}/")
        expect(page.locator("body")).to_contain_text("The status is now")
        record.refresh_from_db()
        return record.status

    def refused(self, rule: str, words: str) -> None:
        page = self.open(self.supervisor, self.case)
        page.locator(f"a[href$='/move/{rule}/'][aria-describedby]").click()
        expect(page.locator("main .banner--warning")).to_contain_text(words)
        expect(page.locator("main form button")).to_have_count(0)

    def due(self) -> set[str]:
        """As the list of tasks says it: what is overdue, and what is for today."""
        labels = {task.label["en"]: task.rule for task in Task.objects.filter(record=self.case)}
        self.phone.goto("/workspace/tasks/")
        urgent = self.phone.locator(".task", has=self.phone.locator(".tag"))
        return {labels[words] for words in urgent.locator(".task__what strong").all_inner_texts()}

    def follow_up(self, point: str) -> None:
        """The first visit is filled in from its task; the other five of the year are the same form."""
        if point != "w2":
            super().follow_up(point)
            return
        phone = self.phone
        self.axe(phone)
        phone.locator(".task", has_text="Follow-up – 2 weeks").get_by_role("link", name="Fill in").click()
        phone.locator("main form button").first.click()
        steps.go_on(phone, "Follow-up")
        visit = {
            "Follow-up point": "2 weeks",
            "Due date": "16/01/2028",
            "How": "Phone",
            "Result": "Moved away",
        }
        steps.answer_all(phone, visit)
        steps.answer(phone, "Attempts made", "1")
        steps.go_on(phone, "Risk and action")
        signs = {"Re-trafficking risk signs": "None seen", "Known to be re-exploited": "No"}
        steps.answer_all(phone, signs | {"Re-trafficking risk level": "Low"})
        steps.go_on(phone, "Supervisor")
        steps.go_on(phone, "Check your answers")
        phone.locator("main form button.button").first.click()
        phone.wait_for_url("**/sent/")


@pytest.fixture
def clock(live_server: LiveServer) -> Iterator[time_machine.Traveller]:
    apply_pack(DEMO_PACK)
    with time_machine.travel(BEGIN, tick=True) as traveller:
        yield traveller


def test_a_survivor_goes_from_identification_to_closure_with_every_task_on_its_day(
    clock: time_machine.Traveller, phone: Page, desktop: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    carry_to_closure(OnScreen(clock, sign_in, phone, desktop, axe))
