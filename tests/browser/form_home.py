"""A form's home in the admin, and the way from it to each task. For journeys of people who build forms."""

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from forms_builder.models import FormDefinition
from forms_builder.schema import Document
from tests.factories.forms import ask, choices, document, page


def visit() -> Document:
    return document(
        page(
            "visit",
            ask("town", filterable=True),
            ask("work", "choose_one", choices=choices("field", "shop"), filterable=True),
            ask("employer", show_if="${work} != ''"),
            ask("remark"),
        )
    )


class Home:
    """A form's home, and its tasks."""

    def __init__(self, page: Page, form: FormDefinition) -> None:
        self.page, self.form = page, form

    def open(self) -> "Home":
        self.page.goto(reverse("wagtailsnippets_forms_builder_formdefinition:home", args=[self.form.pk]))
        return self

    def state(self, task: str) -> Locator:
        """What the home says about a task."""
        link = self.page.get_by_role("link", name=task, exact=True)
        return self.page.locator(".task-list__item", has=link).locator(".task-list__state")

    def task(self, name: str) -> None:
        self.open()
        self.page.locator(".task-list").get_by_role("link", name=name, exact=True).click()
        expect(
            self.page.get_by_label("Find a question by text or key").or_(self.heading(name))
        ).to_be_visible()

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", level=1).filter(has_text=words)

    def unfolded(self, key: str) -> Locator:
        """A part in the question editor, found with the search box."""
        box = self.page.get_by_label("Find a question by text or key")
        box.fill(key)
        box.press("Enter")
        return self.page.locator(f"#block-id-{key}-section")

    def more(self, name: str) -> None:
        """What stands below the tasks."""
        self.open()
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


def told(page: Page) -> Locator:
    """The message on top of the page."""
    return page.locator(".messages")
