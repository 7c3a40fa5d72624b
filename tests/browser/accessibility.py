"""The rules of WCAG 2.2 A and AA in a page, by axe-core: what breaks them, and where.

The script goes into a document once and violations alone come out of it: to read it anew for every look, and to take
everything that passed along, costs as much as the looking.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
SIZES = [(360, 740), (1280, 900)]
RULES_AT = {"bn": 360, "en": 1280}
CUT_OFF = """[...document.querySelectorAll('main table')].filter(table => {
  const moves = (part) => ['auto', 'scroll'].includes(getComputedStyle(part).overflowX);
  for (let part = table; part; part = part.parentElement) if (moves(part)) return false;
  return table.getBoundingClientRect().right > innerWidth + 1;
}).map(table => table.className)"""
"""Tables that nobody can move to the end of: Wagtail hides what is wider than its main part."""
LOOK = "([inside, rules]) => axe.run(inside || document, rules).then(found => found.violations)"


def violations(page: Page, inside: str = "") -> list[str]:
    """Each as a text to fail with; `inside`: a selector of the part to look at, the whole page if blank."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [described(one) for one in page.evaluate(LOOK, [inside, RULES])]


def fits_and_can_be_used(page: Page, language: str, inside: str = "") -> None:
    """Nothing to scroll sideways on a phone or a screen, and no violation of the rules: on a phone in Bangla, on a
    screen in English. What breaks a rule depends on the width or on the words, and each of both is met.
    """
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        where = f"{page.url} at {width}, in {language}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert not (tables := cut_off(page)), f"{where}: cut off at the side: {tables}"
        if width == RULES_AT[language]:
            found = violations(page, inside)
            assert not found, "\n".join([where, *found])


def cut_off(page: Page) -> list[str]:
    """Classes of the tables that stay cut off: a page takes a moment to stand as a new width has it."""
    for _look in range(50):
        if not (tables := page.evaluate(CUT_OFF)):
            break
        page.wait_for_timeout(100)
    return list(tables)


def described(violation: dict[str, Any]) -> str:
    """One violation, with the elements it was found on."""
    places = "".join(
        f"\n    {' '.join(map(str, node['target']))}: {' '.join(node['html'].split())[:160]}"
        for node in violation["nodes"][:5]
    )
    return f"{violation['id']} ({violation['impact']}): {violation['help']}{places}"
