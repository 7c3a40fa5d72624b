"""Records that belong together, read from both sides; and what happened around a case, kind by kind."""

from typing import Any

import pytest

from registry import relating
from registry.events import Refused
from registry.models import Record, RecordEvent, RecordLink, RecordType
from registry.opening import NotVisible
from tests.factories.registry import grant, make_office, make_record, make_worker
from tests.factories.workflows import make_child_type, words
from tests.support.queries import at_most
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db
RELATIONS = [
    {"key": "sibling", "label": words("Brother or sister")},
    {"key": "parent", "label": words("Parent of"), "inverse": words("Child of"), "one_back": True},
]


@pytest.fixture
def family(world: World) -> World:
    RecordType.objects.filter(pk=world.case.pk).update(casework={"relations": RELATIONS})
    world.case.refresh_from_db()
    return world


def link(world: World, one: Record, way: str, other: Record) -> RecordLink:
    return relating.link(world.worker, one.pk, way, other.pk, "Said so themselves")


def test_the_other_side_shows_the_inverse(family: World) -> None:
    mother, child = family.new_case(), family.new_case()
    address = f"/workspace/records/case/{mother.pk}/"
    client = as_person(family.worker)
    given = {"way": "parent", "reference": child.reference, "reason": "Birth certificate"}
    done = client.post(f"{address}link/", given, follow=True).content.decode()
    assert "Both records say so." in done
    assert f'Parent of: <a class="nowrap" href="/workspace/records/case/{child.pk}/">' in done
    assert "Child of:" in page_of(family.worker, f"/workspace/records/case/{child.pk}/")
    assert RecordEvent.objects.filter(kind="linked").count() == 2


def test_a_link_may_be_made_from_either_side(family: World) -> None:
    mother, child = family.new_case(), family.new_case()
    link(family, child, "parent~", mother)
    assert RecordLink.objects.get().from_record == mother


def test_siblings_are_siblings_both_ways_and_only_once(family: World) -> None:
    one, two = family.new_case(), family.new_case()
    link(family, one, "sibling", two)
    assert page_of(family.worker, f"/workspace/records/case/{two.pk}/").count("Brother or sister") == 1
    with pytest.raises(Refused, match="linked like this already"):
        link(family, two, "sibling", one)
    with pytest.raises(Refused, match="another record"):
        link(family, one, "sibling", one)


def test_as_many_as_the_relation_allows(family: World) -> None:
    mother, aunt, child = (family.new_case() for _ in range(3))
    link(family, mother, "parent", child)
    with pytest.raises(Refused, match="to another record"):
        link(family, aunt, "parent", child)


def test_ending_a_link_needs_a_reason_and_it_may_begin_again(family: World) -> None:
    one, two = family.new_case(), family.new_case()
    made = link(family, one, "sibling", two)
    client = as_person(family.worker)
    address = f"/workspace/records/case/{two.pk}/unlink/{made.pk}/"
    assert "This field is required" in client.post(address, {"reason": ""}).content.decode()
    assert "The link has ended." in client.post(address, {"reason": "Cousins"}, follow=True).content.decode()
    assert client.get(address).status_code == 404
    assert relating.related(family.worker, one) == []
    link(family, one, "sibling", two)
    assert RecordLink.objects.count() == 1


def test_a_record_that_somebody_may_not_see_is_not_linked_and_not_told_of(family: World) -> None:
    there = make_office("JSR")
    mine, theirs = family.new_case(), make_record(family.case, {"visits": 1}, office=there)
    with pytest.raises(NotVisible):
        link(family, mine, "sibling", theirs)
    given = {"way": "sibling", "reference": theirs.reference, "reason": "Heard it"}
    address = f"/workspace/records/case/{mine.pk}/link/"
    said = as_person(family.worker).post(address, given).content.decode()
    assert "There is no such record that you may see." in said
    both = make_worker(family.case, family.office, there, scope="office")
    relating.link(both, mine.pk, "sibling", theirs.pk, "Known to both offices")
    assert theirs.reference not in page_of(family.worker, f"/workspace/records/case/{mine.pk}/")


class TestTimeline:
    @pytest.fixture(autouse=True)
    def case(self, world: World) -> None:
        self.world = world
        RecordType.objects.filter(pk=world.visit.pk).update(sort="-seen_on")
        self.call = make_child_type(world.case, key="call", name_en="Calls")
        grant(world.worker, self.call, scope="office")
        self.record = world.new_case()
        self.address = f"/workspace/records/case/{self.record.pk}/"

    def below(self, kind: RecordType, **answers: Any) -> Record:
        world = self.world
        return make_record(kind, answers, by=world.worker, office=world.office, parent=self.record)

    def test_all_kinds_stand_together_by_the_day_on_which_it_happened(self) -> None:
        late = self.below(self.world.visit, seen_on="2026-03-01")
        early = self.below(self.world.visit, seen_on="2025-12-24")
        call = self.below(self.call)
        text = page_of(self.world.worker, f"{self.address}timeline/")
        places = [text.index(one.reference) for one in (call, late, early)]
        assert places == sorted(places)
        assert "24/12/2025" in text
        on_page = page_of(self.world.worker, self.address)
        assert "The whole timeline" in on_page

    def test_one_kind_alone(self) -> None:
        visit, call = self.below(self.world.visit, seen_on="2026-03-01"), self.below(self.call)
        text = page_of(self.world.worker, f"{self.address}timeline/?kind=call")
        assert call.reference in text
        assert visit.reference not in text

    def test_kinds_that_somebody_may_not_see_are_not_there(self) -> None:
        call = self.below(self.call)
        text = page_of(self.world.supervisor, f"{self.address}timeline/")
        assert call.reference not in text
        assert "Calls" not in text

    def test_a_long_case_asks_no_more_than_a_short_one(self) -> None:
        client = as_person(self.world.worker)
        for _ in range(12):
            self.below(self.world.visit, seen_on="2026-03-01")
        client.get(f"{self.address}timeline/")
        with at_most(16):
            client.get(f"{self.address}timeline/")
