"""Who may see and do what. Failures first: without a grant there is nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from registry import access
from registry.access import can, forget, reach
from registry.models import Action, Record, RecordIndex, Scope
from tests.factories.forms import ask, make_user
from tests.factories.registry import grant, make_office, make_record, make_type, make_worker, work_in
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


class TestNothing:
    def test_is_seen_without_a_grant_not_even_ones_own_records(self) -> None:
        writer = make_user()
        make_record(make_type(), by=writer)
        assert not Record.objects.visible_to(writer).exists()

    def test_is_seen_by_a_superuser_without_a_grant(self) -> None:
        record = make_record(make_type())
        superuser = make_user(is_superuser=True)
        assert not Record.objects.visible_to(superuser).exists()
        assert not any(can(superuser, action, record) for action in Action)

    def test_is_seen_by_somebody_whose_account_is_closed(self) -> None:
        record = make_record(make_type())
        worker = make_worker(record.type)
        worker.is_active = False
        assert not Record.objects.visible_to(worker).exists()

    def test_is_seen_by_strangers(self) -> None:
        record = make_record(make_type())
        assert not Record.objects.visible_to(AnonymousUser()).exists()
        assert not can(AnonymousUser(), Action.VIEW, record)

    def test_follows_from_a_grant_for_another_type(self) -> None:
        record = make_record(make_type())
        assert not Record.objects.visible_to(make_worker(make_type())).exists()
        assert not can(make_worker(make_type()), Action.VIEW, record)

    def test_is_seen_through_a_grant_to_add_only(self) -> None:
        record = make_record(make_type())
        worker = make_worker(record.type, actions=[Action.CREATE])
        assert not Record.objects.visible_to(worker).exists()
        assert can(worker, Action.CREATE, record.type)


class TestScopes:
    def test_own_is_what_one_wrote(self) -> None:
        record_type, office = make_type(), make_office()
        worker = make_worker(record_type, office, scope=Scope.OWN)
        mine = make_record(record_type, by=worker, office=office)
        make_record(record_type, office=office)
        assert list(Record.objects.visible_to(worker)) == [mine]

    @pytest.mark.parametrize("scope", [Scope.OWN, Scope.ASSIGNED])
    def test_what_one_wrote_or_works_on_is_theirs_for_as_long_as_they_are_in_its_office(
        self, scope: Scope
    ) -> None:
        record_type, here, there = make_type(), make_office(), make_office()
        worker = make_worker(record_type, here, scope=scope)
        mine = make_record(record_type, by=worker, office=here)
        gone = make_record(record_type, by=worker, office=there)
        for model in (Record, RecordIndex):
            assert list(model.objects.visible_to(worker).values_list("pk", flat=True)) == [mine.pk]
        assert can(worker, Action.VIEW, mine)
        assert not any(can(worker, action, gone) for action in Action)
        worker.office_memberships.all().delete()
        forget(worker)
        assert not Record.objects.visible_to(worker).exists()
        assert not can(worker, Action.VIEW, mine)

    def test_office_is_where_one_works(self) -> None:
        record_type = make_type()
        here, there = make_office(), make_office()
        worker = make_worker(record_type, here, scope=Scope.OFFICE)
        near = make_record(record_type, office=here)
        far = make_record(record_type, office=there)
        assert list(Record.objects.visible_to(worker)) == [near]
        assert can(worker, Action.EDIT, near)
        assert not can(worker, Action.EDIT, far)

    def test_an_office_grant_shows_nothing_to_somebody_without_an_office(self) -> None:
        record = make_record(make_type())
        assert not Record.objects.visible_to(make_worker(record.type, scope=Scope.OFFICE)).exists()

    def test_all_is_all_of_that_type(self) -> None:
        record_type, other = make_type(), make_type()
        worker = make_worker(record_type)
        records = {make_record(record_type), make_record(record_type, office=make_office())}
        make_record(other)
        assert set(Record.objects.visible_to(worker)) == records
        assert RecordIndex.objects.visible_to(worker).count() == 2

    def test_several_roles_add_up(self) -> None:
        first, second = make_type(), make_type()
        worker = make_worker(first, make_office(), scope=Scope.OWN)
        grant(worker, second, scope=Scope.ALL)
        mine, any_ = make_record(first, by=worker), make_record(second)
        make_record(first)
        assert set(Record.objects.visible_to(worker)) == {mine, any_}


class TestSecrets:
    def test_a_question_above_the_tier_is_not_allowed(self) -> None:
        record_type = make_type()
        found = reach(make_worker(record_type, tier="I"), record_type)
        assert found.allows(ask("a"))
        assert not found.allows(ask("b", sensitivity="C"))

    def test_a_compartment_one_is_not_in_is_closed_whatever_the_tier(self) -> None:
        record_type = make_type()
        found = reach(make_worker(record_type, tier="R", compartments=["identity"]), record_type)
        assert found.allows(ask("name", sensitivity="R", compartment="identity"))
        assert not found.allows(ask("finding", sensitivity="C", compartment="clinical"))
        assert found.allows(ask("note", sensitivity="R"))
        assert found.allows(ask("ward", sensitivity="I", compartment="clinical"))

    def test_tier_of_one_grant_and_compartment_of_another_do_not_mix(self) -> None:
        record_type = make_type()
        worker = make_worker(record_type, make_office(), tier="R", compartments=[])
        grant(worker, record_type, tier="C", compartments=["clinical"], scope=Scope.OWN)
        mine = make_record(record_type, by=worker)
        assert (
            not reach(worker, record_type)
            .on(mine)
            .allows(ask("finding", sensitivity="R", compartment="clinical"))
        )

    def test_what_is_allowed_on_ones_own_is_not_on_others(self) -> None:
        record_type = make_type()
        worker = make_worker(record_type, make_office(), scope=Scope.ALL, tier="I", compartments=[])
        grant(worker, record_type, scope=Scope.OWN, tier="R")
        mine, other = make_record(record_type, by=worker), make_record(record_type)
        secret = ask("finding", sensitivity="R", compartment="clinical")
        assert reach(worker, record_type).on(mine).allows(secret)
        assert not reach(worker, record_type).on(other).allows(secret)
        assert not reach(worker, record_type).in_lists.allows(secret)

    def test_in_lists_two_narrow_grants_allow_what_both_do(self) -> None:
        record_type = make_type()
        worker = make_worker(record_type, make_office(), scope=Scope.OFFICE, tier="I", compartments=[])
        grant(worker, record_type, scope=Scope.OWN, tier="R")
        found = reach(worker, record_type).in_lists
        assert found.allows(ask("a"))
        assert not found.allows(ask("b", sensitivity="C"))

    def test_can_asks_for_tier_and_compartment_too(self) -> None:
        record = make_record(make_type())
        worker = make_worker(record.type, tier="C", compartments=["identity"])
        assert can(worker, Action.VIEW, record, tier="C", compartment="identity")
        assert not can(worker, Action.VIEW, record, tier="R", compartment="identity")
        assert not can(worker, Action.VIEW, record, tier="C", compartment="legal")


def test_reach_tells_what_a_page_needs() -> None:
    record_type = make_type()
    worker = make_worker(record_type, actions=[Action.VIEW, Action.EXPORT], tier="C", compartments=["legal"])
    found = reach(worker, record_type)
    assert found.actions == {Action.VIEW, Action.EXPORT}
    assert (found.scope, found.tier, found.compartments) == (Scope.ALL, "C", {"legal"})


def test_rights_cost_two_queries_and_are_kept_on_the_user_only() -> None:
    record = make_record(make_type())
    worker = make_worker(record.type, make_office())
    with at_most(2):
        assert all(can(worker, action, record) for action in Action)
        assert reach(worker, record.type).scope is Scope.ALL
    again = type(worker).objects.get(pk=worker.pk)
    again.groups.clear()
    assert not can(again, Action.VIEW, record)


def test_the_menu_has_types_one_may_see_or_add_to() -> None:
    seen, added, closed = make_type(), make_type(), make_type(active=False)
    worker = make_worker(seen, actions=[Action.VIEW])
    grant(worker, added, actions=[Action.CREATE])
    grant(worker, closed)
    make_type()
    assert set(access.visible_types(worker)) == {seen, added}


def test_offices_are_those_one_works_in() -> None:
    worker, office = make_user(), make_office()
    work_in(worker, office)
    assert access.offices_of(worker) == (office.pk,)
