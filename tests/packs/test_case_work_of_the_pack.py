"""What the project's pack makes of the case work: calls that become cases, the directory, signed sessions, conferences."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from forms_builder.filling import handlers
from forms_builder.options import option_sources
from registry import access, assigning, attempting, handing_over, relating, signing
from registry.converting import CONVERT
from registry.models import Action, Office, Organisation, Record, RecordType, Role, Task
from registry.opening import opened
from registry.reaching import contact_of
from registry.workflow import moving
from tests.factories.forms import make_user
from tests.factories.registry import change_record, make_record, work_in

pytestmark = pytest.mark.django_db


class Project:
    """The pack applied, and people of it."""

    def __init__(self) -> None:
        self.office = Office.objects.get(key="dhaka")
        names = ("case_worker", "case_supervisor", "counsellor", "me_officer")
        self.worker, self.supervisor, self.counsellor, self.officer = map(self.person, names)

    def person(self, role: str, office: Office | None = None) -> Any:
        user = make_user()
        user.groups.add(Role.objects.get(key=role).group)
        work_in(user, office or self.office)
        return user

    def add(self, kind: str, by: Any, above: Record | None = None, /, **answers: Any) -> Record:
        record_type = RecordType.objects.select_related("form__live_version").get(key=kind)
        given = {"office": "dhaka", "date_rec": timezone.localdate().isoformat(), **answers}
        if above is not None:
            given["case_ref"] = str(above.pk)
        made = make_record(record_type, given, by=by, office=self.office, parent=above)
        moving.added(made, by)
        made.refresh_from_db()
        return made

    def case(self) -> Record:
        return self.add("identification", self.worker, risk="low", category="survivor", sex="f", age_est=14)


@pytest.fixture
def project(applied_pack: None) -> Any:
    with translation.override("en"):
        yield Project()


def test_the_work_around_a_case(project: Project) -> None:
    expect_a_call_to_become_a_case(project)
    expect_the_directory_to_feed_referrals(project)
    expect_sessions_to_be_signed_and_unlocked_by_who_cannot_read_them(project)
    expect_decisions_to_become_tasks(project)
    expect_siblings(project)
    expect_what_was_counselled_to_go_along_with_its_case(project)


def expect_a_call_to_become_a_case(project: Project) -> None:
    told = {
        "passed_on_by": "h1098",
        "child_sex": "f",
        "child_age": 15,
        "safe_contact": "Mornings",
        "text": "Heard",
    }
    call = project.add("helpline_call", project.supervisor, danger="n", caller_phone="+8801711000000", **told)
    seen = opened(project.supervisor, call)
    assert contact_of(project.supervisor, call, seen, language="en", address=None).safe == "Mornings"
    assert Task.objects.filter(record=call, rule="acknowledge_it").exists()
    offered = handlers.get(CONVERT).assignment(project.supervisor, str(call.pk))
    assert offered is not None
    carried = {key: offered.answers[key] for key in ("id_source", "sex", "age_est", "safe_contact")}
    assert carried == {"id_source": "h1098", "sex": "f", "age_est": 15, "safe_contact": "Mornings"}
    assert offered.answers["id_source_ref"] == call.reference


def expect_the_directory_to_feed_referrals(project: Project) -> None:
    entry = project.add("provider", project.officer, name="Example Clinic", kind="ngo")
    labels = offered_providers(project)
    assert "Example Clinic" in labels
    changed = change_record(entry, project.officer, name="Example Clinic North")
    assert "Example Clinic North" in offered_providers(project)
    moving.move(project.officer, changed.pk, moving.Move("close", "open", "It closed", "en"))
    assert "Example Clinic North" not in offered_providers(project)
    assert Organisation.objects.filter(name_en="Example Clinic North").exists()


def offered_providers(project: Project) -> list[str]:
    source = option_sources["organisations"]
    return [one.label for one in source.options(project.worker, "en", {"kind": "provider"}, {})]


def expect_sessions_to_be_signed_and_unlocked_by_who_cannot_read_them(project: Project) -> None:
    session = project.add("counselling", project.counsellor, project.case(), sess_no=1)
    signing.sign(project.counsellor, session.pk, session.revision)
    signing.add(project.counsellor, session.pk, "Example addendum")
    assert [one.words for one in signing.addenda_of(project.supervisor, session)] == [None]
    signing.unlock(project.supervisor, session.pk, "Filed under the wrong child")
    assert not signing.is_signed(session)


def expect_decisions_to_become_tasks(project: Project) -> None:
    case = project.case()
    row = {"_id": "row1", "a_txt": "Example", "a_staff": str(project.supervisor.pk), "a_due": "2030-05-06"}
    made = project.add(
        "case_conference", project.worker, case, reason="review", action=[{**row, "a_status": "todo"}]
    )
    task = Task.objects.get(record=made, rule__startswith="agreed_")
    assert (task.assignee, task.due.isoformat()) == (project.supervisor, "2030-05-06")


def expect_siblings(project: Project) -> None:
    one, two = project.case(), project.case()
    relating.link(project.worker, one.pk, "sibling", two.pk, "They said so")
    assert [found.other for found in relating.related(project.supervisor, two)] == [one]


def expect_what_was_counselled_to_go_along_with_its_case(project: Project) -> None:
    """After a case went to another office, who examined the child here reads none of it; there somebody can begin."""
    case = project.case()
    seen = project.add("mental_state", project.counsellor, case)
    group = project.add("group_counselling", project.counsellor)
    client = Client()
    client.force_login(project.counsellor)
    assert client.get(f"/workspace/records/mental_state/{seen.pk}/").status_code == 200
    there = Office.objects.get(key="jashore")
    receiver, colleague = (project.person(role, there) for role in ("case_supervisor", "counsellor"))
    asked = handing_over.ask(project.supervisor, case.pk, there, "Moved there")
    handing_over.answer(receiver, asked.pk, accept=True)
    for way in ("", "history/", "timeline/"):
        assert client.get(f"/workspace/records/mental_state/{seen.pk}/{way}").status_code == 404
    assert handlers.get("registry.edit").assignment(_anew(project.counsellor), str(seen.pk)) is None
    assert client.get(f"/workspace/records/group_counselling/{group.pk}/").status_code == 200
    assert colleague in assigning.people_for(case.type, [there.pk])
    with pytest.raises(assigning.Refused, match="works in another office"):
        assigning.assign(receiver, case.pk, project.counsellor)
    assigning.assign(receiver, case.pk, colleague)
    case.refresh_from_db()
    assert access.can(_anew(colleague), Action.VIEW, case, tier="C", compartment="identity")


def _anew(user: Any) -> Any:
    access.forget(user)
    return user


def test_a_child_is_lost_after_three_days_without_contact_over_thirty_days(project: Project) -> None:
    case = project.case()
    lose = moving.Move("lose", "identified", "Example reason", "en")

    def tried(*days: int) -> None:
        for ago in days:
            day = timezone.localdate() - timedelta(days=ago)
            project.add("follow_up", project.worker, case, result="lost", date_rec=day.isoformat())

    tried(0, 0, 0)  # three times on one day
    with pytest.raises(moving.Refused, match="at least 30 days from the first to the last"):
        moving.move(project.supervisor, case.pk, lose)
    tried(10, 29)
    with pytest.raises(moving.Refused, match="three attempts on different days"):
        moving.move(project.supervisor, case.pk, lose)
    attempting.note(project.worker, case.pk, reached=False, day=timezone.localdate() - timedelta(days=30))
    assert moving.move(project.supervisor, case.pk, lose).to_status == "lost"
    with pytest.raises(attempting.Refused, match="has ended"):
        attempting.note(project.worker, case.pk, reached=True)
