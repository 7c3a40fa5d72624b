"""A change that was begun shows nothing of the record once the record is not that person's any more."""

import pytest
from django.test import Client

from forms_builder.filling.handlers import get as handler
from forms_builder.models import Draft
from registry import access, handing_over
from registry.models import Action, Grant, Record
from tests.factories.registry import begin, grant, make_office, make_worker, type_in
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person

pytestmark = pytest.mark.django_db

SECRET = "Zqx-secret-4711"
GONE = "This is no longer yours to fill in"


@pytest.fixture
def case(world: World) -> Record:
    return world.new_case(district="dhaka", visits=3, full_name=SECRET, venue="Hall 7")


def pages_of(draft: Draft) -> list[str]:
    return [f"/workspace/fill/{draft.pk}/{way}" for way in ("", "about/", "people/", "check/")]


def moved_away(world: World, case: Record) -> None:
    there = make_office("JSR")
    receiver = make_worker(world.case, there, scope="office")
    asked = handing_over.ask(world.supervisor, case.pk, there, "Moved there")
    handing_over.answer(receiver, asked.pk, accept=True)


def shows_nothing(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 404, address
    assert GONE in text, address
    assert SECRET not in text, address


def test_a_change_of_a_record_that_moved_away_shows_none_of_its_answers(world: World, case: Record) -> None:
    draft, client = begin(world.worker, "registry.edit", str(case.pk)), as_person(world.worker)
    type_in(draft, visits=4)
    assert SECRET in client.get(f"/workspace/fill/{draft.pk}/check/").content.decode()
    moved_away(world, case)
    for address in (
        *pages_of(draft),
        *(f"/workspace/fill/{draft.pk}/{way}/" for way in ("version", "merge")),
    ):
        shows_nothing(client, address)
    for typed in ({"visits": "5", "page-do": "autosave"}, {"page-do": "options:venue"}, {}):
        for step in ("about", "check"):
            answer = client.post(f"/workspace/fill/{draft.pk}/{step}/", typed)
            assert (answer.status_code, SECRET in answer.content.decode()) == (404, False)
    assert Record.objects.get(pk=case.pk).data["visits"] == 3


def test_what_is_typed_below_such_a_record_is_kept_out_of_sight_too(world: World, case: Record) -> None:
    draft, client = begin(world.worker, "registry.new", f"visit/{case.pk}"), as_person(world.worker)
    assert client.get(f"/workspace/fill/{draft.pk}/check/").status_code == 200
    moved_away(world, case)
    shows_nothing(client, f"/workspace/fill/{draft.pk}/check/")


def test_the_list_leads_there_and_the_draft_can_be_thrown_away(world: World, case: Record) -> None:
    draft, client = begin(world.worker, "registry.edit", str(case.pk)), as_person(world.worker)
    Draft.objects.filter(pk=draft.pk).update(revision=1)
    moved_away(world, case)
    home = client.get("/workspace/").content.decode()
    assert str(draft.pk) in home
    assert case.reference not in home
    assert SECRET not in client.get(f"/workspace/fill/{draft.pk}/delete/").content.decode()
    client.post(f"/workspace/fill/{draft.pk}/delete/")
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_it_is_said_in_bangla_too(world: World, case: Record) -> None:
    draft, client = begin(world.worker, "registry.edit", str(case.pk)), as_person(world.worker)
    type(world.worker).objects.filter(pk=world.worker.pk).update(language="bn")
    moved_away(world, case)
    assert "এটি পূরণ করা এখন আর আপনার কাজ নয়" in client.get(f"/workspace/fill/{draft.pk}/").content.decode()


def test_a_right_that_became_narrower_takes_its_answers_out_of_sight(world: World, case: Record) -> None:
    draft, client = begin(world.worker, "registry.edit", str(case.pk)), as_person(world.worker)
    Grant.objects.filter(group__user=world.worker, record_type=world.case).update(compartments=[])
    for step in ("about", "check"):
        text = client.get(f"/workspace/fill/{draft.pk}/{step}/").content.decode()
        assert SECRET not in text
        assert "Hall 7" in text


def test_who_may_only_read_it_now_goes_on_with_no_change(world: World, case: Record) -> None:
    draft, client = begin(world.worker, "registry.edit", str(case.pk)), as_person(world.worker)
    Grant.objects.filter(group__user=world.worker, record_type=world.case).delete()
    grant(world.worker, world.case, [Action.VIEW], scope="office", tier="I", compartments=())
    access.forget(world.worker)
    assert handler("registry.edit").withheld(world.worker, str(case.pk), draft.version) is None
    shows_nothing(client, f"/workspace/fill/{draft.pk}/check/")
