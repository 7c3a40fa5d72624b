"""The whole hub with the demo's made-up pages, and a page on which every block stands. For tests of how pages look."""

from typing import Any

from wagtail.models import Page

from knowledge.blocks import BODY
from knowledge.models import HomePage, NewsPage
from knowledge.starter import ensure_home_pages, ensure_standing_pages
from knowledge.starter.examples import fill_hub
from knowledge.starter.making import Words, ensure_page
from nirapod.demo.hub import leaflet
from tests.factories import forms, hub
from tests.public_forms.conftest import complaint_form

WEBVTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nExample words\n"


def whole_hub() -> HomePage:
    """Every page of the demo, and `/…/news/every-block/`. Gives the front page in Bangla."""
    ensure_standing_pages()
    home = ensure_home_pages()
    fill_hub(home, leaflet)
    add_page_of_every_block(home)
    return home


def add_page_of_every_block(home: Page) -> None:
    section = home.get_children().get(slug="news").specific
    words = Words("Every block", "One of each kind.", every_block(section))
    ensure_page(section, NewsPage, "every-block", words, words)


def every_block(somewhere: Page) -> list[tuple[str, Any]]:
    """One of each kind of block an editor can choose, with long words where they may be long."""
    film = hub.make_document(hub.film(), "film.mp4")
    values: dict[str, Any] = {
        "text": "<h2>A heading</h2><p>Words with a <a href='https://example.org/'>link</a>.</p><ul><li>One</li></ul>",
        "helplines": None,
        "key_message": {"text": "Listen first. Do not blame."},
        "callout": {"title": "Good to know", "text": "<p>It is free.</p>"},
        "steps": {"title": "What to do", "steps": ["Listen.", "Call."]},
        "accordion": {"parts": [{"title": "Who answers?", "text": "<p>Trained people.</p>"}]},
        "picture": {"image": hub.make_image(), "caption": "A made-up drawing"},
        "figure": {
            "title": "Made-up numbers",
            "rows": [{"label": "One", "value": 4}, {"label": "Another with a long name", "value": 12}],
            "source": "Made up, 2026",
        },
        "quote": {"text": "Somebody believed me.", "who": "A teacher (name changed)"},
        "timeline": {"title": "What happened", "points": [{"when": "2025", "text": "It began."}]},
        "download": {"document": hub.make_document(), "title": "A leaflet"},
        "media": {
            "document": film,
            "title": "A made-up film",
            "captions": hub.make_document(WEBVTT, "film.vtt"),
            "transcript": "Nothing is said.",
        },
        "link_card": {
            "title": "A film elsewhere",
            "url": "https://example.org/film",
            "host": "example.org",
            "note": "12 minutes",
        },
        "content_warning": {"warning": "It speaks of violence.", "text": "<p>Made-up words.</p>"},
        "partners": {
            "title": "Who works along",
            "partners": [
                {
                    "name": "Example Fund",
                    "acknowledgement": "Paid for by Example Fund.",
                    "url": "https://example.org/",
                }
            ],
        },
        "public_form": forms.publish(complaint_form(), key="complaint").definition.key,
    }
    return [(name, values[name]) for name, _block in BODY]
