"""What people do in a browser journey, as verbs: sign in, answer, continue, design, publish, look up, export.

Takes pages from the fixtures of conftest. What a journey expects to see stands in the test itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

PASSWORD = "only-for-the-journey"
"""Of all demo people here: whoever makes them gives them this one."""
CONTINUE = "button.button[name=page-do][value=continue]"
MOST_TABS = 40
"""No page of a form has more places to stop at."""
ADMIN = "/admin/snippets/forms_builder/formdefinition/"
RECORDS = "/workspace/records/identification/"


def sign_in(page: Page, name: str) -> None:
    """Sign in as one of the demo people, by the first half of the e-mail address."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", f"{name}@demo.invalid")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/workspace/")


def speak(page: Page, language: str) -> None:
    """Choose the language of all pages in the account menu."""
    page.locator("[data-menu] summary").last.click()
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways, once the page has its styles. The window's own width says nothing: a phone
    makes it as wide as the page.
    """
    page.wait_for_load_state()
    size = page.viewport_size
    return size is not None and bool(page.evaluate("document.documentElement.scrollWidth") <= size["width"])


# -- Filling in ------------------------------------------------------------------------------------


def begin(page: Page, title: str) -> None:
    """From the workspace to the first page of a form."""
    page.goto("/workspace/")
    page.locator("a.tile--big", has_text=title).click()
    page.locator("main form button").click()
    expect(page.locator("#filling-form")).to_be_visible()


def _escaped(words: str) -> str:
    """For a pattern in the browser, which does not understand all that `re.escape` writes."""
    return re.sub(r"[][\\/.*+?^${}()|]", r"\\\g<0>", words)


def _words_of(question: str) -> re.Pattern[str]:
    """The label may add that no answer is needed."""
    return re.compile(rf"^\s*{_escaped(question)}(\s*\([^)]*\))?\s*$")


def box_of(page: Page, question: str) -> Locator:
    """Where a question is typed or chosen from a list."""
    return page.get_by_label(_words_of(question)).and_(page.locator("input, select, textarea"))


def answer(page: Page, question: str, said: str) -> None:
    """Answer one question, found by its words: choose what is called `said`, or type it."""
    choices = page.get_by_role("group", name=_words_of(question))
    # A question that an answer opened is there a moment after the server's reply.
    expect(choices.or_(box_of(page, question)).first).to_be_attached()
    if choices.count():
        given = choices.get_by_label(said, exact=True)
        _and_wait_for_the_page(given, given.check)
        return
    box = box_of(page, question)
    if box.evaluate("box => box.tagName") == "SELECT":
        _and_wait_for_the_page(box, lambda: box.select_option(label=said))
    elif box.get_attribute("role") == "combobox":
        box.fill(said)
        _and_wait_for_the_page(box, page.get_by_role("option", name=said).first.click)
    else:
        box.fill(said)


def _and_wait_for_the_page(control: Locator, act: Callable[[], object]) -> None:
    """An answer that changes the page is asked of the server; the next one is given on the page that came."""
    if not control.evaluate("control => !!control.closest('[data-watched]')"):
        act()
        return
    before = control.page.locator("#questions").element_handle()
    with control.page.expect_response("**refresh=1*"):
        act()
    before.wait_for_element_state("hidden")  # the answer of the server stands in its place


def answer_all(page: Page, answers: Mapping[str, str]) -> None:
    """Several questions of one page."""
    for question, said in answers.items():
        answer(page, question, said)


def go_on(page: Page, heading: str) -> None:
    """Press Continue and arrive at the page with that heading."""
    page.locator(CONTINUE).click()
    expect(page.locator("h1")).to_contain_text(heading)


def continue_by_keyboard_alone(page: Page) -> None:
    """Tab from the top of the page to Continue, and Enter."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches('{CONTINUE}')"):
            page.keyboard.press("Enter")
            return
    raise AssertionError("Continue cannot be reached with the keyboard")


def follow_the_error_to(page: Page, question: str) -> None:
    """The summary of errors has the focus; its link leads to the box of the question."""
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a", has_text=re.compile(rf"^{_escaped(question)}:")).click()
    expect(box_of(page, question)).to_be_focused()


def close_and_come_back(page: Page, title: str) -> None:
    """Leave without a word, and continue from the list of what was begun."""
    page.goto("about:blank")
    page.goto("/workspace/")
    drafts = page.locator(".draft", has_text=title)
    expect(drafts).to_have_count(1)
    drafts.locator("a.button--second").click()


