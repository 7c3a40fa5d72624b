"""The programme's first months arrive from a spreadsheet: the pack's cases with their real days, answered for by a supervisor."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from registry.importing import applying, past, problems, replaying
from registry.importing.mapping import guess, questions_for
from registry.importing.reading import opened
from registry.importing.repeats import read_whole, repeats_of
from registry.importing.store import keep
from registry.models import DataImport, Record, RecordType, Task
from registry.workflow import moving
from tests.factories.registry import make_record
from tests.importing.conftest import as_csv
from tests.packs.test_case_work_of_the_pack import Project

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Dhaka"))
TODAY = date(2026, 11, 22)
ANSWERS = {
    "office": "dhaka",
    "date_rec": "01/10/2025",
    "district": "BD3026",
    "upz": "BD30262500",
    "ward": "BD30262500.07",
    "place_type": "community",
    "id_source": "outreach",
    "alias": "Example Child",
    "sex": "f",
    "age_est": "14",
    "category": "survivor",
    "indicators": "separated; street",
    "imm_need": "safety",
    "with_controller": "n",
    "dup_check": "y",
    "risk": "low",
    "elig": "enrol",
}
STEPS = {
    "বাছাই শেষের তারিখ": 400,
    "নিবন্ধনের তারিখ": 390,
    "চাহিদা নিরূপণ গ্রহণের তারিখ": 370,
    "পরিকল্পনা অনুমোদিত হওয়ার তারিখ": 350,
    "Date of service begins": 340,
    "Preparing reintegration on": 130,
    "পুনঃএকত্রীকৃত": 100,
}
"""Heading → how many days ago."""


@pytest.fixture
def project(applied_pack: None) -> Iterator[Any]:
    with time_machine.travel(NOW), translation.override("en"):
        yield Project()


def test_a_child_who_went_home_a_hundred_days_ago_has_the_follow_ups_that_are_still_to_come(
    project: Any,
) -> None:
    kind = RecordType.objects.get(key="identification")
    days = [f"{TODAY - timedelta(days=ago):%d/%m/%Y}" for ago in STEPS.values()]
    file = as_csv([*ANSWERS, *STEPS], [*ANSWERS.values(), *days])
    table = read_whole(opened(io.BytesIO(file), len(file)), "", repeats_of(kind))
    mapping = guess(table.headings, questions_for(project.worker, kind), past.headings_of(kind))
    assert len(mapping) == len(ANSWERS) + len(STEPS)
    batch = keep(project.worker, kind, table, "en")
    batch.mapping = {str(number): key for number, key in mapping.items()}
    batch.office, batch.state = project.office, DataImport.State.CHECKING
    batch.save()
    applying.check(batch)
    batch.refresh_from_db()
    assert (batch.to_create, batch.bad) == (1, 0), problems.first_of(batch)
    applying.apply(batch)
    replaying.run.call(str(replaying.start(project.supervisor, batch.pk, "Paper file", "en").pk))
    case = Record.objects.get()
    assert case.status == "reintegrated"
    due = Task.objects.filter(record=case, done_at=None).order_by("due")
    to_come = ["follow_6m", "follow_9m", "follow_12m"]
    assert list(due.values_list("rule", flat=True)) == to_come
    for point in ("w2", "m1", "m3", "extra"):
        add_follow_up(project, case, point)
        assert list(due.values_list("rule", flat=True)) == to_come, point
    add_follow_up(project, case, "m9")
    assert list(due.values_list("rule", flat=True)) == ["follow_6m", "follow_12m"]


def add_follow_up(project: Any, case: Record, point: str) -> None:
    kind = RecordType.objects.get(key="follow_up")
    given = {"case_ref": str(case.pk), "office": "dhaka", "point": point, "result": "seen"}
    record = make_record(kind, given, by=project.worker, office=project.office, parent=case)
    moving.added(record, project.worker)
    case.refresh_from_db()
