"""What a file need not say: the office of the import, and who brings the records in. Another office is refused."""

from typing import Any

import pytest

from forms_builder.schema import Prefill, Required
from registry.models import Office, Record, RecordType
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import make_type
from tests.importing.conftest import Importer, as_csv
from tests.support.shared import shared

pytestmark = pytest.mark.django_db


@shared
def record_type() -> RecordType:
    """Its form asks for the office, as the head of most forms does, and notes who fills it in."""
    form = document(
        page(
            "head",
            ask(
                "office",
                "choose_one",
                choices=choices("dhk", "jsr"),
                prefill=Prefill.OFFICE,
                required=Required.YES,
            ),
            ask("staff", "staff", prefill=Prefill.USER, read_only=True),
            ask("date_rec", "date", prefill=Prefill.TODAY, required=Required.YES),
            ask("visits", "integer"),
        )
    )
    return make_type(form, key="visit", name_en="Visits")


def test_the_office_of_the_import_and_who_sends_the_file_need_no_column(
    importer: Importer, worker: Any, office: Office
) -> None:
    importer.send(as_csv(["date_rec", "visits"], ["05/03/2026", "3"]))
    assert "New records: 1" in importer.check()
    importer.do("apply")
    record = Record.objects.get()
    assert record.office == office
    assert (record.data["office"], record.data["staff"]) == (office.key, str(worker.pk))


def test_a_day_is_never_made_up(importer: Importer) -> None:
    importer.send(as_csv(["visits"], ["3"]))
    page = importer.check()
    assert "Bad rows: 1" in page
    assert "Date rec" in page


def test_a_row_of_another_office_is_refused_beside_its_column(importer: Importer, office: Office) -> None:
    importer.send(
        as_csv(["office", "date_rec"], [office.key, "05/03/2026"], ["jsr", "05/03/2026"], ["", "06/03/2026"])
    )
    page = importer.check()
    assert "Bad rows: 1" in page
    assert "Row 3" in page
    assert "Send the rows of each office in a file of their own." in page
