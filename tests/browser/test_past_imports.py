"""The page where a supervisor answers for the past of an import: it fits, and everybody can use it, in both languages."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Page

from registry.importing import applying, replaying
from registry.importing.reading import opened
from registry.importing.repeats import read_whole, repeats_of
from registry.importing.store import keep
from registry.models import DataImport, ImportedPast
from tests.factories.registry import make_office, make_type, make_worker
from tests.factories.workflows import case_workflow, make_role, make_workflow
from tests.importing.conftest import as_csv

HEAD = ("venue", "visits", "Enrol", "Close")
ROWS = (
    ("Hall one", "3", "01/09/2025", "01/06/2026"),
    ("Hall two", "3", "01/10/2025", ""),
    ("Hall three", "3", "02/10/2025", ""),
)
MAPPING = {"0": "venue", "1": "visits", "2": "_date.enrol", "3": "_date.close"}


def imported() -> tuple[Any, Any, DataImport]:
    """Who brought three records in, who answers for their past, and the import; one record was refused."""
    office = make_office("DHK")
    kind = make_type(key="visit", name_en="Visits", name_bn="পরিদর্শন")
    for key in ("supervisor", "worker"):
        make_role(key)
    content = case_workflow()
    content["transitions"] = [one for one in content["transitions"] if one["key"] != "serve"]
    content["states"] = [one for one in content["states"] if one["value"] != "in_service"]
    content["transitions"][0] |= {"when": "${visits} > 0", "tasks": []}
    make_workflow("case", content, kind)
    worker, supervisor = make_worker(kind, office), make_worker(kind, office)
    file = as_csv(HEAD, *ROWS)
    read = read_whole(opened(io.BytesIO(file), len(file)), "", repeats_of(kind))
    batch = keep(worker, kind, read, "en")
    batch.mapping, batch.office, batch.state = MAPPING, office, DataImport.State.CHECKING
    batch.save()
    applying.check(batch)
    batch.refresh_from_db()
    applying.apply(batch)
    past = ImportedPast.objects.get(row=2)
    ImportedPast.objects.filter(pk=past.pk).update(steps=past.steps[::-1])
    with translation.override("bn"):
        replaying.run.call(str(replaying.start(supervisor, batch.pk, "Paper file", "bn").pk))
    return worker, supervisor, batch


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)])
def test_the_page_of_an_imported_past_fits_and_everybody_can_use_it(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    sign_in: Callable[..., None],
    size: tuple[int, int],
) -> None:
    worker, supervisor, batch = imported()
    address = f"/workspace/records/visit/import/{batch.pk}/"
    for person, own in ((supervisor, f"{address}past/"), (worker, address)):
        page = new_page(width=size[0], height=size[1])
        sign_in(page, person)
        for language in ("bn", "en"):
            type(person).objects.filter(pk=person.pk).update(language=language)
            page.goto(own)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
