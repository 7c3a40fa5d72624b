"""A small pack in a temporary folder, and the pack that comes with the project."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from knowledge.starter import ensure_standing_pages
from registry.packs.applying import apply_pack
from registry.packs.demo import DEMO_PACK
from tests.support.shared import shared

SMALL_PACK = {
    "pack.yaml": """
        key: river_clinic
        title: {bn: নদীর ক্লিনিক, en: River clinic}
    """,
    "offices.yaml": """
        - {key: river, code: RIV, bn: নদী, en: River}
    """,
    "lists.yaml": """
        - key: colour
          name: Colour
          choices:
            - {value: red, bn: লাল, en: Red}
            - {value: blue, bn: নীল, en: Blue}
    """,
    "blocks.yaml": """
        head:
          - {question: seen_on, type: date, label: {bn: তারিখ, en: Date}, required: true, listed: true, filterable: true}
    """,
    "forms/visit.yaml": """
        key: visit
        title: {bn: সাক্ষাৎ, en: Visit}
        pages:
          - page: page_one
            label: {bn: প্রথম, en: First}
            items:
              - include: head
              - {question: colour, type: choose_one, list: colour, label: {bn: রং, en: Colour}, listed: true, filterable: true}
              - {question: why, type: text, label: {bn: কেন, en: Why}, show_if: "${colour} = 'red'", sensitivity: C}
    """,
    "forms/boat.yaml": """
        key: boat
        title: {bn: নৌকা, en: Boat}
        pages:
          - page: page_one
            label: {bn: প্রথম, en: First}
            items:
              - include: head
              - repeat: crew
                label: {bn: মাঝি, en: Crew}
                items:
                  - {question: place_no, type: calculated, calculate: position(..), label: {bn: ক্রম, en: No.}}
                  - {question: age, type: integer, label: {bn: বয়স, en: Age}, check: . > 17}
    """,
    "record_types.yaml": """
        - key: visit
          bn: সাক্ষাৎ
          en: Visit
          pattern: '{office}-{counter:03}'
          form: visit
          statuses: [{value: open, bn: চলমান, en: Open}]
          list_columns: [seen_on, colour]
          filters: [colour, _status]
          sort: -seen_on
    """,
    "roles.yaml": """
        - {key: nurse, bn: সেবিকা, en: Nurse}
    """,
    "grants.yaml": """
        - {role: nurse, record_type: visit, scope: own, actions: [view, create], tier: C}
    """,
    "organisations.yaml": """
        - {key: club_one, kind: group, office: river, bn: দল এক, en: Club One}
    """,
    "places.yaml": """
        - {code: X1, level: district, bn: এক, en: One, wards: 2}
    """,
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """As on a terminal."""
    with translation.override("en"):
        yield


@pytest.fixture
def small_pack(tmp_path: Path) -> Path:
    """Two forms of another programme."""
    for name, text in SMALL_PACK.items():
        put(tmp_path / "river", name, text)
    return tmp_path / "river"


@pytest.fixture
def project_pack() -> Path:
    return DEMO_PACK


@shared
def standing_pages() -> None:
    """The pages of the hub that follow every pack are there: to make them takes longer than a small pack does."""
    ensure_standing_pages()


@shared
def applied_pack(standing_pages: None) -> None:
    """The project's pack has been applied."""
    with translation.override("en"):
        apply_pack(DEMO_PACK)


def put(folder: Path, name: str, text: str) -> None:
    """Write one file of a pack."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


def change(folder: Path, name: str, before: str, after: str) -> None:
    """Replace words in one file, once."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
