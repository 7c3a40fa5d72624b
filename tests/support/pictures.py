"""`make pictures`: takes the pictures of README.md anew, from a demo of its own with nobody's data but the demo's.

Viewports, not whole pages, in few colours, so that a clone stays small.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import steps
from tests.support import tools

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
LARGEST = 150_000
"""Bytes a picture may have."""
TOO_LARGE = "  TOO LARGE"
PHONE = (360, 740)
SCREEN = (1280, 900)
FORM_BN = "শনাক্তকরণ ও বাছাই"


class Studio:
    """Opens pages of the demo: phones are sharper than their width, as phones are."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def page(self, size: tuple[int, int], name: str = "", language: str = "bn") -> Page:
        """A page of a given size, for a demo person where `name` says whom."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2 if size == PHONE else 1,
            locale="bn-BD",
            timezone_id="Asia/Dhaka",
        )
        page = context.new_page()
        if name:
            steps.sign_in(page, name)
            if page.locator("html").get_attribute("lang") != language:
                steps.speak(page, language)
        return page


# -- What is shown ---------------------------------------------------------------------------------


def home(studio: Studio) -> Page:
    page = studio.page(PHONE)
    page.goto("/bn/")
    return page


def workspace(studio: Studio) -> Page:
    page = studio.page(PHONE, "case.worker")
    page.goto("/workspace/")  # without the greeting after signing in
    return page


def filling(studio: Studio) -> Page:
    """The second page of a form, half filled in."""
    page = studio.page(PHONE, "case.worker")
    steps.begin(page, FORM_BN)
    _general(page)
    steps.answer(page, "কে শিশুকে শনাক্ত করেছেন", "চাইল্ড হেল্পলাইন ১০৯৮")
    steps.answer(page, "আপাতত ব্যবহৃত নাম বা ছদ্মনাম", "ডেমো শিশু ছয়")
    steps.answer(page, "লিঙ্গ", "নারী/মেয়ে")
    bring_to_top(page, ".progress, [role=progressbar]")
    return page


def checking(studio: Studio) -> Page:
    """Answers before they are sent."""
    page = studio.page(PHONE, "case.worker.jashore")
    steps.begin(page, FORM_BN)
    _general(page)
    page.goto(page.url.replace("page_identification", "check"))
    bring_to_top(page, "h2:has(+ .summary-list)")
    return page


def _general(page: Page) -> None:
    steps.answer(page, "জেলা", "ঢাকা")
    steps.answer(page, "উপজেলা / সিটি কর্পোরেশন / পৌরসভা", "ঢাকা দক্ষিণ সিটি কর্পোরেশন")
    steps.go_on(page, "শনাক্তকরণ")


def records(studio: Studio) -> Page:
    page = studio.page(SCREEN, "case.supervisor", "en")
    page.goto(steps.RECORDS)
    return page


def record(studio: Studio) -> Page:
    """As somebody sees it whose role does not reach all of it."""
    page = studio.page(SCREEN, "me.officer", "en")
    page.goto(steps.RECORDS)
    page.locator(".records tbody a").first.click()
    expect(page.locator(".withheld").first).to_be_visible()
    return page


def sign_in(studio: Studio) -> Page:
    page = studio.page(PHONE)
    page.goto("/accounts/login/")
    return page


def export(studio: Studio) -> Page:
    page = studio.page(SCREEN, "case.supervisor", "en")
    page.goto(f"{steps.RECORDS}export/")
    return page


def designer(studio: Studio) -> Page:
    """A question of a real form, opened."""
    page = studio.page(SCREEN, "form.admin", "en")
    form = steps.Designer(page, "Identification & screening")
    form.open()
    form.edit()
    part = form.part("Age (completed years)").last
    part.locator("[data-panel-toggle]").first.click()
    part.evaluate("part => window.scrollBy(0, part.getBoundingClientRect().top - 390)")
    return page


def preview(studio: Studio) -> Page:
    form = steps.Designer(studio.page(SCREEN, "form.admin", "en"), "Identification & screening")
    form.open()
    form.edit()
    return form.preview()


PICTURES: dict[str, Callable[[Studio], Page]] = {
    "home-bn-360": home,
    "fill-bn-360": filling,
    "workspace-bn-360": workspace,  # after filling, so that something waits to be finished
    "check-bn-360": checking,
    "preview-bn-360": preview,
    "list-en-1280": records,
    "record-en-1280": record,
    "sign-in-bn-360": sign_in,
    "export-en-1280": export,
    "designer-1280": designer,
}


# -- Taking them -----------------------------------------------------------------------------------


def main(names: list[str]) -> int:
    """Take all pictures, or those that are named. Returns the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        too_large = [name for name in names or PICTURES if take(Studio(browser, address), name) > LARGEST]
        browser.close()
    return 1 if too_large else 0


def take(studio: Studio, name: str) -> int:
    """Take one picture, and return its size in bytes."""
    page = PICTURES[name](studio)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{name}.png"
    few_colours(page.screenshot(animations="disabled")).save(path, optimize=True)
    page.context.close()
    size = path.stat().st_size
    sys.stdout.write(
        f"{size / 1000:6.1f} kB  {path.relative_to(ROOT)}{TOO_LARGE if size > LARGEST else ''}\n"
    )
    return size


def bring_to_top(page: Page, selector: str) -> None:
    """Scroll there, and take pointer and cursor out of the picture."""
    page.locator(selector).first.evaluate(
        "it => { document.activeElement.blur(); window.scrollBy(0, it.getBoundingClientRect().top - 16) }"
    )
    page.mouse.move(0, 0)


def few_colours(shot: bytes) -> Image.Image:
    return Image.open(io.BytesIO(shot)).convert("RGB").quantize(256, kmeans=1, dither=Image.Dither.NONE)


@contextmanager
def demo() -> Iterator[str]:
    """A demo with a new database in a temporary folder; gives its address, and stops it at the end."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="nirapod-pictures-") as folder:
        environment = os.environ | {"NIRAPOD_HOME": folder, "NIRAPOD_DEMO_PASSWORD": steps.PASSWORD}
        server = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            wait_until_it_runs(server)
            yield f"http://localhost:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def wait_until_it_runs(server: subprocess.Popen[str]) -> None:
    """The demo says how to stop it once it answers."""
    assert server.stdout
    for line in server.stdout:
        if "Ctrl-C" in line:
            return
    raise SystemExit("The demo did not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
