"""Checking in by oneself: links that die, a hall that sends at once, a trainer who decides, and nothing of others shown."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from registry.models import Record, RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import make_event, make_event_type, make_person, make_trainer
from tests.security.scanning import places
from tests.trainings.conftest import signed_in
from trainings.checking_in import deciding, links, taking
from trainings.models import CheckIn, Mark, Participant, Person, Session
from trainings.sheets.opening import OpenSheet

AT_ONCE = 100
"""Threads that send at the same moment; each has a connection to the database of its own."""
PHONE = "01700-0000{n:02}"


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office, ago=0, days=1)


@pytest.fixture
def session(opened: OpenSheet) -> Session:
    return opened.sheet.sessions.all()[0]


def where(session: Session) -> str:
    return links.path(links.make(session))


def typed(number: int = 1, **more: str) -> dict[str, str]:
    return {"name": "রহিম উদ্দিন", "phone": PHONE.format(n=number), **more}


@pytest.mark.django_db
def test_somebody_checks_in_without_an_account(session: Session) -> None:
    page = Client().get(where(session))
    assert page.status_code == 200
    assert "Example training" not in page.content.decode()  # the link says nothing of the event
    assert Client().post(where(session), typed()).status_code == 200
    assert CheckIn.objects.get().opened()["name"] == "রহিম উদ্দিন"
    assert places(["1700000001"]) == {}
    assert not Participant.objects.exists()


@pytest.mark.django_db
def test_a_link_dies_and_a_made_up_one_never_lived(session: Session) -> None:
    address = where(session)
    with time_machine.travel(timezone.localtime() + timedelta(minutes=16), tick=False):
        over = Client().post(address, typed())
    assert over.status_code == 410
    assert Client().post("/check-in/WzEsMTc5OTk5OTk5OV0:abc:def/", typed()).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"name": ""}, {"phone": ""}, {"phone": "12"}])
def test_what_is_missing_is_said_and_what_was_typed_stays(session: Session, wrong: dict[str, str]) -> None:
    answered = Client().post(where(session), typed(agency="Example Thana") | wrong)
    assert answered.status_code == 422
    assert "Example Thana" in answered.content.decode()
    assert not CheckIn.objects.exists()


@pytest.mark.django_db
def test_one_number_twice_is_one_check_in(session: Session) -> None:
    first, second = (Client().post(where(session), typed()).content.decode() for _ in range(2))
    assert [page.partition("<main")[2] for page in (first, second)].count(first.partition("<main")[2]) == 2
    assert CheckIn.objects.count() == 1


@pytest.mark.django_db
def test_three_hundred_telephones_in_a_minute_are_held_back_and_lose_nothing(session: Session) -> None:
    taken, refused = 0, 0
    for number in range(300):
        try:
            taking.take(session.pk, name="Example", phone=f"+88017000{number:05}")
            taken += 1
        except taking.TooMany:
            refused += 1
    assert (taken, refused) == (150, 150)
    answered = Client().post(where(session), typed(phone="01800-000077"))
    assert answered.status_code == 429
    assert "01800-000077" in answered.content.decode()
    with time_machine.travel(timezone.localtime() + timedelta(seconds=61), tick=False):
        assert Client().post(where(session), typed(phone="01800-000077")).status_code == 200
    assert CheckIn.objects.count() == 151


@pytest.mark.django_db
def test_the_trainer_confirms_and_they_are_present(
    browser: Client, event: Record, opened: OpenSheet, session: Session, trainer: Any
) -> None:
    known = make_person("Rahim Uddin", phone="+8801700000001")
    for number, name in ((1, "রহিম উদ্দিন"), (2, "Salma Example"), (3, "Karim Example")):
        Client().post(where(session), typed(number, name=name))
    make_person("Karim Example", agency="Elsewhere")
    page = browser.get(f"/workspace/events/{event.pk}/sheet/check-in/?session={session.pk}").content.decode()
    assert "data:image/svg+xml" in page
    assert "Confirm 2 people without a question" in page
    browser.post(f"/workspace/events/{event.pk}/sheet/check-in/", {"session": session.pk, "do": "all"})
    rows = Participant.objects.select_related("person")
    assert {one.origin for one in rows} == {"checked_in"}
    assert known in {one.person for one in rows}
    assert Mark.objects.filter(session=session, state="p").count() == 2
    (left,) = deciding.waiting(session)
    posted = {"session": session.pk, "check_in": str(left.check_in.pk), "do": "confirm", "as": "new"}
    browser.post(f"/workspace/events/{event.pk}/sheet/check-in/", posted)
    assert Person.objects.filter(name_en="Karim Example").count() == 2


@pytest.mark.django_db
def test_nobody_of_the_hall_is_erased(browser: Client, event: Record, session: Session) -> None:
    Client().post(where(session), typed(name="Nobody Here"))
    one = CheckIn.objects.get()
    posted = {"session": session.pk, "check_in": str(one.pk), "do": "refuse"}
    browser.post(f"/workspace/events/{event.pk}/sheet/check-in/", posted)
    one.refresh_from_db()
    assert bytes(one.sealed) == b""
    assert not Participant.objects.exists()
    assert deciding.waiting(session) == []


@pytest.mark.django_db
def test_only_who_runs_the_event_decides(event: Record, event_type: RecordType, session: Session) -> None:
    Client().post(where(session), typed())
    elsewhere = signed_in(make_trainer(event_type, make_office("JSR")))
    address = f"/workspace/events/{event.pk}/sheet/check-in/"
    assert elsewhere.get(f"{address}?session={session.pk}").status_code == 404
    assert elsewhere.post(address, {"session": session.pk, "do": "all"}).status_code == 404
    assert not Participant.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_are_all_kept() -> None:
    """On the engine that the tests run on: `DATABASE_URL` chooses it."""
    office, event_type = make_office("DHK"), make_event_type()
    trainer = make_trainer(event_type, office)
    event = make_event(event_type, trainer, office, ago=0, days=1)
    session = Session.objects.filter(sheet=event.pk)[0]
    address = where(session)
    ready = Barrier(AT_ONCE)

    def send(number: int) -> int:
        try:
            ready.wait(timeout=60)
            typed_in = typed(name=f"Example {number}", phone=f"0170000{number:04}")
            return Client().post(address, typed_in).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert answers == [200] * AT_ONCE
    names = {one.opened()["name"] for one in CheckIn.objects.filter(session=session)}
    assert names == {f"Example {number}" for number in range(AT_ONCE)}
