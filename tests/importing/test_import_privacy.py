"""An import keeps rows no longer than it needs them, and shows them to nobody else."""

from typing import Any

import pytest
from django.test import Client

from registry.models import DataImport, ImportChunk, Office, RecordType
from tests.factories.forms import make_user
from tests.factories.registry import make_office, make_worker
from tests.importing.conftest import IMPORT, Importer, as_csv

pytestmark = pytest.mark.django_db


def test_rows_of_a_file_are_sealed_and_gone_once_they_are_records(importer: Importer) -> None:
    importer.send(as_csv(["full_name"], ["MARKimported"]))
    importer.check()
    chunk, batch = ImportChunk.objects.get(), importer.batch
    kept = b"".join(map(bytes, (chunk.sealed, chunk.sealed_report, batch.sealed_head)))
    assert b"MARK" not in kept
    importer.do("apply")
    assert not ImportChunk.objects.exists()
    assert bytes(importer.batch.wrapped_key) == b""


def test_throwing_a_file_away_leaves_nothing(importer: Importer) -> None:
    importer.send(as_csv(["venue"], ["Hall"]))
    assert "thrown away" in importer.do("discard")
    assert not DataImport.objects.exists()


def test_nobody_else_sees_an_import(importer: Importer, record_type: RecordType, office: Office) -> None:
    importer.send(as_csv(["venue"], ["Hall"]))
    colleague = Client()
    colleague.force_login(make_worker(record_type, office))
    assert colleague.get(importer.address).status_code == 404
    assert colleague.post(importer.address, {"do": "discard"}).status_code == 404


@pytest.mark.parametrize("rights", [{"actions": ["view"]}, {"scope": "own"}])
def test_who_may_not_add_for_an_office_brings_nothing_in(
    record_type: RecordType, office: Office, rights: dict[str, Any]
) -> None:
    client = Client()
    client.force_login(make_worker(record_type, office, **rights))
    assert client.get(IMPORT).status_code == 404
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.post(IMPORT).status_code == 404


def test_new_records_go_to_ones_own_offices_only(
    importer: Importer, record_type: RecordType, office: Office
) -> None:
    far = make_office("JSR")
    near = Client()
    near.force_login(make_worker(record_type, office, scope="office"))
    importer.client = near
    importer.send(as_csv(["venue"], ["Hall"]))
    assert "Select a valid choice" in importer.check(office=far.pk)
