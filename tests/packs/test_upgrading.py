"""A newer pack applied where an older one is: what it adds to workflows and types comes together, or not at all."""

from pathlib import Path

import pytest

from registry.models import ConfigVersion, RecordType, Workflow
from registry.packs.applying import apply_pack
from registry.packs.problems import PackError
from registry.packs.report import Outcome
from registry.workflow.configuring import workflow_of
from tests.factories.registry import make_record
from tests.packs.conftest import change, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_pages")]

STATUSES = "statuses: [{value: open, bn: চলমান, en: Open}]"
TRIPS = "{key: trips, label: {bn: যাত্রা, en: Trips}, record_type: trip}"


@pytest.fixture
def river(small_pack: Path) -> Path:
    """Visits with trips below them, and a workflow that asks for nothing yet; applied."""
    put(
        small_pack,
        "workflows.yaml",
        """
        - key: care
          bn: সেবা
          en: Care
          states:
            - {value: open, label: {bn: খোলা, en: Open}}
            - {value: shut, label: {bn: বন্ধ, en: Shut}, end: true}
          transitions:
            - {key: shut, label: {bn: বন্ধ, en: Shut}, sources: [open], to: shut, roles: [nurse]}
        """,
    )
    change(small_pack, "record_types.yaml", STATUSES, "workflow: care")
    types = small_pack / "record_types.yaml"
    trip = "- {key: trip, bn: যাত্রা, en: Trip, pattern: 'T-{counter:03}', form: boat, parent: visit, "
    types.write_text(types.read_text(encoding="utf-8") + trip + STATUSES + "}\n", encoding="utf-8")
    apply_pack(small_pack)
    return small_pack


def with_condition(pack: Path) -> None:
    change(pack, "workflows.yaml", "to: shut,", 'to: shut, when: "${trips} > 0",')


def test_a_condition_may_name_a_figure_that_comes_with_it(river: Path) -> None:
    with_condition(river)
    change(river, "record_types.yaml", "workflow: care", f"workflow: care\n  rollups: [{TRIPS}]")
    _pack, report = apply_pack(river)
    assert report.counts["workflows"] == {Outcome.UPDATED: 1}
    workflow = workflow_of(RecordType.objects.get(key="visit"))
    assert workflow is not None
    assert workflow.transitions[0].when == "${trips} > 0"
    assert ConfigVersion.objects.filter(kind="workflow", key="care").count() == 2


def test_a_figure_that_a_type_changed_here_lacks_is_told_and_nothing_is_written(river: Path) -> None:
    RecordType.objects.filter(key="visit").update(name_en="Our own name")
    before = Workflow.objects.get().document
    with_condition(river)
    change(river, "record_types.yaml", "workflow: care", f"workflow: care\n  rollups: [{TRIPS}]")
    with pytest.raises(PackError) as caught:
        apply_pack(river)
    assert "trips" in str(caught.value)
    assert Workflow.objects.get().document == before


def test_a_state_that_a_record_is_in_stays(river: Path) -> None:
    make_record(RecordType.objects.get(key="visit"), {"seen_on": "2026-03-05"})
    change(river, "workflows.yaml", "value: open", "value: begun")
    change(river, "workflows.yaml", "sources: [open]", "sources: [begun]")
    with pytest.raises(PackError) as caught:
        apply_pack(river)
    assert "“Open”; it has to stay" in str(caught.value)
