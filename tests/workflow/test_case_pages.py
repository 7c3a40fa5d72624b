"""The page of a case and those around it, as people see them."""

import re

import pytest
from django.utils import timezone

from registry.models import AccessedRecord, ContactAttempt, Record
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import change_record, grant, make_record, make_type, make_worker
from tests.factories.workflows import make_child_type, make_workflow, state, transition
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
                ask("met_on", "date", filterable=True),
            )
        )
        casework = {
            "safe_contact": "safe",
            "free_when": "${controlled} = 'no'",
            "category": "kind",
            "attempts": True,
        }
        self.world, self.kind = world, make_type(form, key="child", casework=casework, sort="-met_on")
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
    def test_the_safe_way_stands_on_paper_with_a_number(self, controlled: str, warned: bool) -> None:
        below = make_type(
            document(page("p", ask("mother", "phone"), ask("word"))), key="enrol", parent_type=self.kind
        )
        grant(self.worker, below)
        child = self.record(controlled=controlled)
        for answers in ({"mother": "+8801711000000", "word": "x"}, {"word": "x"}):
            record = make_record(below, answers, by=self.worker, office=self.world.office, parent=child)
            answer = as_person(self.worker).get(f"/workspace/records/enrol/{record.pk}/print/?lang=en")
            text = Pdf(answer.content).text
            assert ("Mornings at school" in text) is ("mother" in answers), "no more than a number needs"
            assert ("Do not call." in text) is (warned and "mother" in answers)

    def test_a_number_on_paper_warns_who_may_not_see_the_case(self) -> None:
        below = make_type(document(page("p", ask("mother", "phone"))), key="enrol", parent_type=self.kind)
        other = make_worker(below, self.world.office)
        answers = {"mother": "+8801711000000"}
        record = make_record(below, answers, by=other, office=self.world.office, parent=self.record())
        answer = as_person(other).get(f"/workspace/records/enrol/{record.pk}/print/?lang=en")
        text = Pdf(answer.content).text
        assert "Ask before you make contact." in text
        assert "Mornings" not in text

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

    def test_a_slip_is_taken_back_by_who_made_it_and_both_stand_in_the_history(self) -> None:
        record = self.record()
        address = f"/workspace/records/child/{record.pk}/attempt/"
        client = as_person(self.worker)
        client.post(address, {"reached": "0"})
        text = client.post(address, {"reached": "1"}, follow=True).content.decode()
        assert "Noted last by" in text
        assert "Reached on" in text
        assert "Not reached on:" not in text
        slip = ContactAttempt.objects.get(reached=True)
        colleague = make_worker(self.kind, self.world.office, scope="office")
        assert 'name="back"' not in page_of(colleague, f"/workspace/records/child/{record.pk}/")
        refused = as_person(colleague).post(address, {"back": slip.pk}, follow=True).content.decode()
        assert "Only the last entry can be taken back" in refused
        for _press in range(2):
            text = client.post(address, {"back": slip.pk}, follow=True).content.decode()
            assert "Taken back." in text
        assert "Not reached on:" in text
        today = f"{timezone.localdate():%d/%m/%Y}"
        assert f"Tried on {today}, not reached" in text
        assert f"Taken back: Reached on {today}" in text
        client.post(address, {"reached": "1"})
        assert ContactAttempt.objects.filter(reached=True).count() == 2

    def test_nothing_is_noted_where_nothing_is_counted_or_the_work_is_over(self) -> None:
        record = self.record()
        address = f"/workspace/records/child/{record.pk}/attempt/"
        workflow = {
            "states": [state("open"), state("lost", end=True, locked=True)],
            "transitions": [transition("lose", "open", "lost", roles=["worker"])],
        }
        make_workflow("losing", workflow, self.kind)
        Record.objects.filter(pk=record.pk).update(status="lost")
        text = as_person(self.worker).post(address, {"reached": "0"}, follow=True).content.decode()
        assert "have it reopened first" in text
        assert 'name="reached"' not in text
        other = self.world.new_case()
        address = f"/workspace/records/case/{other.pk}/attempt/"
        text = as_person(self.world.worker).post(address, {"reached": "0"}, follow=True).content.decode()
        assert "not counted for records of this kind" in text
        assert not ContactAttempt.objects.exists()

    def test_from_at_risk_to_survivor_with_its_days(self) -> None:
        record = self.record()
        assert "since" not in self.categories(record)
        change_record(record, self.worker, kind="survivor")
        today = f"{timezone.localdate():%d/%m/%Y}"
        assert f"at_risk since {today}" in self.categories(record)
        assert Record.objects.filter(type=self.kind).count() == 1

    def test_a_category_counts_from_the_day_that_the_record_bears(self) -> None:
        record = self.record(met_on="2025-03-05")
        record = change_record(record, self.worker, kind="survivor", met_on="2025-08-10")
        text = self.categories(record)
        assert "at_risk since 05/03/2025" in text
        assert "survivor since 10/08/2025" in text
        record = change_record(record, self.worker, met_on="2025-08-11")
        assert "survivor since 11/08/2025" in self.categories(record)
        change_record(record, self.worker, kind="at_risk")
        text = self.categories(record)
        assert "at_risk since 05/03/2025" in text
        assert f"at_risk since {timezone.localdate():%d/%m/%Y}" in text

    def test_a_date_that_is_put_right_dates_the_category_anew(self) -> None:
        record = self.record(met_on="2026-11-01")
        record = change_record(record, self.worker, met_on="2025-03-05")
        change_record(record, self.worker, kind="survivor")
        assert "at_risk since 05/03/2025" in self.categories(record)

    def categories(self, record: Record) -> str:
        """What stands about them on the page, without marks."""
        text = re.sub(r"<[^>]*>", "", self.shown(record).split("Filled in with")[0])
        return (
            text.replace("At risk", "at_risk").replace("At_risk", "at_risk").replace("Survivor", "survivor")
        )
