"""Grants change with two people: nobody gives a role, their own least of all, a child's file by themselves."""

import ast
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import translation

from registry import access
from registry.admin import granting
from registry.models import Action, ConfigVersion, Grant, GrantProposal, Record
from tests.build.conftest import ROOT
from tests.factories.forms import make_user
from tests.factories.registry import make_record, make_type
from tests.registry_pages.conftest import signed_in

pytestmark = pytest.mark.django_db
GRANTS = "/admin/registry/grant/"


class Office:
    """A role that sets grants up with two people in it, and one more person who may from elsewhere."""

    def __init__(self) -> None:
        self.kind = make_type(key="visit", name_en="Visits")
        self.role = Group.objects.create(name="System admins")
        rights = [f"{verb}_grant" for verb in ("view", "add", "change", "delete")]
        self.role.permissions.set(
            Permission.objects.filter(codename__in=["access_admin", "view_recordtype", *rights])
        )
        self.first, self.second = make_user(full_name="First Admin"), make_user(full_name="Second Admin")
        for person in (self.first, self.second):
            person.groups.add(self.role)
        self.readers = Group.objects.create(name="Readers")

    def form(self, role: Group, **more: Any) -> dict[str, Any]:
        given = {
            "group": role.pk,
            "record_type": self.kind.pk,
            "actions": ["view"],
            "scope": "all",
            "tier": "I",
        }
        return given | more

    def propose(self, role: Group, **more: Any) -> GrantProposal:
        answer = signed_in(self.first).post(f"{GRANTS}create/", self.form(role, **more))
        assert answer.status_code == 302, answer.context["form"].errors
        return GrantProposal.objects.get(decided_at=None)


@pytest.fixture
def world(db: None) -> Any:
    with translation.override("en"):
        yield Office()


def address(proposal: GrantProposal) -> str:
    return f"/admin/registry/grant/proposal/{proposal.pk}/"


def says(client: Client, where: str, **posted: str) -> str:
    answer = client.post(where, posted, follow=True) if posted else client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def in_force() -> list[str]:
    return [f"{one.group} {one.scope} {one.tier} {one.may}" for one in Grant.objects.order_by("pk")]


def test_nobody_gives_their_own_role_a_childs_file_by_themselves(world: Office) -> None:
    record = make_record(world.kind)
    proposal = world.propose(
        world.role, tier="R", actions=["view", "edit"], compartments=["identity", "clinical"]
    )
    me = signed_in(world.first)
    assert "so somebody else has to confirm it" in says(me, address(proposal))
    assert "You proposed it" in says(me, address(proposal), do="confirm")
    assert in_force() == []
    assert not Record.objects.visible_to(world.first).filter(pk=record.pk).exists()


def test_another_person_sees_in_words_what_would_change_and_confirms_it(world: Office) -> None:
    proposal = world.propose(world.readers, tier="R", compartments=["identity"])
    other = signed_in(world.second)
    assert "Give: Readers – Visits (all)" in says(other, GRANTS)
    text = says(other, address(proposal))
    assert all(words in text for words in ("First Admin", "restricted", "who somebody is", "Readers"))
    assert "in force now" in says(other, address(proposal), do="confirm")
    assert in_force() == ["Readers all R see"]
    assert "Proposed by First Admin, confirmed by Second Admin" in says(other, GRANTS)


def test_both_stand_in_the_report_with_what_changed_in_words(world: Office) -> None:
    granting.confirm(world.second, world.propose(world.readers).pk)
    grant = Grant.objects.get()
    form = world.form(world.readers, tier="R", compartments=["clinical"], actions=["view", "edit"])
    signed_in(world.first).post(f"{GRANTS}edit/{grant.pk}/", form)
    granting.confirm(world.second, GrantProposal.objects.get(decided_at=None).pk)
    text = says(signed_in(world.first), f"/admin/registry/type/{world.kind.pk}/versions/")
    assert text.count("proposed by First Admin, confirmed by Second Admin") == 2
    assert "Given: Readers (all). What the role may do: see; Up to sensitivity: internal" in text
    assert "Before: What the role may do: see; Up to sensitivity: internal" in text
    assert "Now: What the role may do: see, change; Up to sensitivity: restricted" in text
    assert "health and counselling" in text
    assert "how it was before the first change here" in text


def test_the_first_report_tells_what_a_pack_had_given(world: Office) -> None:
    Grant.objects.create(group=world.readers, record_type=world.kind, actions=["view"], scope="all", tier="I")
    signed_in(world.first).post(
        f"{GRANTS}edit/{Grant.objects.get().pk}/", world.form(world.readers, tier="R", actions=["view"])
    )
    granting.confirm(world.second, GrantProposal.objects.get().pk)
    first, second = ConfigVersion.objects.filter(kind="grants").order_by("number")
    assert (first.by, first.document["Readers, all"]["tier"]) == (None, "I")
    assert (second.by, second.confirmed_by, second.document["Readers, all"]["tier"]) == (
        world.first,
        world.second,
        "R",
    )


