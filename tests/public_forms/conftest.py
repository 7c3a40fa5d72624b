"""A complaint form that is open to everybody, and a visitor at a browser without JavaScript."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from forms_builder.models import FormVersion
from forms_builder.schema import Prefill, PublicUse, Required
from tests.factories.forms import ask, choices, document, page, publish
from tests.factories.registry import make_office, make_type
from tests.filling.browser import Browser
from tests.support.shared import shared

SECRET = "Example Secret Complaint"


def complaint_form(**public: Any) -> Any:
    """Two pages: who and where, and what. Staff have two questions of their own."""
    use = PublicUse(left_out=("answer", "recorder"), answers={"channel": "web"})
    return document(
        page(
            "about",
            ask(
                "office", "choose_one", choices=choices("dhk", "jsr"), prefill=Prefill.OFFICE, required="yes"
            ),
            ask("channel", "choose_one", choices=choices("web", "phone"), required="yes", filterable=True),
            ask("recorder", prefill=Prefill.USER, required="yes"),
            ask("anonymous", "yes_no", required=Required.YES),
            ask("contact", show_if="${anonymous} = 'no'", sensitivity="R", compartment="identity"),
        ),
        page(
            "what",
            ask("said", "long_text", required=Required.YES, sensitivity="C", compartment="legal"),
            ask("photo", "image", sensitivity="C", compartment="legal"),
            ask("answer", "long_text", sensitivity="C", compartment="legal", required=Required.YES),
        ),
        **{"public": use, **public},
    )


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@shared
def form() -> FormVersion:
    """The form, with the record type and the offices that take in what is sent."""
    make_office("DHK")
    make_office("JSR")
    version = publish(complaint_form(), key="complaint")
    make_type(version, key="complaint", id_pattern="FBK-{office}-{yy}-{counter:04}")
    return version


@pytest.fixture
def visitor(form: FormVersion, client: Client) -> Browser:
    """Somebody who has read what the form is about, in English."""
    return Browser(client).open("/en/forms/complaint/")


@pytest.fixture
def begun(visitor: Browser) -> Browser:
    return visitor.press()


def photo(side: int = 40) -> bytes:
    """A small picture as a phone sends it."""
    file = BytesIO()
    Image.new("RGB", (side, side), "teal").save(file, "JPEG")
    return file.getvalue()


def at_check(browser: Browser, **more: str) -> Browser:
    """Go through both pages with plain answers."""
    browser.press(office="dhk", anonymous="no", contact="Example contact")
    if browser.step == "about":  # the question that the answer opened
        browser.press(contact="Example contact")
    return browser.press(**{"said": SECRET, **more})
