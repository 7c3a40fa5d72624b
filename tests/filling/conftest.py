"""A small form, a handler that takes it, and somebody at a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from forms_builder.filling import handlers
from forms_builder.filling.handlers import Assignment, Delivery, Receipt, Refused
from forms_builder.models import FormVersion, Submission
from forms_builder.schema import Prefill, Required, Sensitivity
from tests.factories.forms import ask, choices, document, group, make_user, page, publish, repeat
from tests.filling.browser import Browser

PURPOSE = "test.take"


class TakesAnything:
    """Keeps what was delivered; refuses while `refusal` is set. `closed` answers nobody."""

    def __init__(self) -> None:
        self.version: FormVersion | None = None
        self.answers: dict[str, Any] = {}
        self.delivered: list[Delivery] = []
        self.refusal = ""
        self.base_revision = 0
        self.withheld_now: frozenset[str] | None = frozenset()

    def assignment(self, user: Any, target: str) -> Assignment | None:
        if self.version is None or target == "closed":
            return None
        return Assignment(self.version, "Small form", self.answers, base_revision=self.base_revision)

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        return self.withheld_now

    def deliver(self, delivery: Delivery) -> Receipt:
        if self.refusal:
            raise Refused(self.refusal)
        self.delivered.append(delivery)
        return self.receipt(delivery.user, delivery.submission)

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        return Receipt(f"T-{submission.pk.hex[:6]}", f"/workspace/records/test/{submission.pk}/")


def small_form() -> Any:
    """Four pages: a condition, a check, a sum, a repeat, a prefilled date and a soft question."""
    return document(
        page(
            "child",
            ask("name", required=Required.YES, sensitivity=Sensitivity.CONFIDENTIAL),
            ask(
                "age",
                "integer",
                required=Required.YES,
                check=". < 18",
                check_message={"en": "Children are under 18.", "bn": "শিশুর বয়স ১৮-এর কম।"},
            ),
            ask("in_school", "yes_no"),
            ask("school", label="Which school", show_if="${in_school} = 'yes'", required=Required.YES),
        ),
        page(
            "needs",
            ask("help", "choose_many", choices=choices("food", "health", "none", exclusive="none")),
            group("telling", ask("story", "long_text", required=Required.SOFT)),
            ask("double", "calculated", label="Twice the age", calculate="${age} * 2"),
        ),
        page(
            "family",
            repeat(
                "members", ask("m_name", label="Member name", required=Required.YES), ask("m_age", "integer")
            ),
        ),
        page(
            "visit",
            ask("seen_on", "date", prefill=Prefill.TODAY),
            ask("number", prefill=Prefill.REFERENCE, required=Required.YES),
            ask("fixed", default="as given", read_only=True),
        ),
    )


@pytest.fixture
def handler() -> Iterator[TakesAnything]:
    taker = TakesAnything()
    handlers._handlers[PURPOSE] = taker
    yield taker
    del handlers._handlers[PURPOSE]


@pytest.fixture
def version(db: None, handler: TakesAnything) -> FormVersion:
    handler.version = publish(small_form())
    return handler.version


@pytest.fixture
def user(db: None) -> Any:
    return make_user()


@pytest.fixture
def browser(version: FormVersion, user: Any, client: Client) -> Browser:
    """Somebody who has just begun the small form and looks at its first page."""
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "children")
