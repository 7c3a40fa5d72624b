"""Committees in the workspace: a meeting's page, the confidential part, members; and nothing of those elsewhere."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forms_builder.models import ChoiceItem, ChoiceList
from registry.models import AccessEvent, Record, RecordType
from tests.factories.forms import make_user
from tests.factories.registry import make_office
from tests.factories.trainings import make_body, make_minutes, make_officer, make_person, points
from tests.security.scanning import places
from tests.support.pdf_text import Pdf
from tests.trainings.conftest import signed_in
from trainings.committees import confidential, members
from trainings.committees.bodies import visible_bodies
from trainings.models import Body, Meeting

pytestmark = pytest.mark.django_db


def meeting(record: Record) -> Meeting:
    return Meeting.objects.get(pk=record.pk)


def test_a_meetings_page_tells_quorum_decisions_and_points(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    make_minutes(minutes, body, officer, ago=60, points=points("From before"))
    agenda = [{"item": "Desk", "discussion": "Inner talk", "decision": "Visit it monthly"}]
    record = make_minutes(minutes, body, officer, came=2, agenda=agenda, points=points("Visit the desk"))
    page = signed_in(officer).get(f"/workspace/meetings/{record.pk}/").content.decode()
    for said in (
        "No quorum: 2 of 2 members came, 3 were needed",
        "Visit it monthly",
        "Visit the desk",
        "From before",
    ):
        assert said in page, said
    assert page.index("From before") < page.index("Visit it monthly")
    assert "Inner talk" not in page


def test_the_confidential_part_is_sealed_and_apart(
    minutes: RecordType, body: Body, officer: Any, office: Any
) -> None:
    record = make_minutes(minutes, body, officer)
    client, where = signed_in(officer), f"/workspace/meetings/{record.pk}/confidential/"
    client.post(where, {"text": "MARKinner1 said", "base": "0"})
    assert "MARKinner1" in client.get(where).content.decode()
    assert places(["MARKinner1"]) == {}
    assert AccessEvent.objects.filter(records=[str(record.pk)], tiers="C").exists()
    for page in (f"/workspace/meetings/{record.pk}/", f"/workspace/records/minutes/{record.pk}/"):
        assert "MARKinner1" not in client.get(page).content.decode()
    reader = signed_in(make_officer(minutes, office, tier="I", compartments=[], actions=["view"]))
    assert reader.get(f"/workspace/meetings/{record.pk}/").status_code == 200
    assert reader.get(where).status_code == 404


def test_two_who_write_the_confidential_part_lose_nothing(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    record = make_minutes(minutes, body, officer)
    confidential.write(officer, meeting(record), "What was first", 0)
    client, where = signed_in(officer), f"/workspace/meetings/{record.pk}/confidential/"
    answered = client.post(where, {"text": "What came second", "base": "0"})
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "What was first" in page
    assert "What came second" in page


def test_bodies_elsewhere_are_not_there(minutes: RecordType, body: Body, officer: Any) -> None:
    record = make_minutes(minutes, body, officer)
    common = make_body(None)
    other = make_officer(minutes, make_office("JSR"))
    assert set(visible_bodies(other)) == {common}
    client, stranger = signed_in(other), signed_in(make_user())
    for address in (
        f"committees/{body.pk}/",
        f"committees/{body.pk}/next/",
        f"committees/{body.pk}/members/add/",
        f"meetings/{record.pk}/",
        f"meetings/{record.pk}/confidential/",
    ):
        assert client.get(f"/workspace/{address}").status_code == 404, address
        assert stranger.get(f"/workspace/{address}").status_code == 404, address
    assert stranger.get("/workspace/committees/").status_code == 404


def test_members_are_added_and_leave_on_the_pages(body: Body, officer: Any) -> None:
    positions = ChoiceList.objects.create(key="com_role", name="Positions")
    ChoiceItem.objects.create(list=positions, value="chair", label_bn="সভাপতি", label_en="Chair")
    person = make_person("Example Chair", by=officer)
    client, where = signed_in(officer), f"/workspace/committees/{body.pk}/members/add/"
    assert "Example Chair" in client.get(f"{where}?q=chair").content.decode()
    posted = {"person": str(person.pk), "position": "chair", "since": "০১/০২/২০২৪"}
    assert client.post(where, {**posted, "since": "32/01/2024"}).status_code == 422
    done = client.post(where, posted)
    assert done.status_code == 302, (done.context["form"].errors, done.context["problem"])
    (held,) = body.memberships.all()
    assert (held.since, held.person) == (date(2024, 2, 1), person)
    client.post(f"/workspace/committees/{body.pk}/members/{held.pk}/leave/")
    held.refresh_from_db()
    assert held.until == timezone.localdate()


def test_people_without_minutes_to_write_see_no_list_of_members(
    minutes: RecordType, body: Body, officer: Any, office: Any
) -> None:
    members.join(officer, body, make_person("Example Chair"), position="chair", since=date(2024, 1, 1))
    reader: Client = signed_in(make_officer(minutes, office, tier="I", compartments=[], actions=["view"]))
    assert "Example Chair" not in reader.get(f"/workspace/committees/{body.pk}/").content.decode()
    assert "Example Chair" in signed_in(officer).get(f"/workspace/committees/{body.pk}/").content.decode()


def test_the_minutes_on_paper_hold_all_but_what_stays_inside_and_have_room_to_sign(
    minutes: RecordType, body: Body, officer: Any, office: Any
) -> None:
    agenda = [{"item": "Desk", "discussion": "Inner talk", "decision": "Visit it monthly"}]
    to_do = [{**one, "who": "Example Secretary"} for one in points("Visit the desk")]
    record = make_minutes(minutes, body, officer, came=2, number=7, agenda=agenda, points=to_do)
    client, where = signed_in(officer), f"/workspace/meetings/{record.pk}"
    client.post(f"{where}/confidential/", {"text": "MARKinner2 said", "base": "0"})
    whole = on_paper(client, f"{where}/minutes/?lang=en")
    for words in ("Example Member 1", "No quorum: 2 of 2 members came", "Inner talk", "Visit it monthly"):
        assert words in whole, words
    for words in ("Visit the desk", "Example Secretary", "Member secretary: name, signature, date"):
        assert words in whole, words
    public = on_paper(client, f"{where}/decisions/?lang=en")
    assert "Visit it monthly" in public
    assert not any(words in public for words in ("Inner talk", "Example Member", "MARKinner2"))
    reader = signed_in(make_officer(minutes, office, tier="I", compartments=[], actions=["view"]))
    theirs = on_paper(reader, f"{where}/minutes/?lang=en")
    assert "Example Member" not in theirs
    assert "MARKinner2" not in whole + theirs


def on_paper(client: Client, address: str) -> str:
    return " ".join(Pdf(client.get(address).content).text.replace("\u200b", "").split())
