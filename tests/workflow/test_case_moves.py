"""Merging duplicates and taking it back, going to another office, turning what came in into a case, calendars."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from registry import access, calendars, converting, handing_over, intake, merging
from registry.models import Action, Alias, Record, RecordLink, Task
from registry.opening import NotVisible
from registry.workflow import tasks
from tests.factories.forms import ask, choices, document, make_user, page
from tests.factories.registry import fill_in, grant, make_office, make_type, make_worker
from tests.factories.workflows import make_workflow, state, task, transition
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person

pytestmark = pytest.mark.django_db


class TestMerging:
    @pytest.fixture(autouse=True)
    def two_cases(self, world: World) -> None:
        document_ = dict(world.case.workflow.document) if world.case.workflow else {}
        document_["states"] = [*document_["states"], state("duplicate", end=True, locked=True)]
        document_["transitions"] = [
            *document_["transitions"],
            transition("mark_duplicate", "open", "duplicate", roles=["supervisor"]),
        ]
        make_workflow("case_two", document_, world.case)
        self.world = world
        self.kept, self.gone = world.new_case(), world.new_case()
        world.visit_of(self.gone, level="low")
        self.visit = Record.objects.get(parent=self.gone)

    def merge(self) -> None:
        self.made = merging.merge(self.world.supervisor, self.gone.pk, self.kept.pk, "Same child")
        self.look()

    def look(self) -> None:
        for one in (self.gone, self.kept, self.visit):
            one.refresh_from_db()

    def test_what_lay_below_and_was_due_moves_along(self) -> None:
        self.merge()
        assert (self.visit.parent, self.gone.status) == (self.kept, "duplicate")
        assert Task.objects.filter(record=self.gone, done_at=None).count() == 0
        assert Alias.objects.get(record=self.kept).reference == self.gone.reference

    def test_it_can_be_taken_back_whole(self) -> None:
        due = set(Task.objects.filter(record=self.gone, done_at=None).values_list("pk", flat=True))
        self.merge()
        merging.undo(self.world.supervisor, self.made.pk)
        self.look()
        assert (self.visit.parent, self.gone.status) == (self.gone, "open")
        assert set(Task.objects.filter(record=self.gone, done_at=None).values_list("pk", flat=True)) == due
        assert not Alias.objects.exists()
        with pytest.raises(merging.Refused, match="already"):
            merging.undo(self.world.supervisor, self.made.pk)

    def test_its_button_pressed_twice_does_not_take_it_back(self) -> None:
        client, address = as_person(self.world.supervisor), f"/workspace/records/case/{self.gone.pk}/merge/"
        for _press in range(2):
            wanted = {"reference": self.kept.reference, "reason": "Same child"}
            assert "Merged." in client.post(address, wanted, follow=True).content.decode()
        found = merging.merge_of(self.gone)
        assert found is not None
        assert found.kept == self.kept

    def test_it_needs_a_reason_another_record_and_the_right(self) -> None:
        supervisor = self.world.supervisor
        with pytest.raises(merging.Refused, match="Say why"):
            merging.merge(supervisor, self.gone.pk, self.kept.pk, "  ")
        with pytest.raises(merging.Refused, match="another record"):
            merging.merge(supervisor, self.gone.pk, self.gone.pk, "Same")
        reader = make_worker(
            self.world.case, self.world.office, scope="office", actions=[Action.VIEW, Action.EDIT]
        )
        with pytest.raises(NotVisible):
            merging.merge(reader, self.gone.pk, self.kept.pk, "Same")
        self.merge()
        with pytest.raises(merging.Refused, match="already"):
            merging.merge(supervisor, self.gone.pk, self.kept.pk, "Same")


class TestAnotherOffice:
    @pytest.fixture(autouse=True)
    def offices(self, world: World) -> None:
        self.world, self.there = world, make_office("JSR")
        self.receiver = make_worker(world.case, self.there, scope="office")
        grant(self.receiver, world.visit, scope="office")
        self.record = world.new_case()
        world.visit_of(self.record, level="low")

    def test_nothing_moves_before_it_is_accepted(self) -> None:
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        assert not access.can(self.receiver, Action.VIEW, self.record)
        assert list(handing_over.waiting_for(self.receiver)) == [asked]
        assert list(handing_over.waiting_for(self.world.supervisor)) == []
        handing_over.answer(self.receiver, asked.pk, accept=False, reason="Full here")
        self.record.refresh_from_db()
        assert self.record.office == self.world.office

    def test_with_the_acceptance_all_of_it_moves_and_is_gone_here(self) -> None:
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        handing_over.answer(self.receiver, asked.pk, accept=True)
        whole = Record.objects.filter(pk=self.record.pk) | Record.objects.filter(parent=self.record)
        assert whole.visible_to(self.receiver).count() == 2
        assert not Record.objects.visible_to(self.world.supervisor).filter(pk=self.record.pk).exists()
        assert set(
            Task.objects.filter(record=self.record, done_at=None).values_list("assignee", flat=True)
        ) == {self.receiver.pk}

    def test_nobody_decides_for_another_office_or_twice(self) -> None:
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        with pytest.raises(asked.DoesNotExist):
            handing_over.answer(self.world.supervisor, asked.pk, accept=True)
        with pytest.raises(handing_over.Refused, match="on its way"):
            handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        with pytest.raises(handing_over.Refused, match="already"):
            handing_over.ask(self.world.supervisor, self.record.pk, self.world.office, "Moved there")
        handing_over.answer(self.receiver, asked.pk, accept=False, reason="Full here")
        with pytest.raises(handing_over.Refused, match="already"):
            handing_over.answer(self.receiver, asked.pk, accept=True)
        asked.refresh_from_db()
        assert asked.accepted is False

    def test_it_says_why_and_so_does_a_refusal(self) -> None:
        with pytest.raises(handing_over.Refused, match="Say why"):
            handing_over.ask(self.world.supervisor, self.record.pk, self.there, "  ")
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved to an aunt")
        assert b"aunt" not in bytes(asked.sealed_reason)
        with pytest.raises(handing_over.Refused, match="Say why"):
            handing_over.answer(self.receiver, asked.pk, accept=False)
        assert handing_over.waiting_for(self.receiver).exists()

    def test_a_refusal_is_a_task_of_whoever_asked_until_they_ask_again(self) -> None:
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        handing_over.answer(self.receiver, asked.pk, accept=False, reason="Full here")
        told = Task.objects.get(rule=handing_over.DECIDE, done_at=None)
        assert told.assignee == self.world.supervisor
        assert told.due >= timezone.localdate()
        assert tasks.mine(self.world.supervisor).filter(pk=told.pk).exists()
        handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Ask again")
        assert not Task.objects.filter(rule=handing_over.DECIDE, done_at=None).exists()

    def test_who_accepts_has_to_look_through_it_by_a_day(self) -> None:
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        handing_over.answer(self.receiver, asked.pk, accept=True)
        (task_,) = tasks.mine(self.receiver).filter(rule=handing_over.LOOK_THROUGH)
        assert task_.due > timezone.localdate()
        assert set(task_.label) == {"bn", "en"}

    def test_an_offer_can_be_taken_back_and_nobody_accepts_it_then(self) -> None:
        asked = handing_over.ask(self.world.supervisor, self.record.pk, self.there, "Moved there")
        with pytest.raises(NotVisible):
            handing_over.take_back(self.receiver, self.record.pk)
        handing_over.take_back(self.world.supervisor, self.record.pk)
        with pytest.raises(handing_over.Refused, match="taken it back"):
            handing_over.answer(self.receiver, asked.pk, accept=True)
        with pytest.raises(handing_over.Refused, match="no open offer"):
            handing_over.take_back(self.world.supervisor, self.record.pk)


class TestIntake:
    @pytest.fixture(autouse=True)
    def alerts(self, world: World) -> None:
        form = document(
            page("alert", ask("place", "choose_one", choices=choices("dhaka", "khulna")), ask("said", "text"))
        )
        casework = {
            "intake": True,
            "becomes": {
                "to": "case",
                "answers": {"district": "place"},
                "reference": "venue",
                "transition": "resolve",
            },
        }
        self.world, self.kind = world, make_type(form, key="alert", casework=casework)
        content = {
            "states": [state("new"), state("resolved", end=True, locked=True)],
            "at_start": [task("respond", days=1, role="supervisor")],
            "transitions": [transition("resolve", "new", "resolved", roles=["supervisor"])],
        }
        make_workflow("alert", content, self.kind)
        grant(world.supervisor, self.kind, scope="office")
        fill_in(world.supervisor, "registry.new", "alert", place="khulna", said="Example")
        self.alert = Record.objects.get(type=self.kind)

    def test_it_waits_in_the_queue_with_its_day(self) -> None:
        (waiting,) = intake.queue(self.world.supervisor)
        assert (waiting.record, waiting.new) == (self.alert, True)
        assert waiting.due is not None
        assert waiting.due > timezone.localdate()
        assert intake.queue(self.world.worker) == []

    def test_it_becomes_a_case_with_what_is_known_and_leaves_the_queue(self) -> None:
        fill_in(self.world.supervisor, converting.CONVERT, str(self.alert.pk), visits=1)
        made = Record.objects.get(type=self.world.case)
        assert (made.data["district"], made.data["venue"]) == ("khulna", self.alert.reference)
        assert RecordLink.objects.get(relation="became").to_record == made
        assert intake.queue(self.world.supervisor) == []
        assert converting.Converted().assignment(self.world.supervisor, str(self.alert.pk)) is None

    def test_nobody_converts_what_they_may_not_see(self) -> None:
        assert converting.Converted().assignment(self.world.worker, str(self.alert.pk)) is None


class TestCalendars:
    def test_a_calendar_has_the_days_and_words_and_no_case(self, world: World) -> None:
        record = world.new_case()
        text = calendars.calendar(world.worker).decode()
        assert "SUMMARY:Call back" in text
        assert record.reference not in text
        assert str(record.pk) not in text

    def test_the_address_is_a_secret_that_can_be_taken_back(self, world: World) -> None:
        first = calendars.new_address(world.worker)
        assert calendars.owner_of(first) == world.worker
        second = calendars.new_address(world.worker)
        assert (calendars.owner_of(first), calendars.owner_of(second)) == (None, world.worker)
        calendars.revoke(world.worker)
        assert calendars.owner_of(second) is None

    def test_a_closed_account_has_no_calendar(self, world: World) -> None:
        secret = calendars.new_address(world.worker)
        world.worker.is_active = False
        world.worker.save()
        assert calendars.owner_of(secret) is None

    def test_the_daily_mail_tells_two_numbers_and_no_name(self, world: World) -> None:
        record = world.new_case()
        Task.objects.update(due=timezone.localdate() - timedelta(days=1))
        assert calendars.tell(world.worker)
        assert "1 task is late." in mail.outbox[0].body.replace("১", "1") or "১" in mail.outbox[0].body
        assert record.reference not in mail.outbox[0].body + mail.outbox[0].subject
        assert not calendars.tell(make_user())
