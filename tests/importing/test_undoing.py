"""Imports taken back, one after the other."""

from typing import Any

import pytest

from registry.models import Office, RecordType
from registry.sealing import KeyRing, open_record
from tests.factories.registry import change_record, make_record
from tests.importing.conftest import Importer, as_csv

pytestmark = pytest.mark.django_db


def test_an_older_import_is_undone_once_a_newer_one_is(
    importer: Importer, record_type: RecordType, worker: Any, office: Office
) -> None:
    old = make_record(record_type, {"visits": 1, "venue": "Hall"}, by=worker, office=office)
    addresses = []
    for visits in ("2", "3"):
        importer.send(as_csv(["_reference", "visits"], [old.reference, visits]))
        importer.check(key="_reference", mode="update")
        importer.do("apply")
        addresses.append(importer.address)

    def undo(address: str) -> tuple[str, Any]:
        page = importer.client.post(address, {"do": "undo"}, follow=True).content.decode()
        old.refresh_from_db()
        return page, open_record(old, KeyRing.of(old))["visits"]

    older, newer = addresses
    page, visits = undo(older)
    assert ("somebody has worked with them since: 1" in page, "Undo the rest" in page, visits) == (
        True,
        True,
        3,
    )
    assert undo(newer)[1] == 2
    page, visits = undo(older)
    assert ("worked with them since" in page, "Undo the rest" in page, visits) == (False, False, 1)


def test_what_somebody_changed_in_between_stays(
    importer: Importer, record_type: RecordType, worker: Any, office: Office
) -> None:
    old = make_record(record_type, {"visits": 1}, by=worker, office=office)
    importer.send(as_csv(["_reference", "visits"], [old.reference, "2"]))
    importer.check(key="_reference", mode="update")
    importer.do("apply")
    old.refresh_from_db()
    change_record(old, worker, visits=5)
    for _ in range(2):
        assert "worked with them since: 1" in importer.do("undo")
        old.refresh_from_db()
        assert open_record(old, KeyRing.of(old))["visits"] == 5
