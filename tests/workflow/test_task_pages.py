"""The pages of tasks and next steps, as people see them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.models import AccessEvent, Action, Grant, Record, Role, Task
from registry.workflow.moving import Move, move
from tests.factories.forms import make_user
from tests.factories.registry import make_worker
from tests.factories.workflows import make_role
from tests.workflow.conftest import World


def as_person(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(user: Any, address: str) -> str:
    response = as_person(user).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def record(world: World) -> Record:
    made = world.new_case()
    world.visit_of(made, level="low", points=2)
    move(world.supervisor, made.pk, Move("enrol", "open", language="en"))
    made.refresh_from_db()
    return made


def address_of(record: Record) -> str:
    return f"/workspace/records/case/{record.pk}/"


def test_the_first_page_tells_what_is_due(world: World) -> None:
    made = world.new_case()
    assert "Call back" in (text := page(world.worker, "/workspace/"))
    assert made.reference in text


def test_a_record_shows_what_is_next_due_and_below_it(world: World, record: Record) -> None:
    text = page(world.supervisor, address_of(record))
    for words in (
        "Close",
        "What is due",
        "Assess",
        "Visits",
        "What belongs to this record",
        "Open → Enrolled",
    ):
        assert words in text
    assert f"/workspace/fill/registry.new/visit/{record.pk}/" in text


def test_a_step_that_is_not_possible_yet_says_what_is_missing(world: World) -> None:
    made = world.new_case()
    assert "A visit is needed first." in page(world.supervisor, address_of(made))
    assert "A visit is needed first." in page(world.supervisor, f"{address_of(made)}move/enrol/")


def test_the_page_of_a_step_says_what_will_happen_and_asks_why(world: World, record: Record) -> None:
    client, address = as_person(world.supervisor), f"{address_of(record)}move/close/"
    assert "from “Enrolled” to “Closed”" in client.get(address).content.decode()
    refused = client.post(address, {"seen": "enrolled", "reason": ""}).content.decode()
    assert "Say why." in refused
    done = client.post(address, {"seen": "enrolled", "reason": "Example reason"}, follow=True)
    assert "The status is now: Closed" in done.content.decode()
    assert "Example reason" in page(world.supervisor, address_of(record))


def test_nobody_else_finds_the_page_of_a_step(world: World, record: Record) -> None:
    address = f"{address_of(record)}move/close/"
    assert as_person(world.worker).get(address).status_code == 404
    assert as_person(make_user()).get(address).status_code == 404


def test_a_second_press_says_how_things_stand(world: World, record: Record) -> None:
    client, address = as_person(world.supervisor), f"{address_of(record)}move/close/"
    told = client.get(f"{address_of(record)}move/enrol/", follow=True).content.decode()  # an old tab
    assert "The status is now: Enrolled" in told
    review = Task.objects.get(rule="review")
    for _press in range(2):
        done = client.post(f"/workspace/tasks/{review.pk}/done/", follow=True).content.decode()
    assert "This task is done already." in done
    later = client.get(f"/workspace/tasks/{review.pk}/later/", follow=True).content.decode()
    assert "This task is done already." in later
    for _press in range(2):
        closed = client.post(address, {"seen": "enrolled", "reason": "Example"}, follow=True)
    assert "The status is now: Closed" in closed.content.decode()
    assert record.transitions.filter(to_status="closed").count() == 1
    assert client.get(f"{address_of(record)}move/made_up/").status_code == 404


def test_a_task_is_done_or_put_off_from_the_list(world: World, record: Record) -> None:
    client = as_person(world.supervisor)
    review = Task.objects.get(rule="review")
    later = f"/workspace/tasks/{review.pk}/later/"
    said = client.post(later, {"until": "31/02/2027", "reason": ""}).content.decode()
    assert "There is no such day" in said
    assert "This field is required" in said
    assert client.post(later, {"until": "০১/০৩/২০২৭", "reason": "waiting"}).status_code in (200, 302)
    done = client.post(f"/workspace/tasks/{review.pk}/done/", follow=True)
    assert "Done." in done.content.decode()


def test_a_reason_written_in_vain_stays_on_the_page(world: World, record: Record) -> None:
    client, address = as_person(world.supervisor), f"{address_of(record)}move/close/"
    second = make_worker(world.case, world.office, scope="office")
    make_role("supervisor", second)
    move(second, record.pk, Move("close", "enrolled", "Theirs", "en"))
    for reason, kept in (("Mine, long thought over", True), ("", False)):
        told = client.post(address, {"seen": "enrolled", "reason": reason}, follow=True).content.decode()
        assert "The status is now: Closed" in told
        assert ("Mine, long thought over</textarea>" in told) is kept


def test_a_task_put_off_to_a_free_day_says_on_which_day_it_comes_back(world: World, record: Record) -> None:
    review = Task.objects.get(rule="review")
    friday = timezone.localdate() + timedelta(days=(4 - timezone.localdate().weekday()) % 7 + 7)
    given = {"until": f"{friday:%d/%m/%Y}", "reason": "waiting"}
    client = as_person(world.supervisor)
    said = client.post(f"/workspace/tasks/{review.pk}/later/", given, follow=True).content.decode()
    review.refresh_from_db()
    assert review.due > friday
    assert f"Put off to {review.due:%d/%m/%Y}: {friday:%d/%m/%Y} is no working day." in said
    given["until"] = f"{review.due:%d/%m/%Y}"
    said = client.post(f"/workspace/tasks/{review.pk}/later/", given, follow=True).content.decode()
    assert f"Put off to {review.due:%d/%m/%Y}." in said


def test_tasks_stand_by_case_by_person_and_the_overdue_ones_alone(world: World, record: Record) -> None:
    other = world.new_case()
    by_case = page(world.supervisor, "/workspace/tasks/?show=cases")
    assert f"<h2>{record.reference}</h2>" in by_case
    assert f"<h2>{other.reference}</h2>" in by_case
    by_person = page(world.supervisor, "/workspace/tasks/?show=team")
    assert f"<h2>{world.worker}</h2>" in by_person
    assert "Assess" not in page(world.supervisor, "/workspace/tasks/?show=overdue")
    Task.objects.filter(rule="assess").update(due=timezone.localdate() - timedelta(days=1))
    overdue = page(world.supervisor, "/workspace/tasks/?show=overdue")
    assert "Assess" in overdue
    assert "Call back" not in overdue


def test_no_button_leads_to_a_page_that_is_not_there(world: World, record: Record) -> None:
    reader = make_worker(world.case, world.office, scope="office", actions=[Action.VIEW])
    for tab in ("overdue", "cases", "team"):
        assert "/later/" not in (text := page(reader, f"/workspace/tasks/?show={tab}"))
        assert "Fill in" not in text
    assert "/later/" not in page(reader, address_of(record))
    review, assess = (Task.objects.get(rule=rule).pk for rule in ("review", "assess"))
    assert as_person(reader).get(f"/workspace/tasks/{review}/later/").status_code == 404
    theirs = page(world.supervisor, "/workspace/tasks/?show=team")  # who manages the cases of the office
    assert f"/workspace/tasks/{review}/done/" in theirs
    assert f"/workspace/tasks/{assess}/later/" in theirs
    assert f"/workspace/fill/registry.new/visit/{record.pk}/" in theirs
    for pk in (review, assess):
        assert as_person(world.supervisor).get(f"/workspace/tasks/{pk}/later/").status_code == 200


def test_the_lists_of_tasks_are_noted_as_reading(world: World, record: Record) -> None:
    before = AccessEvent.objects.count()
    assert "Review" in page(world.supervisor, "/workspace/tasks/")
    assert "Assess" in page(world.supervisor, "/workspace/tasks/?show=team")
    assert AccessEvent.objects.count() == before + 2


def test_somebody_without_tasks_is_told_so(db: None) -> None:
    assert "Nothing is waiting for you" in page(make_user(), "/workspace/tasks/")


def test_what_is_due_offers_only_what_one_can_do_and_says_whose_it_is(world: World, record: Record) -> None:
    assess, review = (Task.objects.get(rule=rule) for rule in ("assess", "review"))
    Role.objects.filter(key="supervisor").update(name_en="Head of the office")
    done, fill = f"/workspace/tasks/{review.pk}/done/", f"/workspace/fill/registry.new/visit/{record.pk}/"
    mine, theirs = f"/workspace/tasks/{review.pk}/later/", f"/workspace/tasks/{assess.pk}/later/"
    due = part_of(page(world.supervisor, address_of(record)))
    assert done in due
    assert mine in due
    assert theirs in due  # who manages a record may put off what others have to do about it
    assert fill in due  # the supervisor may fill in visits, whoever it is for
    without_managing(world.worker)
    for text in (page(world.worker, address_of(record)), page(world.worker, "/workspace/tasks/?show=cases")):
        due = part_of(text)
        assert "For: Head of the office" in due
        assert f"For: {world.worker}" in due
        assert (done in due, mine in due, theirs in due, fill in due) == (False, False, True, True)
    reader = without_managing(make_worker(world.case, world.office, scope="office"))
    due = part_of(page(reader, address_of(record)))
    assert "Assess" in due
    assert "<button" not in due
    assert "/workspace/fill/" not in due
    assert "/workspace/tasks/" not in due


def without_managing(person: Any) -> Any:
    """Somebody who may no longer do or put off what others have to do."""
    for one in Grant.objects.filter(group__user=person):
        one.actions = [action for action in one.actions if action != Action.MANAGE]
        one.save()
    return person


def part_of(text: str) -> str:
    """The list of tasks of a page."""
    return text.split('<ul class="plain-list tasks">')[1].split("</section>")[0].split("</main>")[0]


def test_a_late_task_that_was_handed_up_is_the_supervisors_to_do(world: World, record: Record) -> None:
    assess = Task.objects.get(rule="assess")
    later = f"/workspace/tasks/{assess.pk}/later/"
    colleague = without_managing(make_worker(world.case, world.office, scope="office"))
    make_role("supervisor", colleague)
    assert later not in page(colleague, address_of(record))
    Task.objects.filter(pk=assess.pk).update(escalated_at=timezone.now())
    assert later in page(colleague, address_of(record))
