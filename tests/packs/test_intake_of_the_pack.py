"""What comes in from outside, by the project's pack: who takes it up, who it is given to, and how it becomes a case."""

from typing import Any

import pytest
from django.utils import timezone, translation

from registry import assigning, converting, intake, merging
from registry.models import Record, RecordLink, RecordType, Task
from registry.opening import NotVisible, get_record
from registry.sealing import KeyRing, open_record
from registry.workflow import moving
from tests.factories.registry import change_record, fill_in
from tests.packs.test_case_work_of_the_pack import Project

pytestmark = pytest.mark.django_db
CHILD = {
    "district": "BD3026",
    "upz": "BD30262500",
    "ward": "BD30262500.07",
    "place_type": "community",
    "id_source": "other",
    "alias": "Example",
    "sex": "f",
    "age_est": 14,
    "category": "at_risk",
    "indicators": ["street"],
    "imm_need": ["none"],
    "with_controller": "n",
    "dup_check": "y",
    "risk": "low",
    "elig": "enrol",
}


@pytest.fixture
def project(applied_pack: None) -> Any:
    with translation.override("en"):
        yield Project()


def case_of(came_in: Record, by: Any) -> Record:
    given = {**CHILD, "office": "dhaka", "date_rec": timezone.localdate().isoformat()}
    fill_in(by, converting.CONVERT, str(came_in.pk), **given)
    made: Record = RecordLink.objects.get(relation="became", from_record=came_in).to_record
    came_in.refresh_from_db()
    return made


@pytest.mark.parametrize("kind", ["helpline_call", "community_alert"])
def test_what_becomes_a_case_while_it_is_new_is_done_with_and_says_what_it_became(
    project: Project, kind: str
) -> None:
    call = project.add(kind, project.supervisor)
    made = case_of(call, project.supervisor)
    assert call.status == "resolved"
    assert [one.to_status for one in call.transitions.order_by("at")] == ["new", "acknowledged", "resolved"]
    assert not Task.objects.filter(record=call, done_at=None).exists()
    assert intake.queue(project.supervisor) == []
    reasons = [moving.reason_of(one, KeyRing.of(call)) for one in call.transitions.order_by("at")]
    assert reasons[-1] == f"Became {made.reference}."


def test_an_incident_becomes_a_case_that_tells_nothing_of_it(project: Project) -> None:
    focal = project.person("safeguarding_focal")
    report = project.add("incident", project.worker, staff_inv="y", facts="MARKfacts")
    made = case_of(report, focal)
    answers = open_record(made, KeyRing.of(made))
    assert "id_source_ref" not in answers
    assert "MARKfacts" not in str(answers)
    assert report.status == "acknowledged"
    assert get_record(project.supervisor, made.pk) == made
    with pytest.raises(NotVisible):
        get_record(project.supervisor, report.pk)
    assigning.assign(project.supervisor, made.pk, project.worker, lead=True)
    assert get_record(project.worker, made.pk) == made


def test_an_ordinary_complaint_becomes_a_case_and_stays_open_until_it_is_answered(project: Project) -> None:
    complaint = project.add("complaint", project.worker, channel="box", sensitive="n", text="Example")
    case_of(complaint, project.supervisor)
    assert complaint.status == "acknowledged"


def test_the_button_is_there_only_for_who_may_make_the_case(project: Project) -> None:
    alert = project.add("community_alert", project.supervisor)
    report = project.add("incident", project.worker, staff_inv="n")
    assert converting.offered(project.supervisor, alert)
    assert converting.offered(project.supervisor, report)
    assert not converting.offered(project.person("programme_lead"), alert)


def test_whoever_works_the_queue_gives_it_to_somebody(project: Project) -> None:
    colleague, focal = project.person("case_supervisor"), project.person("safeguarding_focal")
    alternate = project.person("safeguarding_alternate")
    complaint = project.add("complaint", project.worker, channel="box", sensitive="n")
    assigning.assign(project.supervisor, complaint.pk, colleague, lead=True)
    named = project.add("incident", project.worker, staff_inv="y", accused=str(focal.pk))
    assigning.assign(alternate, named.pk, project.person("safeguarding_alternate"), lead=True)
    call = project.add("helpline_call", project.supervisor)
    assigning.assign(project.supervisor, call.pk, project.worker, lead=True)
    case_of(call, project.worker)
    assert call.status == "resolved"


def test_two_calls_about_one_child_become_one_and_incidents_cannot(project: Project) -> None:
    first, second = (project.add("helpline_call", project.supervisor) for _ in range(2))
    merging.merge(project.supervisor, second.pk, first.pk, "The neighbour called again")
    assert [one.record for one in intake.queue(project.supervisor)] == [first]
    made = case_of(first, project.supervisor)
    assert get_record(project.supervisor, made.pk) == made
    assert not merging.possible(RecordType.objects.get(key="incident"))


class TestWhatAVisitorWrote:
    @pytest.fixture(autouse=True)
    def people(self, project: Project) -> None:
        self.project = project
        self.focal, self.alternate = map(project.person, ("safeguarding_focal", "safeguarding_alternate"))

    def who_sees(self, complaint: Record) -> set[str]:
        people = {"focal": self.focal, "alternate": self.alternate, "supervisor": self.project.supervisor}
        return {
            name
            for name, one in people.items()
            if Record.objects.visible_to(one).filter(pk=complaint.pk).exists()
        }

    def complaint(self, **answers: str) -> Record:
        given = {"channel": "web", "sensitive": "y", "text": "Example", **answers}
        return self.project.add("complaint", self.project.worker, **given)

    def test_it_may_be_about_the_focal_so_the_alternate_sees_it_too(self) -> None:
        complaint = self.complaint()
        assert self.who_sees(complaint) == {"focal", "alternate"}
        due = Task.objects.filter(record=complaint, done_at=None).values_list("role", flat=True)
        assert "safeguarding_alternate" in due

    def test_once_it_is_known_to_be_about_the_focal_she_sees_it_no_more(self) -> None:
        complaint = self.complaint()
        changed = change_record(complaint, self.alternate, about_staff=str(self.focal.pk))
        assert self.who_sees(changed) == {"alternate"}

    def test_once_it_is_known_to_be_about_another_the_focal_goes_on_alone(self) -> None:
        changed = change_record(self.complaint(), self.focal, about_staff=str(self.project.worker.pk))
        assert self.who_sees(changed) == {"focal"}

    def test_what_staff_write_down_names_its_person_and_goes_to_the_focal_alone(self) -> None:
        assert self.who_sees(self.complaint(channel="staff")) == {"focal"}
        assert self.who_sees(self.complaint(sensitive="n")) == {"supervisor", "focal"}
        assert RecordType.objects.get(key="complaint").guard["stand_in_when"]
