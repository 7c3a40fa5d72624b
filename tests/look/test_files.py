"""Stylesheets, scripts and templates as files: small, our own, and asking nobody else for anything."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from nirapod.context import QUICK_EXIT_URL

STATIC = settings.PACKAGE_DIR / "static" / "nirapod"
TEMPLATES = settings.CHECKOUT_DIR / "templates"
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
NAMES = ("https://schema.org/", "https://purl.org/dc/terms/", "https://doi.org/")
"""What things are called in the library's descriptions, and where a reader may go: nothing is loaded from there."""
PUBLIC_CSS = ("fonts", "tokens", "base", "layout", "components", "print")
LIGHT = re.compile(r":root \{(.*?)\n\}", re.S)
DARK = re.compile(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", re.S)
READABLE = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink-soft", "paper"),
    ("ink-soft", "sunken"),
    ("accent", "paper"),
    ("accent", "accent-soft"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-deep", "deep"),
    ("on-marigold", "marigold"),
    ("danger", "surface"),
    ("danger", "danger-soft"),
    ("warning", "warning-soft"),
    ("success", "success-soft"),
    ("ink", "warning-soft"),
]


def files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in STATIC.rglob(pattern)] + list(TEMPLATES.rglob("*.html"))


def test_no_template_stylesheet_or_script_names_another_host() -> None:
    found = {
        f"{path.name}: {url}"
        for path in files("*.css", "*.js", "*.svg")
        for url in re.findall(r"(?:https?:)?//[a-z0-9][\w.-]*\.[a-z]{2,}[^\s\"')]*", path.read_text("utf-8"))
        if url not in {SVG_NAMESPACE, QUICK_EXIT_URL} and not url.startswith(NAMES)
    }
    assert not found


def test_no_template_holds_inline_styles_or_scripts() -> None:
    inline = re.compile(r"<style|\sstyle=\"|\son(?:click|change|submit|load|input)=|<script(?![^>]*\bsrc=)")
    assert [str(p) for p in TEMPLATES.rglob("*.html") if inline.search(p.read_text("utf-8"))] == []


def test_the_first_public_page_stays_within_its_budget() -> None:
    """At most 100 kB at the first visit without pictures; letters for Bangla are the largest part."""
    fonts = sum(path.stat().st_size for path in STATIC.glob("fonts/*.woff2"))
    styles = sum(len(gzip.compress((STATIC / "css" / f"{name}.css").read_bytes())) for name in PUBLIC_CSS)
    script = (STATIC / "js" / "quick-exit.js").stat().st_size
    assert fonts + styles + script < 80_000, "the page itself needs some 10 kB"


def test_the_licence_of_the_letters_lies_beside_them() -> None:
    assert "SIL Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "path", sorted(STATIC.rglob("*.css")) + sorted(STATIC.rglob("*.js")), ids=lambda p: p.name
)
def test_a_file_stays_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= (200 if path.suffix == ".js" else 300)


@pytest.mark.parametrize(("text", "ground"), READABLE)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme: re.Pattern[str], text: str, ground: str) -> None:
    colours = palette(LIGHT) | palette(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme: re.Pattern[str]) -> None:
    colours = palette(LIGHT) | palette(theme)
    assert contrast(colours["line-strong"], colours["surface"]) >= 3
    assert contrast(colours["line-strong"], colours["paper"]) >= 3


def palette(theme: re.Pattern[str]) -> dict[str, str]:
    block = theme.search((STATIC / "css" / "tokens.css").read_text("utf-8"))
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
