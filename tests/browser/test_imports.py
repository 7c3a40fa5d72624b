"""The pages of an import in a real browser: they fit, and everybody can use them, in both languages."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.importing import applying
from registry.importing.reading import opened
from registry.importing.repeats import read_whole, repeats_of
from registry.importing.store import keep
from registry.models import DataImport
from tests.factories.registry import ANSWERS, make_office, make_record, make_type, make_worker
from tests.importing.test_repeats import PEOPLE, book_of

VISITS = (["venue", "district", "visits"], ["Hall one", "dhaka", 1], ["Hall two", "dhaka", "many"])
MAPPING = {"0": "venue", "1": "district", "2": "visits", "3": "contacts"}


def imports() -> tuple[Any, list[str]]:
    """Somebody with two imports: one whose columns are to be named, one that was checked and found wanting."""
    office = make_office("DHK")
    record_type = make_type(
        key="visit", name_en="Visits", name_bn="পরিদর্শন", duplicate_keys=["venue", "district"]
    )
    worker = make_worker(record_type, office)
    make_record(record_type, {**ANSWERS, "venue": "Hall one"}, by=worker, office=office)
    batches = []
    for language in ("en", "bn"):
        content = book_of(visits=VISITS, contacts=PEOPLE)
        upload = opened(io.BytesIO(content), len(content))
        read = read_whole(upload, "visits", repeats_of(record_type))
        batches.append(keep(worker, record_type, read, language))
    checked = batches[1]
    checked.mapping, checked.office, checked.only_whole = MAPPING, office, False
    checked.state = DataImport.State.CHECKING
    checked.save()
    applying.check(checked)
    return worker, [f"/workspace/records/visit/import/{one.pk}/" for one in batches]


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)])
def test_the_pages_of_an_import_fit_and_everybody_can_use_them(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    sign_in: Callable[..., None],
    size: tuple[int, int],
) -> None:
    worker, addresses = imports()
    page = new_page(width=size[0], height=size[1])
    sign_in(page, worker)
    for language in ("bn", "en"):
        type(worker).objects.filter(pk=worker.pk).update(language=language)
        for address in addresses:
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
