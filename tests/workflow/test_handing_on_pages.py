"""The pages by which a case goes to a colleague, another record or another office, and the calendar, as people see them."""

import re

import pytest
from django.test import Client

from registry import calendars
from registry.models import Assignment, Handover, Record
from tests.factories.registry import make_office, make_worker
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db


class TestHandingOn:
    @pytest.fixture(autouse=True)
    def case(self, world: World) -> None:
        self.world, self.record = world, world.new_case()
        self.address = f"/workspace/records/case/{self.record.pk}/"

    def test_a_supervisor_puts_somebody_else_in_charge(self) -> None:
        colleague = make_worker(self.world.case, self.world.office, scope="assigned")
        client = as_person(self.world.supervisor)
        assert "Who works on it" in client.get(self.address).content.decode()
        text = client.post(
            f"{self.address}people/", {"person": colleague.pk, "lead": "on"}, follow=True
        ).content.decode()
        assert "Assigned." in text
        assert Record.objects.get(pk=self.record.pk).owner == colleague
        assert Assignment.objects.get(until=None).user == colleague
        assert (
            "Somebody has to be in charge"
            in client.post(f"{self.address}people/", {"release": colleague.pk}, follow=True).content.decode()
        )

    def test_merging_asks_for_a_number_that_exists(self) -> None:
        client = as_person(self.world.supervisor)
        text = client.post(
            f"{self.address}merge/", {"reference": "NONE-1", "reason": "Same"}
        ).content.decode()
        assert "There is no such record that you may see." in text

    def test_another_office_is_asked_and_accepts(self) -> None:
        there = make_office("JSR")
        receiver = make_worker(self.world.case, there, scope="office")
        text = (
            as_person(self.world.supervisor)
            .post(f"{self.address}office/", {"office": there.pk, "reason": "Moved there"}, follow=True)
            .content.decode()
        )
        assert "Offered." in text
        assert self.record.reference in page_of(receiver, "/workspace/incoming/")
        asked = Handover.objects.get()
        assert (
            as_person(self.world.supervisor)
            .post("/workspace/incoming/", {"handover": asked.pk, "answer": "accept"})
            .status_code
            == 404
        )
        as_person(receiver).post("/workspace/incoming/", {"handover": asked.pk, "answer": "accept"})
        assert page_of(receiver, self.address)
        assert as_person(self.world.supervisor).get(self.address).status_code == 404

    def test_the_page_tells_of_an_offer_a_refusal_and_the_move(self) -> None:
        there = make_office("JSR")
        receiver, client = (
            make_worker(self.world.case, there, scope="office"),
            as_person(self.world.supervisor),
        )
        asked = {"office": there.pk, "reason": "Her aunt lives there"}
        assert (
            "This field is required."
            in client.post(f"{self.address}office/", {"office": there.pk}).content.decode()
        )
        client.post(f"{self.address}office/", asked)
        for text in (page_of(self.world.supervisor, self.address), page_of(receiver, "/workspace/incoming/")):
            assert "Her aunt lives there" in text
        assert "Take the offer back" in page_of(self.world.supervisor, self.address)
        back = client.post(f"{self.address}office/", {"take_back": "1"}, follow=True).content.decode()
        assert "The offer to Office JSR was taken back" in back
        assert "Her aunt" not in page_of(receiver, "/workspace/incoming/")
        again = client.post(f"{self.address}office/", {"take_back": "1"}, follow=True).content.decode()
        assert "There is no open offer any more." in again
        client.post(f"{self.address}office/", asked)
        here = as_person(receiver)
        no = {"handover": Handover.objects.get(answered_at=None).pk, "answer": "refuse"}
        assert "Say why." in here.post("/workspace/incoming/", no, follow=True).content.decode()
        here.post("/workspace/incoming/", {**no, "reason": "No bed is free"})
        text = page_of(self.world.supervisor, self.address)
        assert text.count("Office JSR refused the case") == 2
        assert "No bed is free" in text
        client.post(f"{self.address}office/", asked)
        yes = {"handover": Handover.objects.get(answered_at=None).pk, "answer": "accept"}
        here.post("/workspace/incoming/", yes)
        assert "Moved from Office DHK to Office JSR" in page_of(receiver, self.address)
        assert "Moved from Office DHK to Office JSR" in page_of(receiver, f"{self.address}timeline/")

    def test_whoever_answers_for_it_sees_who_looked(self) -> None:
        page_of(self.world.worker, self.address)
        as_person(self.world.worker).get(f"{self.address}print/")
        text = page_of(self.world.supervisor, f"{self.address}looked/")
        assert f"<strong>{self.world.worker}</strong> printed it" in text
        assert f"<strong>{self.world.worker}</strong> opened it" in text


def test_a_calendar_needs_its_secret_and_no_sign_in(world: World) -> None:
    world.new_case()
    text = as_person(world.worker).post("/workspace/calendar/").content.decode()
    found = re.search(r"/workspace/calendar/[\w-]+\.ics", text)
    assert found
    response = Client().get(found[0])
    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content
    assert Client().get("/workspace/calendar/made-up.ics").status_code == 404
    as_person(world.worker).post("/workspace/calendar/", {"revoke": "1"})
    assert Client().get(found[0]).status_code == 404
    assert calendars.owner_of("made-up") is None
