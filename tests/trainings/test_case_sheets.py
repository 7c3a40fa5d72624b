"""Group counselling: on the sheet stand the cases somebody works on, by reference only, and nobody of the directory."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry import assigning
from registry.models import AccessEvent, Record, RecordType
from tests.factories.registry import grant, make_record, make_type, make_worker
from tests.factories.trainings import make_counselling_type, make_person
from tests.trainings.conftest import signed_in
from trainings.models import Mark, Participant, Person
from trainings.people.access import reachable
from trainings.sheets import cases, roster
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet, open_sheet


@pytest.fixture
def case_type(db: None) -> RecordType:
    return make_type(key="case")


@pytest.fixture
def group_type(case_type: RecordType) -> RecordType:
    return make_counselling_type(case_type)


@pytest.fixture
def counsellor(case_type: RecordType, group_type: RecordType, office: Any) -> Any:
    user = make_worker(case_type, office, scope="assigned", tier="C", compartments=["identity"])
    grant(user, group_type, scope="own", compartments=["clinical", "identity"])
    return user


@pytest.fixture
def supervisor(case_type: RecordType, group_type: RecordType, office: Any) -> Any:
    user = make_worker(case_type, office, scope="office")
    grant(user, group_type, actions=["view"], scope="office", tier="C", compartments=[])
    return user


@pytest.fixture
def session_record(group_type: RecordType, counsellor: Any, office: Any) -> Record:
    said = {"held": timezone.localdate().isoformat(), "group_code": "G1"}
    return make_record(group_type, said, by=counsellor, office=office)


@pytest.fixture
def opened(counsellor: Any, session_record: Record) -> OpenSheet:
    return open_sheet(counsellor, session_record.pk)


def mine(case_type: RecordType, user: Any, office: Any) -> Record:
    return make_record(case_type, by=user, office=office)


def test_only_cases_one_works_on_are_offered_and_taken(
    case_type: RecordType, counsellor: Any, supervisor: Any, office: Any, opened: OpenSheet
) -> None:
    own = mine(case_type, counsellor, office)
    assigned, of_others = (mine(case_type, supervisor, office) for _ in range(2))
    assigning.assign(supervisor, assigned.pk, counsellor)
    assert cases.offered(counsellor, opened) == [own, assigned]
    with pytest.raises(Refused, match="not yours"):
        cases.add(counsellor, opened, [own.pk, of_others.pk])
    assert not Participant.objects.exists()
    cases.add(counsellor, opened, [own.pk, assigned.pk])
    assert cases.offered(counsellor, opened) == []
    assert [one.case for one in Participant.objects.all()] == [own, assigned]


def test_nothing_of_it_is_in_the_directory_of_people(
    case_type: RecordType, counsellor: Any, office: Any, opened: OpenSheet
) -> None:
    cases.add(counsellor, opened, [mine(case_type, counsellor, office).pk])
    assert not Person.objects.exists()
    assert not reachable(counsellor).exists()
    stranger = make_person("Example Official")
    with pytest.raises(Refused):
        roster.add(counsellor, opened, stranger)
    with pytest.raises(Refused):
        roster.add_alias(counsellor, opened, "A chosen name")


def test_the_sheet_marks_and_asks_what_the_form_asks(
    case_type: RecordType, counsellor: Any, office: Any, opened: OpenSheet, session_record: Record
) -> None:
    own = mine(case_type, counsellor, office)
    browser, address = signed_in(counsellor), f"/workspace/events/{session_record.pk}/sheet/"
    page = browser.get(address).content.decode()
    assert own.reference in page
    assert "data-offline" not in page
    browser.post(f"{address}add/", {"case": [str(own.pk)]})
    (row,) = Participant.objects.all()
    session = opened.sheet.sessions.get()
    browser.post(f"{address}do/", {"session": session.pk, "do": "everyone"})
    assert Mark.objects.get().state == "p"
    asked = browser.get(f"{address}{row.pk}/").content.decode()
    assert own.reference in asked
    assert "m_flag" in asked
    assert "m_case" not in asked
    browser.post(f"{address}{row.pk}/", {"m_flag": "yes", "seen-m_flag": ""})
    row.refresh_from_db()
    assert row.data == {}  # sealed with everything else on such a sheet
    assert AccessEvent.objects.filter(records=[str(session_record.pk)], tiers__contains="R").exists()


def test_there_is_no_paper_no_paste_and_no_check_in(
    counsellor: Any, opened: OpenSheet, session_record: Record
) -> None:
    browser = signed_in(counsellor)
    session = opened.sheet.sessions.get()
    for rest in (
        "sheet/print/",
        "sheet/summary/",
        "certificates/",
        "sheet/paste/",
        "sheet/new/",
        "sheet/offline/",
    ):
        assert browser.get(f"/workspace/events/{session_record.pk}/{rest}").status_code == 404, rest
    address = f"/workspace/events/{session_record.pk}/sheet/check-in/?session={session.pk}"
    assert browser.get(address).status_code == 404


def test_others_do_not_see_the_sheet(supervisor: Any, opened: OpenSheet, session_record: Record) -> None:
    address = f"/workspace/events/{session_record.pk}/sheet/"
    assert signed_in(supervisor).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_case_that_was_handed_over_is_not_told_of_any_more(
    case_type: RecordType, counsellor: Any, supervisor: Any, office: Any, opened: OpenSheet
) -> None:
    case = mine(case_type, supervisor, office)
    assigning.assign(supervisor, case.pk, counsellor)
    (row,) = cases.add(counsellor, opened, [case.pk])
    assigning.release(supervisor, case.pk, counsellor.pk)
    browser = signed_in(counsellor)
    page = browser.get(f"/workspace/events/{opened.record.pk}/sheet/").content.decode()
    assert case.reference not in page
    assert "A case that is not open to you" in page
    assert browser.get(f"/workspace/events/{opened.record.pk}/sheet/{row.pk}/").status_code == 404


def test_the_members_of_the_session_before_are_brought(
    case_type: RecordType, group_type: RecordType, counsellor: Any, supervisor: Any, office: Any
) -> None:
    today = timezone.localdate()
    said = [{"held": (today - timedelta(days=ago)).isoformat(), "group_code": "G1"} for ago in (7, 0)]
    before, now = (
        open_sheet(counsellor, make_record(group_type, one, by=counsellor, office=office).pk) for one in said
    )
    kept, gone = (mine(case_type, supervisor, office) for _ in range(2))
    for case in (kept, gone):
        assigning.assign(supervisor, case.pk, counsellor)
    cases.add(counsellor, before, [kept.pk, gone.pk])
    assigning.release(supervisor, gone.pk, counsellor.pk)
    browser = signed_in(counsellor)
    session = now.sheet.sessions.get()
    browser.post(f"/workspace/events/{now.record.pk}/sheet/do/", {"session": session.pk, "do": "bring"})
    assert [one.case for one in now.sheet.participants.all()] == [kept]


def test_whoever_works_on_cases_without_changing_them_can_be_assigned(
    case_type: RecordType, counsellor: Any, office: Any
) -> None:
    reader = make_worker(case_type, office, scope="assigned", actions=["view"])
    passer_by = make_worker(case_type, office, scope="office", actions=["view"])
    able = set(assigning.people_for(case_type, [office.pk]))
    assert reader in able
    assert passer_by not in able