# -- Designing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Designer:
    """A form open in the Wagtail admin, in English."""

    page: Page
    title: str

    def open(self) -> None:
        self.page.goto(ADMIN)
        self.page.locator("#listing-results").get_by_role("link", name=self.title, exact=True).click()
        expect(self.sentence).to_be_visible()

    def edit(self) -> None:
        """From the form's home to its questions."""
        self.page.get_by_role("link", name="Questions", exact=True).click()
        expect(self.page.get_by_label("Find a question by text or key")).to_be_visible()

    @property
    def sentence(self) -> Locator:
        """What is live, and what is being edited."""
        return self.page.locator(".designer-sentence")

    def part(self, label: str) -> Locator:
        """The page, group or question with that English label, found with the search box and unfolded by it."""
        self.page.get_by_label("Find a question by text or key").fill(label)
        self.page.locator(".designer-found", has_text=re.compile(rf"^{_escaped(label)} ·")).first.click()
        labels = self.page.locator("[name$=value-label_en]").evaluate_all(
            "inputs => inputs.map(input => [input.name, input.value])"
        )
        name = next(name for name, value in labels if value == label)
        return self.page.locator("[data-streamfield-child]").filter(has=self.page.locator(f"[name='{name}']"))

    def add_text_question(self, page_label: str, words: Mapping[str, str]) -> None:
        """At the end of a page, through the picker. `words` by the names of inputs: label_en, label_bn, hint_bn …"""
        items = self.part(page_label).first.locator("[data-contentpath=items]")
        questions = items.locator("[data-streamfield-child]")
        before = questions.count()
        items.get_by_role("button", name="Add a question, group or repeat").last.click()
        self.page.locator(".w-combobox input:visible").fill("Text")
        self.page.locator(".w-combobox__option:visible").filter(has_text=re.compile("^Text$")).click()
        expect(questions).to_have_count(before + 1)
        added = questions.last
        added.get_by_role("button", name="Settings").click()
        for name, text in words.items():
            added.locator(f"[name$=value-{name}]").fill(text)

    def reword(self, label: str, words: Mapping[str, str]) -> None:
        """Change texts of the question with that English label."""
        part = self.part(label).last
        for name, text in words.items():
            part.locator(f"[name$=value-{name}]").fill(text)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save draft").click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def publish(self, approver: Page) -> None:
        """Ask for an approval; somebody else gives it, and with it the draft goes live."""
        self.open()
        self.page.get_by_role("link", name="Publish", exact=True).click()
        self.page.locator("button[value=ask]").click()
        expect(self.page.locator(".messages .success")).to_be_visible()
        approver.goto(self.page.url)
        approver.locator("button[value=approve]").click()
        expect(approver.locator(".messages .success")).to_be_visible()
        self.open()

    def preview(self) -> Page:
        """The draft in Bangla, on a page of its own as wide as a phone."""
        self.page.get_by_role("button", name="Toggle preview").click()
        panel = self.page.locator("[data-side-panel=preview]")
        expect(panel.locator("iframe").last.content_frame.locator("main")).to_be_visible()
        with self.page.expect_popup() as opened:
            panel.locator("a[target]").click()
        opened.value.set_viewport_size({"width": 360, "height": 740})
        return opened.value


# -- Looking after records -------------------------------------------------------------------------


def filter_by(page: Page, label: str, choice: str) -> None:
    """Set one filter of the list. On a phone the filters fold away, and those that matter less everywhere."""
    filters = page.locator(".filter-bar")
    facet = filters.locator("details.facet", has=page.locator("legend", has_text=_words_of(label)))
    for fold in filters.locator(".filters__summary").all():
        if not facet.is_visible():
            fold.click()
    facet.locator("summary").click()
    facet.get_by_label(re.compile(rf"^{_escaped(choice)} \(")).check()  # its words end in a count
    filters.locator(".actions button").click()
    expect(page.locator(".chosen")).to_contain_text(choice)


def answered(page: Page, question: str) -> Locator:
    """What stands beside a question where answers are read: when checking them, and in the profile."""
    return page.locator(".summary-list__row", has=page.get_by_text(question, exact=True)).locator(
        ".summary-list__value"
    )


Cells = list[tuple[object, ...]]


def export_workbook(page: Page, purpose: str, folder: Path) -> dict[str, Cells]:
    """Say what for, take the XLSX, read it: rows of cells by the name of the sheet."""
    page.goto(f"{RECORDS}export/")
    page.locator("[name=purpose]").fill(purpose)
    with page.expect_download() as started:
        page.locator("main form button").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    book = load_workbook(BytesIO(path.read_bytes()), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
