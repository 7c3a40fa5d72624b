"""Taking an import back whose records have a past: what a supervisor has answered for stays."""

from typing import Any

import pytest

from registry.models import ImportedPast, Office, Record
from tests.importing.conftest import Importer, as_csv
from tests.importing.test_past import (
    answer_for,
    brought_in,
    clock,
    record_of,
    signed_in,
    supervisor,
    workflow,
)

__all__ = ["answer_for", "brought_in", "clock", "supervisor", "workflow"]
pytestmark = pytest.mark.django_db


def test_undoing_leaves_what_a_supervisor_has_answered_for(
    brought_in: Importer, supervisor: Any, answer_for: Any
) -> None:
    answer_for(supervisor)
    page = brought_in.client.get(brought_in.address).content.decode()
    assert "Answered for by a supervisor: 2." in page
    page = brought_in.do("undo")
    assert "Not undone, because somebody has worked with them since: 2" in page
    assert set(Record.objects.filter(withdrawn=False).values_list("data__venue", flat=True)) == {
        "Hall one",
        "Hall two",
    }


def test_undoing_before_anybody_answered_takes_the_days_back_too(
    brought_in: Importer, supervisor: Any
) -> None:
    brought_in.do("undo")
    assert not ImportedPast.objects.exists()
    assert signed_in(supervisor).get(f"{brought_in.address}past/").status_code == 404


def test_an_answer_that_the_import_changed_stays_once_its_past_is_answered_for(
    importer: Importer, worker: Any, office: Office, supervisor: Any, answer_for: Any
) -> None:
    importer.send(as_csv(["venue", "visits", "Enrol"], ["Hall three", "9", "01/09/2025"]))
    importer.check(key="venue", mode="update")
    importer.do("apply")
    answer_for(supervisor)
    assert record_of("Hall three").status == "enrolled"
    assert "worked with them since: 1" in importer.do("undo")
    assert record_of("Hall three").data["visits"] == 9
