"""A person without a mouse: everything is reached with Tab, and known by the name that a screen reader says."""

from playwright.sync_api import Page

MOST_STOPS = 150
"""More places to stop at than any of our pages has between two things one does."""
IN_FOCUS = """() => {
    const at = document.activeElement;
    const words = text => (text || "").replace(/\\s+/g, " ").trim().replace(/\\s*\\*$/, "");
    const beside = getComputedStyle(at, "::after").content.match(/^"(.*)"$/);
    const labels = [...(at.labels || [])].map(label => label.textContent).join(" ");
    return words(at.getAttribute("aria-label")) || words(labels) || words(at.textContent)
        || (beside && beside[1]) || at.title;
}"""


class Keyboard:
    """Keys of one page. Nothing here touches the mouse, and nothing is focused but by Tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def name_in_focus(self) -> str:
        return str(self.page.evaluate(IN_FOCUS))

    def to(self, name: str, *, back: bool = False) -> "Keyboard":
        """Tab on, or back, until that is in focus."""
        for _stop in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            if self.name_in_focus() == name:
                return self
        raise AssertionError(f"“{name}” cannot be reached with the keyboard")

    def follow(self, name: str) -> None:
        """Enter on what leads to another page."""
        self.to(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, words: str) -> "Keyboard":
        """Down through the list in focus until that is chosen."""
        for _option in range(MOST_STOPS):
            if self.page.evaluate("() => document.activeElement.selectedOptions[0]?.text") == words:
                return self
            self.press("ArrowDown")
        raise AssertionError(f"“{words}” is not in the list")

    def press(self, *keys: str) -> "Keyboard":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> "Keyboard":
        self.page.keyboard.insert_text(text)
        return self
