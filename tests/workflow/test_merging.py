"""What goes along with a merge, what comes back with its undoing, and what is refused before anything is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from registry import access, assigning, attempting, contacts, merging, relating
from registry.models import Action, Alias, ContactAttempt, Merge, Record, RecordLink, RecordType, Task
from registry.opening import get_record
from registry.workflow import moving
from registry.workflow.historic import possible as past_of
from registry.workflow.offers import not_the_same, offers
from tests.factories.forms import ask, document, page
from tests.factories.registry import change_record, grant, make_office, make_record, make_type, make_worker
from tests.factories.workflows import make_workflow, state, transition, words
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db
RELATIONS = [
    {"key": "sibling", "label": words("Brother or sister")},
    {"key": "parent", "label": words("Parent of"), "inverse": words("Child of")},
    {"key": "together", "label": words("Found together"), "beside": ["sibling"]},
]


class Cases:
    """Cases that can be merged, and a supervisor who merges them."""

    def __init__(self, world: World) -> None:
        content = dict(world.case.workflow.document) if world.case.workflow else {}
        content["states"] = [*content["states"], state("duplicate", end=True, locked=True)]
        content["transitions"] = [
            *content["transitions"],
            transition("merged", "*", "duplicate", merging=True),
        ]
        RecordType.objects.filter(pk=world.case.pk).update(
            casework={"relations": RELATIONS, "attempts": True}
        )
        make_workflow("case_two", content, world.case)
        self.world, self.by = world, world.supervisor

    def merge(self, gone: Record, kept: Record) -> Merge:
        made = merging.merge(self.by, gone.pk, kept.pk, "Same child")
        gone.refresh_from_db()
        kept.refresh_from_db()
        return made

    def undo(self, made: Merge) -> None:
        merging.undo(self.by, made.pk)

    def due(self, record: Record) -> set[str]:
        return set(Task.objects.filter(record=record, done_at=None).values_list("rule", flat=True))

    def link(self, one: Record, way: str, other: Record) -> RecordLink:
        return relating.link(self.world.worker, one.pk, way, other.pk, "Said so")

    def close(self, record: Record) -> None:
        moving.move(self.by, record.pk, moving.Move("close", record.status, "Over", "en"))
        record.refresh_from_db()


@pytest.fixture
def cases(world: World) -> Cases:
    return Cases(world)


def three(cases: Cases) -> list[Record]:
    return [cases.world.new_case() for _ in range(3)]


class TestAChainOfMerges:
    def test_the_first_is_not_taken_back_before_the_second(self, cases: Cases) -> None:
        first, second, third = three(cases)
        cases.world.visit_of(first, level="low")
        one, two = cases.merge(first, second), cases.merge(second, third)
        with pytest.raises(merging.Refused, match="First take that back"):
            cases.undo(one)
        assert Record.objects.get(parent__isnull=False).parent == third
        cases.undo(two)
        cases.undo(one)
        assert Record.objects.get(parent__isnull=False).parent == first

    def test_earlier_numbers_lead_to_the_end_of_the_chain_and_back(self, cases: Cases) -> None:
        first, second, third = three(cases)
        cases.merge(first, second)
        two = cases.merge(second, third)
        names = {first.reference, second.reference}
        assert set(third.aliases.values_list("reference", flat=True)) == names
        cases.undo(two)
        assert Alias.objects.get().record == second


class TestWhatIsRefused:
    def test_an_open_case_is_not_lost_in_a_closed_one(self, cases: Cases) -> None:
        gone, kept, _third = three(cases)
        cases.close(kept)
        with pytest.raises(merging.Refused, match="is over and goes on here"):
            cases.merge(gone, kept)
        cases.merge(kept, gone)
        assert cases.due(gone) == {"call_back"}

    def test_merging_is_no_way_around_a_handover(self, cases: Cases) -> None:
        there = make_office("JSR")
        both = make_worker(cases.world.case, cases.world.office, there, scope="office")
        mine = cases.world.new_case()
        theirs = make_record(cases.world.case, {"visits": 1}, office=there)
        with pytest.raises(merging.Refused, match="different offices"):
            merging.merge(both, mine.pk, theirs.pk, "Same")

    def test_nobody_marks_a_duplicate_without_naming_the_other_one(self, cases: Cases) -> None:
        record = cases.world.new_case()
        assert "merged" not in {one.transition.key for one in offers(cases.by, record, "en")}
        assert "merged" not in {one.key for one in past_of(record)}
        with pytest.raises(moving.Refused):
            moving.move(cases.by, record.pk, moving.Move("merged", record.status, "Same", "en"))

    def test_it_is_not_offered_where_it_cannot_be(self, world: World) -> None:
        record = world.new_case()
        assert f"/case/{record.pk}/merge/" not in page_of(
            world.supervisor, f"/workspace/records/case/{record.pk}/"
        )
        cases = Cases(world)
        assert f"/case/{record.pk}/merge/" in page_of(cases.by, f"/workspace/records/case/{record.pk}/")


def in_vain(record: Record) -> list[date]:
    return contacts.vain(record, contacts.tapped(record))


class TestWhatGoesAlong:
    def test_links_to_others_go_along_and_come_back(self, cases: Cases) -> None:
        gone, kept, other = three(cases)
        cases.link(other, "sibling", gone)
        made = cases.merge(gone, kept)
        assert [one.other for one in relating.related(cases.by, kept)] == [other]
        assert relating.related(cases.by, gone) == []
        cases.undo(made)
        assert [one.other for one in relating.related(cases.by, gone)] == [other]
        assert relating.related(cases.by, kept) == []

    def test_a_link_that_would_say_nothing_or_contradict_ends_for_as_long(self, cases: Cases) -> None:
        gone, kept, other = three(cases)
        cases.link(gone, "sibling", kept)
        cases.link(gone, "parent", other)
        cases.link(kept, "sibling", other)
        made = cases.merge(gone, kept)
        assert [one.label["en"] for one in relating.related(cases.by, kept)] == ["Brother or sister"]
        cases.undo(made)
        assert len(relating.related(cases.by, gone)) == 2

    def test_whoever_worked_on_it_goes_on_and_sees_what_they_wrote(self, cases: Cases) -> None:
        world, kept = cases.world, cases.world.new_case()
        owner, helper = (make_worker(world.case, world.office, scope="assigned") for _ in range(2))
        gone = make_record(world.case, {"visits": 1}, by=owner, office=world.office)
        assigning.assign(cases.by, gone.pk, helper)
        made = cases.merge(gone, kept)
        for person in (owner, helper):
            access.forget(person)
            assert access.can(person, Action.VIEW, kept)
        cases.undo(made)
        for person in (owner, helper):
            assert not access.can(person, Action.VIEW, kept)
            assert access.can(person, Action.VIEW, gone)

    def test_attempts_to_reach_the_child_count_together(self, cases: Cases) -> None:
        RecordType.objects.filter(key=cases.world.case.key).update(casework={"attempts": True})
        gone, kept, _third = three(cases)
        today = timezone.localdate()
        for record, days in ((gone, (9, 5)), (kept, (5, 1))):
            for day in days:
                attempting.note(cases.world.worker, record.pk, reached=False, day=today - timedelta(days=day))
        made = cases.merge(gone, kept)
        assert len(in_vain(kept)) == 3
        cases.undo(made)
        assert (len(in_vain(kept)), len(in_vain(gone))) == (2, 2)
        assert ContactAttempt.objects.count() == 4

    def test_of_two_tasks_for_one_thing_the_earlier_stays(self, cases: Cases) -> None:
        gone, kept, _third = three(cases)
        Task.objects.filter(record=gone).update(due=timezone.localdate() - timedelta(days=2))
        before = {one.pk: one.record_id for one in Task.objects.filter(done_at=None)}
        made = cases.merge(gone, kept)
        left = Task.objects.get(record=kept, done_at=None)
        assert left.due < timezone.localdate()
        cases.undo(made)
        assert {one.pk: one.record_id for one in Task.objects.filter(done_at=None)} == before

    def test_what_follows_by_itself_follows_and_is_undone(self, cases: Cases) -> None:
        gone, kept, _third = three(cases)
        cases.world.visit_of(kept, level="low", seen_on="2026-01-01")
        moving.move(cases.by, kept.pk, moving.Move("enrol", "open", "", "en"))
        cases.world.visit_of(gone, level="high", seen_on="2026-02-01")
        made = cases.merge(gone, kept)
        assert kept.status == "in_service"
        cases.undo(made)
        kept.refresh_from_db()
        assert kept.status == "enrolled"

    def test_deadlines_come_back_although_the_other_case_ended_since(self, cases: Cases) -> None:
        gone, kept, _third = three(cases)
        made = cases.merge(gone, kept)
        cases.close(kept)
        cases.undo(made)
        assert cases.due(gone) == {"call_back"}
        assert cases.due(kept) == set()


def test_moving_a_record_is_no_change_of_it(cases: Cases) -> None:
    """Whoever merged may still approve what moved; the history says that it moved, and where to."""
    world = cases.world
    form = document(page("p", ask("case", "record", settings={"record_type": "case"}), ask("said", "text")))
    kind = make_type(form, key="paper", parent_type=world.case, parent_key="case")
    for person in (world.worker, cases.by):
        grant(person, kind, scope="office")
    rule = transition("approve", "open", "done", roles=["supervisor"], four_eyes=["last_editor"])
    make_workflow("paper", {"states": [state("open"), state("done", end=True)], "transitions": [rule]}, kind)
    gone, kept, _third = three(cases)
    given = {"case": str(gone.pk), "said": "Example"}
    paper = make_record(kind, given, by=world.worker, office=world.office, parent=gone)
    made = cases.merge(gone, kept)
    paper = get_record(cases.by, paper.pk)
    assert (paper.parent, paper.data["case"], paper.revision) == (kept, str(kept.pk), 2)
    (offer,) = offers(cases.by, paper, "en")
    assert offer.missing == ""
    assert not_the_same(world.worker, offer.transition, paper)
    assert "Moved below another record" in page_of(cases.by, f"/workspace/records/paper/{paper.pk}/")
    change_record(paper, cases.by, said="Other words")
    assert not_the_same(cases.by, offer.transition, paper)
    cases.undo(made)
    assert Record.objects.get(pk=paper.pk).parent == gone


class TestNumbersAsPeopleTypeThem:
    @pytest.mark.parametrize("typed", ["bangla", "lower", "alias"])
    def test_merging_and_linking_understand_them(self, cases: Cases, typed: str) -> None:
        gone, kept, earlier = three(cases)
        cases.merge(earlier, kept)
        number = {
            "bangla": kept.reference.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")),
            "lower": f" {kept.reference.lower()} ",
            "alias": earlier.reference,
        }[typed]
        address = f"/workspace/records/case/{gone.pk}"
        linked = {"way": "sibling", "reference": number, "reason": "Said so"}
        assert "Both records say so." in posted(cases.world.worker, f"{address}/link/", linked)
        merged = {"reference": number, "reason": "Same child"}
        assert "Merged." in posted(cases.by, f"{address}/merge/", merged)


def test_an_old_tab_that_takes_a_merge_back_says_how_things_stand(cases: Cases) -> None:
    gone, kept, _third = three(cases)
    cases.merge(gone, kept)
    address = f"/workspace/records/case/{gone.pk}/merge/"
    for _press in range(2):
        assert "They are two records again." in posted(cases.by, address, {})


def test_two_records_stand_in_one_relation_unless_it_goes_with_another(cases: Cases) -> None:
    one, two, _third = three(cases)
    cases.link(one, "sibling", two)
    for way in ("parent", "parent~"):
        with pytest.raises(relating.Refused, match="linked already: “Brother or sister”"):
            cases.link(one, way, two)
    cases.link(two, "together", one)
    assert len(relating.related(cases.by, one)) == 2


def posted(person: Any, address: str, given: dict[str, str]) -> str:
    return as_person(person).post(address, given, follow=True).content.decode()
