"""Who works on a case sees it and what belongs to it; guarded records are seen by few, never by those they name."""

from typing import Any

import pytest

from registry import access, assigning, bulk_assign
from registry.models import Action, Assignment, GuardedName, Record, RecordIndex, Task, Watch
from registry.opening import NotVisible, get_record
from registry.query import RecordQuery
from registry.workflow import moving, tasks
from tests.factories.forms import ask, choices, document, make_user, page
from tests.factories.registry import change_record, grant, make_office, make_record, make_type, make_worker
from tests.factories.workflows import make_child_type, make_role, make_workflow, state, task

pytestmark = pytest.mark.django_db


class TestAssignments:
    @pytest.fixture(autouse=True)
    def people(self) -> None:
        self.office = make_office("DHK")
        self.case = make_type(key="case")
        self.visit = make_child_type(self.case)
        self.first, self.second = (make_worker(self.case, self.office, scope="assigned") for _ in range(2))
        for person in (self.first, self.second):
            grant(person, self.visit, scope="assigned")
        self.supervisor = make_worker(self.case, self.office, scope="office")
        self.record = make_record(self.case, by=self.first, office=self.office)
        self.below = make_record(
            self.visit, {"level": "low"}, by=self.first, office=self.office, parent=self.record
        )

    def sees(self, person: Any) -> list[bool]:
        access.forget(person)
        shown = Record.objects.visible_to(person)
        listed = RecordIndex.objects.visible_to(person)
        found = [
            model.filter(pk=one.pk).exists() for one in (self.record, self.below) for model in (shown, listed)
        ]
        found += [access.can(person, Action.VIEW, one) for one in (self.record, self.below)]
        return list(set(found))

    def test_whoever_is_in_charge_sees_the_case_and_what_belongs_to_it(self) -> None:
        assert self.sees(self.first) == [True]
        assert self.sees(self.second) == [False]

    def test_whoever_is_assigned_sees_it_until_it_ends(self) -> None:
        assigning.assign(self.supervisor, self.record.pk, self.second)
        assert self.sees(self.second) == [True]
        assigning.release(self.supervisor, self.record.pk, self.second.pk)
        assert self.sees(self.second) == [False]
        assert Assignment.objects.get().until is not None

    def test_a_case_that_was_handed_over_is_gone_for_the_one_before_with_all_below_it(self) -> None:
        Task.objects.create(
            record=self.record,
            rule="call",
            label={},
            assignee=self.first,
            due="2026-12-01",
            first_due="2026-12-01",
        )
        assigning.assign(self.supervisor, self.record.pk, self.second, lead=True)
        assert (self.sees(self.first), self.sees(self.second)) == ([False], [True])
        assert Task.objects.get().assignee == self.second

    def test_a_colleague_may_not_hand_over(self) -> None:
        reader = make_worker(self.case, self.office, scope="office", actions=[Action.VIEW, Action.EDIT])
        with pytest.raises(NotVisible):
            assigning.assign(reader, self.record.pk, self.second)

    def test_nobody_is_assigned_who_could_not_see_it_then(self) -> None:
        with pytest.raises(assigning.Refused, match="দেখতে পারেন না"):
            assigning.assign(self.supervisor, self.record.pk, make_user())
        assert not Assignment.objects.exists()

    def test_several_are_handed_over_each_on_its_own(self) -> None:
        elsewhere = make_record(self.case, office=make_office("JSR"))
        found = assigning.assign_many(self.supervisor, [self.record.pk, elsewhere.pk], self.second)
        assert [bool(one.problem) for one in found] == [False, True]
        assert Record.objects.get(pk=self.record.pk).owner == self.second

    def test_the_one_in_charge_cannot_just_leave(self) -> None:
        with pytest.raises(assigning.Refused, match="দায়িত্বে"):
            assigning.release(self.supervisor, self.record.pk, self.first.pk)

    def test_only_people_of_its_office_who_change_such_records_are_offered(self) -> None:
        make_worker(self.case, make_office("JSR"), scope="assigned")
        everywhere = make_worker(self.case)
        offered = set(assigning.people_for(self.case, [self.office.pk]))
        assert offered == {self.first, self.second, self.supervisor, everywhere}

    @pytest.mark.parametrize("lead", [True, False])
    def test_somebody_of_another_office_gets_it_by_a_handover_only(self, lead: bool) -> None:
        stranger = make_worker(self.case, make_office("JSR"), scope="assigned")
        with pytest.raises(assigning.Refused, match="অন্য কার্যালয়ে"):
            assigning.assign(self.supervisor, self.record.pk, stranger, lead=lead)
        assert self.sees(stranger) == [False]
        assert Record.objects.get(pk=self.record.pk).owner == self.first

    def test_several_are_given_only_to_people_of_the_offices_one_answers_for(self) -> None:
        stranger = make_worker(self.case, make_office("JSR"), scope="assigned")
        (wanted,) = bulk_assign.offered(self.supervisor, self.case, "en")
        assert isinstance(wanted, bulk_assign.PutInCharge)
        assert wanted.to(str(stranger.pk)) is None
        assert wanted.to(str(self.second.pk)) is not None


