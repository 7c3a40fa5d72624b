"""How many bytes a page of a form costs a phone: at the first visit with all it needs, and from then on."""

import gzip
import re
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories.forms import ask, choices, document, make_user, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything, small_form
from tests.public_forms.conftest import complaint_form

pytestmark = pytest.mark.django_db

FIRST, LATER = 60_000, 20_000
ASSET = re.compile(r'(?:src|href)="/static/([^"?]+)"')
IMPORTED = re.compile(r'(?:from|^import) "\./([\w-]+\.js)"', re.MULTILINE)
FONT = re.compile(r'fonts/([\w-]+\.woff2)".*?unicode-range: ([^;]+);', re.DOTALL)


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def assets(html: str) -> dict[str, int]:
    """File → bytes on the line, for all that the page loads: the letters for Bangla, and what scripts import too."""
    wanted, found = set(ASSET.findall(html)), {}
    while wanted:
        name = wanted.pop()
        path = Path(str(finders.find(name)))
        content = path.read_bytes()
        found[name] = len(content) if path.suffix == ".woff2" else packed(content)
        if path.suffix == ".js":
            imported = {f"{Path(name).parent}/{one}" for one in IMPORTED.findall(content.decode())}
            wanted |= imported - found.keys()
    return found


def bangla_letters(html: str) -> list[str]:
    """Which files with letters the browser fetches for what stands on the page, by their `unicode-range`."""
    text = "".join(BeautifulSoup(html, "html.parser").stripped_strings)
    fonts = Path(str(finders.find("nirapod/css/fonts.css"))).read_text("utf-8")
    return [
        name
        for name, ranges in FONT.findall(fonts)
        if any(stands_in(ranges, ord(sign)) for sign in set(text))
    ]


def stands_in(ranges: str, sign: int) -> bool:
    ends = (one.strip().removeprefix("U+").split("-") for one in ranges.split(","))
    return any(int(first, 16) <= sign <= int(rest[0] if rest else first, 16) for first, *rest in ends)


def on_the_line(html: str) -> int:
    """Bytes of a page and of all that it loads: by its tags, and letters by its styles."""
    found = assets(html)
    for name in bangla_letters(html):
        path = f"nirapod/fonts/{name}"
        found.setdefault(path, Path(str(finders.find(path))).stat().st_size)
    return packed(html.encode()) + sum(found.values())


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_page_of_the_workspace_is_light(handler: TakesAnything, client: Client, language: str) -> None:
    handler.version = publish(small_form())
    client.force_login(make_user(language=language))
    content = Browser(client).begin(PURPOSE, "children").response.content
    assert packed(content) <= LATER
    assert on_the_line(content.decode()) <= FIRST, assets(content.decode())


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_page_of_a_public_form_is_light(client: Client, language: str) -> None:
    publish(complaint_form(), key="complaint")
    content = Browser(client).open(f"/{language}/forms/complaint/").press().response.content
    assert packed(content) <= LATER
    assert on_the_line(content.decode()) <= FIRST, assets(content.decode())


def test_help_with_lists_and_dates_costs_little_more(handler: TakesAnything, client: Client) -> None:
    """The scripts for them are fetched where a page has such a question."""
    long_list = ask("town", "choose_one", choices=choices(*(f"town_{number}" for number in range(30))))
    handler.version = publish(document(page("p", long_list, ask("seen_on", "date"))))
    client.force_login(make_user(language="bn"))
    html = Browser(client).begin(PURPOSE, "children").response.content.decode()
    helps = assets('<script src="/static/nirapod/js/filling-choices.js"></script>') | assets(
        '<script src="/static/nirapod/js/filling-dates.js"></script>'
    )
    more = sum(size for name, size in helps.items() if name not in assets(html))
    assert more <= 6_000
    assert on_the_line(html) + more <= FIRST, assets(html)


def test_the_first_touch_of_a_page_adds_one_script_that_is_fetched_once(
    handler: TakesAnything, client: Client
) -> None:
    handler.version = publish(small_form())
    client.force_login(make_user(language="bn"))
    form = Browser(client).begin(PURPOSE, "children").page.select_one("#filling-form")
    assert form is not None
    late = str(form["data-htmx"]).removeprefix("/static/")
    assert packed(Path(str(finders.find(late))).read_bytes()) <= 17_000


def test_every_bangla_letter_is_in_one_of_the_files() -> None:
    everything = "".join(map(chr, (*range(0x0980, 0x0A00), 0x0964, 0x0965)))
    there = [sign for sign in everything if unicodedata.name(sign, "")]
    for sign in there:
        assert len(bangla_letters(f"<p>{sign}</p>")) == 1, hex(ord(sign))


def test_the_letters_for_bangla_are_fetched_once_and_stay_small() -> None:
    fonts = settings.PACKAGE_DIR / "static" / "nirapod" / "fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) <= 38_000
