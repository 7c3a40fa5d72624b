"""Every type of page of the hub in both languages, on a phone and on a large screen."""

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, Response

from knowledge.safeguarding.withdrawing import withdraw
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import hub
from tests.factories.hub_pages import whole_hub

ADDRESSES = (
    "", "help/", "library/?topic=law", "library/example-safe-return-jashore/", "campaigns/example-stand-by/",
    "findings/example-listening/", "news/", "news/every-block/", "news/example-story/", "news/example-news/",
    "news/example-event/", "news/topic-prevention/", "safeguarding/", "glossary/", "search/?q=Jessore",
)  # fmt: skip
"""One of each page type, every block, and the search."""
LANGUAGES = ("bn", "en")
FACTS = """() => ({
  language: document.documentElement.lang,
  width: document.documentElement.scrollWidth,
  headings: document.querySelectorAll('h1').length,
  title: document.title,
  alternates: [...document.querySelectorAll('link[rel=alternate][hreflang]')].map(link => link.hreflang),
  skipped: [...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])
    .filter((level, at, all) => at && level > all[at - 1] + 1).length,
  unsized: [...document.querySelectorAll('img, video')].filter(it => !it.getAttribute('width')).length,
  small: [...document.querySelectorAll('main *')].filter(it => it.firstChild?.nodeType === 3
    && it.firstChild.data.trim() && parseFloat(getComputedStyle(it).fontSize) < 14).map(it => it.outerHTML.slice(0, 80)),
})"""
FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it);
  return {href: it.getAttribute('href'), seen: it.getBoundingClientRect().top >= 0,
          ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
}"""


@pytest.fixture
def the_hub(live_server: object) -> None:
    whole_hub()


def faults(page: Page, answer: Response | None, language: str) -> list[str]:
    """What is wrong with a page that everybody should be able to use."""
    facts = page.evaluate(FACTS)
    size = page.viewport_size or {"width": 0}
    checks = {
        "not found": bool(answer and answer.status == 200),
        f"lang is {facts['language']}": facts["language"] == language,
        f"{facts['width']} px wide": facts["width"] <= size["width"],
        f"{facts['headings']} main headings": facts["headings"] == 1,
        f"{facts['skipped']} headings skip a level": not facts["skipped"],
        f"alternates {facts['alternates']}": set(facts["alternates"]) == {*LANGUAGES, "x-default"},
        f"{facts['unsized']} pictures without a size": not facts["unsized"],
        f"small text {facts['small']}": not facts["small"],
        "no title": bool(facts["title"].strip()),
        "cookies": not page.context.cookies(),
    }
    return [fault for fault, fine in checks.items() if not fine]


def keyboard_faults(page: Page) -> list[str]:
    """The first stop of Tab is the skip link; it and the next stop show that they have the focus."""
    found = []
    for stop in ("skip link", "next stop"):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not (focus["seen"] and focus["ring"]):
            found.append(f"focus not seen on the {stop}: {focus}")
        if stop == "skip link" and focus["href"] != "#main":
            found.append(f"Tab begins at {focus['href']}")
    return found


def test_everybody_can_use_what_stands_where_a_page_is_gone_or_in_another_language(
    desktop: Page, live_server: object, axe: Callable[[Page], None]
) -> None:
    withdrawn, only_bangla = (hub.publish(hub.draft_news(title)) for title in ("Gone", "Only in Bangla"))
    withdraw(withdrawn, None)
    for address, status in (
        (withdrawn.url, 410),
        ("/en/nothing-here/", 404),
        (f"/en/only/{only_bangla.pk}/", 200),
    ):
        for size in (PHONE, DESKTOP):
            desktop.set_viewport_size(size)
            answer = desktop.goto(address)
            assert answer
            assert answer.status == status
            assert desktop.evaluate("document.documentElement.scrollWidth") <= size["width"]
            axe(desktop)


def test_everybody_can_use_every_page(desktop: Page, the_hub: None, axe: Callable[[Page], None]) -> None:
    found: list[str] = []
    for language, address in product(LANGUAGES, ADDRESSES):
        desktop.set_viewport_size(PHONE)
        answer = desktop.goto(f"/{language}/{address}")
        here = keyboard_faults(desktop)
        for size in (PHONE, DESKTOP):
            desktop.set_viewport_size(size)
            here += [f"at {size['width']}: {fault}" for fault in faults(desktop, answer, language)]
            try:
                axe(desktop)
            except AssertionError as problem:
                here.append(f"at {size['width']}: {problem}")
        found += [f"/{language}/{address}: {fault}" for fault in here]
    assert not found, "\n".join(found)