class TestGuard:
    @pytest.fixture(autouse=True)
    def people(self) -> None:
        form = document(
            page(
                "incident",
                ask(
                    "staff", "choose_one", choices=choices("yes", "no"), sensitivity="R", compartment="legal"
                ),
                ask("accused", "staff", sensitivity="R", compartment="legal", decline=True),
                ask("place", "text", filterable=True),
            )
        )
        self.kind = make_type(form, key="incident", guard={"when": "${staff} = 'yes'", "names": ["accused"]})
        self.focal, self.other, self.alternate, self.supervisor = (make_user() for _ in range(4))
        for person in (self.focal, self.other):
            self.allow(person, Watch.GUARDED)
        self.allow(self.alternate, Watch.STAND_IN)
        self.allow(self.supervisor, Watch.ORDINARY)

    def allow(self, person: Any, watch: Watch) -> None:
        given = grant(person, self.kind)
        given.watch = watch
        given.save()
        access.forget(person)

    def report(self, accused: Any = None, staff: str = "yes") -> Record:
        answers = {"staff": staff, "place": "Hall"} | ({"accused": str(accused.pk)} if accused else {})
        return make_record(self.kind, answers)

    def who_sees(self, record: Record) -> set[str]:
        names = {
            "focal": self.focal,
            "other": self.other,
            "alternate": self.alternate,
            "supervisor": self.supervisor,
        }
        found = set()
        for name, person in names.items():
            access.forget(person)
            shown = Record.objects.visible_to(person).filter(pk=record.pk).exists()
            counted = RecordQuery(person, self.kind).count().number == 1
            assert {shown, counted, access.can(person, Action.VIEW, record)} == {shown}, name
            found |= {name} if shown else set()
        return found

    def test_an_ordinary_record_is_seen_as_the_grants_say(self) -> None:
        assert self.who_sees(self.report(staff="no")) == {"focal", "other", "supervisor"}

    def test_a_guarded_one_is_for_whoever_handles_them(self) -> None:
        assert self.who_sees(self.report()) == {"focal", "other"}

    def test_whoever_is_named_never_sees_it_and_the_alternate_does(self) -> None:
        assert self.who_sees(self.report(self.focal)) == {"other", "alternate"}

    def test_naming_a_supervisor_guards_it_from_them(self) -> None:
        record = self.report(self.supervisor, staff="no")
        assert self.who_sees(record) == {"focal", "other"}
        with pytest.raises(NotVisible):
            get_record(self.supervisor, record.pk)

    def test_the_guard_follows_a_change_of_the_answers(self) -> None:
        record = self.report(staff="no")
        change_record(record, self.other, staff="yes", accused=str(self.focal.pk))
        assert self.who_sees(record) == {"other", "alternate"}

    def test_rows_of_the_guard_name_nobody(self) -> None:
        self.report(self.focal)
        assert len(GuardedName.objects.get().token) == 64

    def test_the_accused_person_has_no_task_of_it_whatever_their_role(self) -> None:
        role = make_role("focal", self.focal, self.other)
        content = {"states": [state("open")], "at_start": [task("respond", role=role.key)]}
        make_workflow("incident", content, self.kind)
        record = self.report(self.focal)
        moving.added(record, record.owner)
        access.forget(self.focal)
        access.forget(self.other)
        assert [tasks.mine(person).count() for person in (self.focal, self.other)] == [0, 1]

    def test_the_secret_of_guarded_records_is_no_filter_for_who_reads_ordinary_ones(self) -> None:
        self.report()
        assert RecordQuery(self.supervisor, self.kind).facet("place") == {}
        assert RecordQuery(self.focal, self.kind).facet("place") == {"Hall": 1}
