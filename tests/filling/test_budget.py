"""How many bytes a page of a form costs a phone: at the first visit with all it needs, and from then on."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories.forms import make_user, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything, small_form
from tests.public_forms.conftest import complaint_form

pytestmark = pytest.mark.django_db

FIRST, LATER = 60_000, 20_000
ASSET = re.compile(r'(?:src|href)="/static/([^"?]+)"')
IMPORTED = re.compile(r'from "\./([\w-]+\.js)"')


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def assets(html: str) -> dict[str, int]:
    """File → bytes on the line, for all that the page loads: what scripts import too. Letters are counted apart."""
    wanted, found = set(ASSET.findall(html)), {}
    while wanted:
        name = wanted.pop()
        path = Path(str(finders.find(name)))
        content = path.read_bytes()
        if path.suffix == ".woff2":
            continue
        found[name] = packed(content)
        if path.suffix == ".js":
            imported = {f"{Path(name).parent}/{one}" for one in IMPORTED.findall(content.decode())}
            wanted |= imported - found.keys()
    return found


def weight(browser: Browser) -> tuple[int, int]:
    """Bytes of the page by itself, and with all that it loads besides the letters."""
    page = packed(browser.response.content)
    return page, page + sum(assets(browser.response.content.decode()).values())


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_page_of_the_workspace_is_light(handler: TakesAnything, client: Client, language: str) -> None:
    handler.version = publish(small_form())
    client.force_login(make_user(language=language))
    page = Browser(client).begin(PURPOSE, "children")
    by_itself, whole = weight(page)
    assert by_itself <= LATER
    assert whole <= FIRST, assets(page.response.content.decode())


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_page_of_a_public_form_is_light(client: Client, language: str) -> None:
    publish(complaint_form(), key="complaint")
    page = Browser(client).open(f"/{language}/forms/complaint/").press()
    by_itself, whole = weight(page)
    assert by_itself <= LATER
    assert whole <= FIRST, assets(page.response.content.decode())


def test_the_letters_for_bangla_are_fetched_once_and_stay_small() -> None:
    fonts = settings.PACKAGE_DIR / "static" / "nirapod" / "fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) <= 70_000
