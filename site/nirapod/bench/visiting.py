"""A visitor at our form of 20 questions: begins it, and knows what to send."""

import re
from typing import Any

from forms_builder.public import limits
from nirapod.bench.browser import Browser
from nirapod.bench.forms import TYPED, fields, publish, twenty

KEY = "twenty"
HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def begun() -> tuple[Browser, str, dict[str, Any]]:
    """A browser, the address of the page of questions, and what it would send from there."""
    publish(twenty(), KEY)
    browser = Browser()
    at_start = browser.post(f"/en/forms/{KEY}/", {})
    address = browser.get(at_start.headers["Location"]).headers["Location"]
    hidden = {name.decode(): value.decode() for name, value in HIDDEN.findall(browser.get(address).content)}
    return browser, address, {**hidden, **{key: TYPED[kind] for key, kind in fields()}}


def without_limits() -> None:
    """One place asks for more here than a town does."""
    for act in limits.Act:
        act._value_ = 10**9
