"""What Lighthouse measures on the front page, a library item and a campaign, asked of Chromium itself.

Performance: nothing but one stylesheet holds the first paint up, nothing moves, the largest picture is not put off; on a
first visit over the slow line that Lighthouse pretends to have, and on the next page with everything at hand.
Accessibility: axe, with the size of what is tapped. Best practices: no error in the console, a content policy, nothing
asked of another host or by a fixed scheme. Search engines: title, description, canonical address, languages, links to
follow, a page that may be indexed. The size of a first visit is in tests/knowledge/test_budgets.py.
"""

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import CDPSession, Page, Response

from knowledge.models import CampaignPage, LibraryItemPage
from tests.factories import hub
from tests.factories.hub_pages import whole_hub

ADDRESSES = ("", "library/example-safe-return-jashore/", "campaigns/example-stand-by/")
MEASURED = """() => new Promise(done => {
  const shifts = [], paints = [];
  new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => paints.push(...list.getEntries()))
    .observe({type: 'largest-contentful-paint', buffered: true});
  const images = [...document.images].filter(it => it.currentSrc && it.complete && it.naturalWidth);
  requestAnimationFrame(() => setTimeout(() => done({
    shifted: shifts.reduce((sum, entry) => sum + entry.value, 0),
    moved: shifts.flatMap(entry => entry.sources.map(it => `${it.node?.outerHTML?.slice(0, 80)}: `
      + `from ${it.previousRect.top} to ${it.currentRect.top}`)),
    largest: paints.length && paints.at(-1).element ? paints.at(-1).element.outerHTML.slice(0, 200) : '',
    blocking: performance.getEntriesByType('resource').filter(it => it.renderBlockingStatus === 'blocking')
      .map(it => it.name),
    fixed: [...document.querySelectorAll('[src], link[rel=stylesheet], link[rel=preload]')]
      .map(it => it.getAttribute('src') || it.getAttribute('href')).filter(url => /^https?:/.test(url)),
    unsized: images.filter(it => !it.getAttribute('width') || !it.getAttribute('height')).length,
    distorted: images.filter(it => !it.src.endsWith('.svg')
      && Math.abs(it.naturalWidth / it.naturalHeight - it.width / it.height) > 0.05).map(it => it.currentSrc),
    dead: [...document.querySelectorAll('a')].filter(it => !/^(\\/|#|\\?|tel:|https?:)/.test(it.getAttribute('href') || ''))
      .map(it => it.outerHTML.slice(0, 100)),
    nameless: [...document.querySelectorAll('a')].filter(it => !(it.innerText || it.ariaLabel || '').trim()).length,
    canonical: document.querySelectorAll('link[rel=canonical]').length,
    languages: document.querySelectorAll('link[rel=alternate][hreflang]').length,
    description: document.querySelector('meta[name=description]')?.content.length || 0,
    title: document.title.length,
    indexed: !document.querySelector('meta[name=robots][content*=noindex]'),
    doctype: document.compatMode === 'CSS1Compat',
  }), 250));
})"""


SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""A phone on "slow 4G": milliseconds, and bytes a second."""
NO_LIMIT = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def over_a_slow_line(line: CDPSession, slow: bool) -> None:
    """Everything comes late and nothing is kept from before; or everything is there at once."""
    line.send("Network.setCacheDisabled", {"cacheDisabled": slow})
    line.send("Network.emulateNetworkConditions", SLOW_LINE if slow else NO_LIMIT)


@pytest.fixture
def the_hub(live_server: object) -> None:
    whole_hub()
    picture = hub.make_image(file=hub.cover())
    for model in (CampaignPage, LibraryItemPage):
        for page in model.objects.filter(slug__startswith="example-s"):
            page.cover = picture
            page.save_revision()
            hub.publish(page)


def faults(page: Page, answer: Response | None) -> list[str]:
    """What would cost a point."""
    found = page.evaluate(MEASURED)
    policy = answer.headers.get("content-security-policy", "") if answer else ""
    checks = {
        f"layout moves by {found['shifted']}: {found['moved']}": found["shifted"] == 0,
        f"the largest picture is put off: {found['largest']}": 'loading="lazy"' not in found["largest"],
        f"first paint waits for {found['blocking']}": len(found["blocking"]) <= 1
        and all("/public" in url for url in found["blocking"]),
        f"fixed scheme or host: {found['fixed']}": not found["fixed"],
        f"{found['unsized']} pictures without a size": not found["unsized"],
        f"distorted: {found['distorted']}": not found["distorted"],
        f"links nobody can follow: {found['dead']}": not found["dead"],
        f"{found['nameless']} links without words": not found["nameless"],
        "no content policy": "default-src 'none'" in policy,
        "no canonical address": found["canonical"] == 1,
        "languages are missing": found["languages"] == 3,
        f"description of {found['description']} signs": 20 <= found["description"] <= 400,
        f"title of {found['title']} signs": 5 <= found["title"] <= 90,
        "kept out of search engines": found["indexed"],
        "quirks mode": found["doctype"],
    }
    return [fault for fault, fine in checks.items() if not fine]


def test_the_pages_that_are_read_most_lose_no_point(
    phone: Page, the_hub: None, axe: Callable[[Page], None]
) -> None:
    found: list[str] = []
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    for language, address in product(("bn", "en"), ADDRESSES):
        for slow in (True, False):
            over_a_slow_line(line, slow)
            answer = phone.goto(f"/{language}/{address}")
            found += [
                f"/{language}/{address}{' over a slow line' if slow else ''}: {fault}"
                for fault in faults(phone, answer)
            ]
        axe(phone)
    robots = phone.request.get("/robots.txt").text()
    assert "Disallow: /\n" not in robots
    assert not found, "\n".join(found)
    assert not said, "\n".join(said)