def test_who_gains_by_it_confirms_it_only_where_nobody_else_can(world: Office) -> None:
    proposal = world.propose(world.role)
    outsider = make_user(is_superuser=True)
    with pytest.raises(granting.Refused, match="Your own role would gain"):
        granting.confirm(world.second, proposal.pk)
    outsider.is_active = False
    outsider.save()
    granting.confirm(world.second, proposal.pk)
    assert in_force() == ["System admins all I see"]


def test_changing_and_taking_away_wait_too_by_every_button_of_the_admin(world: Office) -> None:
    granting.confirm(world.second, world.propose(world.readers).pk)
    before, grant, me = in_force(), Grant.objects.get(), signed_in(world.first)
    me.post(f"{GRANTS}edit/{grant.pk}/", world.form(world.readers, tier="R"))
    assert in_force() == before
    assert "waits already" in me.post(f"{GRANTS}delete/{grant.pk}/", follow=True).content.decode()
    granting.refuse(world.first, GrantProposal.objects.get(decided_at=None).pk, "")
    me.post(f"{GRANTS}delete/{grant.pk}/")
    assert in_force() == before
    granting.confirm(world.second, GrantProposal.objects.get(decided_at=None).pk)
    assert in_force() == []


def test_a_refusal_has_a_reason_that_whoever_proposed_it_reads(world: Office) -> None:
    proposal, other = world.propose(world.readers), signed_in(world.second)
    assert "Say why." in says(other, address(proposal), do="refuse")
    says(other, address(proposal), do="refuse", reason="Trainers need no names")
    assert in_force() == []
    assert "Trainers need no names" in says(signed_in(world.first), GRANTS)


def test_an_old_tab_changes_nothing(world: Office) -> None:
    proposal, other = world.propose(world.readers), signed_in(world.second)
    granting.refuse(world.first, proposal.pk, "")
    assert "decided already" in says(other, address(proposal), do="confirm")
    assert "decided already" in says(other, address(proposal), do="refuse", reason="x")
    assert in_force() == []


def test_what_changed_meanwhile_is_proposed_anew(world: Office) -> None:
    granting.confirm(world.second, world.propose(world.readers).pk)
    grant = Grant.objects.get()
    signed_in(world.first).post(f"{GRANTS}edit/{grant.pk}/", world.form(world.readers, tier="R"))
    Grant.objects.update(scope="office")  # a pack on the server
    with pytest.raises(granting.Refused, match="has changed since"):
        granting.confirm(world.second, GrantProposal.objects.get(decided_at=None).pk)
    assert in_force() == ["Readers office I see"]


def test_it_is_nobodys_business_who_may_not_change_grants(world: Office) -> None:
    proposal, reader = world.propose(world.readers), make_user()
    looks = Group.objects.create(name="Looks")
    looks.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_grant"]))
    reader.groups.add(looks)
    client = signed_in(reader)
    for way in (client.get(address(proposal)), client.post(address(proposal), {"do": "confirm"})):
        assert way.status_code in (302, 403)
    assert in_force() == []


def test_it_is_said_in_bangla_too(world: Office) -> None:
    proposal = world.propose(world.readers)
    type(world.second).objects.filter(pk=world.second.pk).update(language="bn")
    assert "নিশ্চিত করুন" in says(signed_in(world.second), address(proposal))


def test_no_other_code_writes_grants() -> None:
    """What is proposed in the admin is written by `granting`, what a pack says by packs, and by nothing else."""
    writers = {
        str(path.relative_to(ROOT))
        for package in ("site/nirapod", "forms_builder", "registry", "trainings", "knowledge")
        for path in (ROOT / package).rglob("*.py")
        if any(writes_grants(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert writers <= {"registry/packs/kinds.py", "site/nirapod/bench/registry_data.py"}


def writes_grants(node: ast.AST) -> bool:
    """Whether it is a call such as `Grant.objects.create(…)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    ways = {"create", "update", "bulk_create", "update_or_create", "get_or_create", "delete", "bulk_update"}
    return node.func.attr in ways and "Grant.objects" in ast.unparse(node.func)


def test_a_confirmed_grant_counts(world: Office) -> None:
    record, reader = make_record(world.kind), make_user()
    reader.groups.add(world.readers)
    granting.confirm(world.second, world.propose(world.readers).pk)
    assert access.can(reader, Action.VIEW, record)


def test_who_may_confirm_is_told_on_the_first_page_and_who_proposed_is_not(world: Office) -> None:
    proposal = world.propose(world.readers)
    told = "Confirm or refuse: Give: Readers – Visits (all)"
    first, second = (
        signed_in(one).get("/workspace/").content.decode() for one in (world.first, world.second)
    )
    assert told in second
    assert f'href="{address(proposal)}"' in second
    assert told not in first
    assert told not in signed_in(make_user()).get("/workspace/").content.decode()
    granting.confirm(world.second, proposal.pk)
    assert told not in signed_in(world.second).get("/workspace/").content.decode()
