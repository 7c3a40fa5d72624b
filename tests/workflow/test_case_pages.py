"""The page of a case and those around it, as people see them."""

import re

import pytest
from django.test import Client

from registry import calendars
from registry.models import AccessedRecord, Assignment, ContactAttempt, Handover, Record
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import change_record, grant, make_office, make_record, make_type, make_worker
from tests.factories.workflows import make_child_type, make_workflow, state
from tests.support.pdf_text import Pdf
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db

SECRET = {"sensitivity": "R", "compartment": "location"}


class TestReachingAChild:
    @pytest.fixture(autouse=True)
    def child(self, world: World) -> None:
        form = document(
            page(
                "child",
                ask("safe", **SECRET),
                ask("controlled", "choose_one", choices=choices("yes", "no"), **SECRET),
                ask("phone", "phone", **SECRET),
                ask("kind", "choose_one", choices=choices("at_risk", "survivor"), sensitivity="C"),
            )
        )
        casework = {
            "safe_contact": "safe",
            "free_when": "${controlled} = 'no'",
            "category": "kind",
            "attempts": True,
        }
        self.world, self.kind = world, make_type(form, key="child", casework=casework)
        self.worker = make_worker(self.kind, world.office, scope="assigned")
        make_workflow("child", {"states": [state("open")]}, self.kind)

    def record(self, **answers: str) -> Record:
        given = {
            "safe": "Mornings at school",
            "controlled": "no",
            "phone": "+8801711000000",
            "kind": "at_risk",
        }
        return make_record(self.kind, given | answers, by=self.worker, office=self.world.office)

    def shown(self, record: Record) -> str:
        return page_of(self.worker, f"/workspace/records/child/{record.pk}/")

    def test_the_safe_way_stands_at_the_top_and_beside_the_number(self) -> None:
        text = self.shown(self.record())
        assert text.count("Mornings at school") >= 2
        assert 'href="tel:+8801711000000"' in text

    def test_nobody_calls_while_the_child_is_with_who_controls_them(self) -> None:
        text = self.shown(self.record(controlled="yes"))
        assert "tel:" not in text
        assert "Do not call." in text

    def test_a_number_is_not_callable_where_it_is_not_known(self) -> None:
        assert "tel:" not in self.shown(self.record(controlled=""))

    @pytest.mark.parametrize(("controlled", "warned"), [("no", False), ("yes", True)])
    def test_the_safe_way_stands_before_every_follow_up(self, controlled: str, warned: bool) -> None:
        record, below = self.record(controlled=controlled), make_child_type(self.kind, key="call")
        grant(self.worker, below)
        begin = f"/workspace/fill/registry.new/call/{record.pk}/"
        text = page_of(self.worker, begin)
        assert "Mornings at school" in text
        assert ("Do not call." in text) is warned
        assert AccessedRecord.objects.filter(record=record.pk, event__user=self.worker).exists()

    def test_who_may_not_read_the_safe_way_is_told_to_ask_before_a_follow_up(self) -> None:
        record, below = self.record(), make_child_type(self.kind, key="call")
        clerk = make_worker(self.kind, self.world.office, tier="I", compartments=[])
        grant(clerk, below)
        text = page_of(clerk, f"/workspace/fill/registry.new/call/{record.pk}/")
        assert "Mornings at school" not in text
        assert "Ask before you make contact." in text
        assert "Do not call." in text

    def test_an_attempt_is_one_tap(self) -> None:
        record = self.record()
        address = f"/workspace/records/child/{record.pk}/attempt/"
        done = as_person(self.worker).post(address, {"reached": "0"}, follow=True).content.decode()
        assert "Noted: tried today, not reached." in done
        assert "Not reached on:" in done
        assert ContactAttempt.objects.get().by == self.worker
        assert as_person(self.world.worker).post(address).status_code == 404

    def test_from_at_risk_to_survivor_with_its_days(self) -> None:
        record = self.record()
        assert "since" not in re.sub(r"<[^>]*>", "", self.shown(record).split("Filled in with")[1][:500])
        change_record(record, self.worker, kind="survivor")
        text = self.shown(record)
        assert "at_risk since" in text.replace("At risk", "at_risk").replace("At_risk", "at_risk")
        assert Record.objects.filter(type=self.kind).count() == 1


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
            .post(f"{self.address}office/", {"office": there.pk}, follow=True)
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

    def test_whoever_answers_for_it_sees_who_looked(self) -> None:
        page_of(self.world.worker, self.address)
        as_person(self.world.worker).get(f"{self.address}print/")
        text = page_of(self.world.supervisor, f"{self.address}looked/")
        assert f"<strong>{self.world.worker}</strong> printed it" in text
        assert f"<strong>{self.world.worker}</strong> opened it" in text


def test_a_letter_says_the_least_and_the_name_only_if_it_is_shared(world: World) -> None:
    form = document(
        page(
            "referral",
            ask("need", "long_text"),
            ask("remark", "long_text"),
            ask("named", "choose_one", choices=choices("yes", "no")),
        )
    )
    sharing = {
        "about": "need",
        "recipient": "need",
        "inside_when": "true()",
        "letter": ["need"],
        "identity_when": "${named} = 'yes'",
        "identity": ["full_name"],
    }
    kind = make_type(form, key="referral", parent_type=world.case, casework={"sharing": sharing})
    grant(world.worker, kind, scope="office")
    case = make_record(world.case, {"full_name": "Example Child"}, by=world.worker, office=world.office)
    for named in ("no", "yes"):
        answers = {"need": "A doctor", "remark": "Inside only", "named": named}
        one = make_record(kind, answers, by=world.worker, office=world.office, parent=case)
        response = as_person(world.worker).get(f"/workspace/records/referral/{one.pk}/letter/")
        text = Pdf(response.content).text
        assert "A doctor" in text
        assert "Inside only" not in text
        assert ("Example Child" in text) is (named == "yes")


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
