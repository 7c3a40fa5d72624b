"""A real browser on a real server: `phone` and `desktop` pages, accessibility rules, signing in.

Fixtures ask for `live_server`, so these tests commit and see the rows of migrations only.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from nirapod.accounts.models import User
from tests.browser.accessibility import violations
from tests.factories.forms import make_form_admin
from tests.support import tools

# Chromium's own errands are switched off: a test talks to its server and nobody else.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 30_000
"""Milliseconds to wait for anything: a busy machine is slow, and only what never comes is a fault."""
expect.set_options(timeout=PATIENCE)
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process; every page gets a profile of its own."""
    # Playwright's loop runs in this thread, where Django then takes every query for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open pages with `new_page(width=…, height=…)`.

    The test fails on a script error, a missing file, a refusal by our content policy and a request elsewhere.
    """
    opened: list[Page] = []
    faults: list[str] = []

    def open_page(*, width: int, height: int, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="bn-BD",
            timezone_id="Asia/Dhaka",
            **options,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("request", lambda request: faults.extend(stray(request.url, live_server.url)))
        page.on("response", lambda response: faults.extend(broken(response)))
        page.on("console", lambda message: faults.extend(refused(message)))
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    assert not faults, "\n".join(faults)


def stray(url: str, home: str) -> list[str]:
    """A request that leaves the test's own server."""
    return [] if url.startswith((home, "data:", "blob:", "about:")) else [f"request to another host: {url}"]


def broken(response: Response) -> list[str]:
    """A stylesheet, script or picture that is not there."""
    missing = response.status >= 400 and "/static/" in response.url
    return [f"{response.status} for {response.url}"] if missing else []


def refused(message: ConsoleMessage) -> list[str]:
    """Something that our own policy forbids the page to do."""
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A small phone with touch."""
    return new_page(**PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    """An ordinary screen."""
    return new_page(**DESKTOP)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on any violation of WCAG 2.2 A and AA, saying where and why."""

    def check(page: Page) -> None:
        found = violations(page)
        assert not found, "\n".join(found)

    return check


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """`sign_in(page, user)` gives the page a session of that person, past the sign-in form."""

    def give_session(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return give_session


@pytest.fixture
def author(transactional_db: None) -> User:
    """Somebody who builds forms, and reads English."""
    user: User = make_form_admin(full_name="Author (example)")
    return user
