"""Posters to print and cards to share, made from a page's own words. Typst sets the Bangla right; words go in as data.

The newest of each page is kept in the cache beside the words on it: what was changed has a new one at once, and what was
withdrawn leaves nothing behind.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import typst
from django.apps import apps
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from knowledge.models.campaign import CampaignPage
from knowledge.models.page import HubPage

LAYOUT = Path(__file__).parent / "layout"
KEPT_SECONDS = 24 * 60 * 60
CARD, POSTER = "card", "poster"


def card(page: HubPage) -> bytes:
    """1200 × 630 points as PNG, as social networks show it beside a link."""
    return _kept(CARD, page, {"title": page.title, "words": page.summary})


def poster(page: CampaignPage) -> bytes:
    """A tagged PDF of one A4 sheet with the goal and the key messages."""
    with translation.override(page.locale.language_code):
        thanks = [page.funder_line, *(award.acknowledgement for award in page.awards.all())]
    words = {
        "title": page.title,
        "words": page.goal,
        "messages": [str(block.value) for block in page.messages],
        "thanks": " ".join(filter(None, thanks)),
    }
    return _kept(POSTER, page, words)


def _kept(kind: str, page: HubPage, words: dict[str, object]) -> bytes:
    language = page.locale.language_code
    said = hashlib.sha256(json.dumps([language, words], ensure_ascii=False).encode()).hexdigest()
    kept_for, made = cache.get(_key(kind, page.pk), ("", b""))
    if kept_for != said:
        made = _set(kind, language, words)
        cache.set(_key(kind, page.pk), (said, made), KEPT_SECONDS)
    return bytes(made)


def forget(pages: Iterable[int]) -> None:
    """Drop what was made of these pages, by their numbers."""
    cache.delete_many([_key(kind, page) for page in pages for kind in (CARD, POSTER)])


def _key(kind: str, page: int) -> str:
    return f"hub-{kind}-{page}"


def _set(kind: str, language: str, words: dict[str, object]) -> bytes:
    with translation.override(language):
        said = words | {"language": language, "site": _("Nirapod"), "help": _("In trouble call 1098 or 999")}
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(apps.get_app_config("forms_builder").path) / "printing" / "fonts")],
    )
    made = typst.compile(
        str(LAYOUT / f"{kind}.typ"),
        root=str(LAYOUT),
        font_paths=fonts,
        format="png" if kind == CARD else "pdf",
        ppi=72,
        sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
    )
    return made if isinstance(made, bytes) else made[0]
