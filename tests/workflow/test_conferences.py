"""Case conferences: the agenda from the case, and what was agreed as tasks."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from forms_builder.filling.handlers import Refused as NotSent
from registry import calendars
from registry.models import Record, Task
from registry.workflow import moving, tasks
from tests.factories.forms import ask, choices, document, page, repeat
from tests.factories.registry import (
    change_record,
    fill_in,
    grant,
    make_office,
    make_record,
    make_type,
    make_worker,
)
from tests.factories.workflows import make_workflow, state, task, transition
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db
CONFERENCE = {
    "rows": "action",
    "who": "who",
    "due": "due",
    "status": "how_far",
    "done": ["done"],
    "dropped": ["dropped"],
    "needs": {
        "record_type": "needs",
        "rows": "need",
        "about": "domain",
        "level": "level",
        "over": ["met"],
    },
}
SECRET = {"sensitivity": "R"}


class Case:
    """A case with an assessment, a referral and room for a conference."""

    def __init__(self, world: World) -> None:
        self.world, self.record = world, world.new_case()
        action = repeat(
            "action",
            ask("what", **SECRET),
            ask("who", "staff", sensitivity="C"),
            ask("due", "date", sensitivity="C"),
            ask("how_far", "choose_one", choices=choices("todo", "done", "dropped"), sensitivity="C"),
        )
        need = repeat(
            "need",
            ask("domain", "choose_one", choices=choices("school", "health"), **SECRET),
            ask("level", "choose_one", choices=choices("urgent", "met"), **SECRET),
        )
        sharing = {"about": "need", "recipient": "need", "unsent": ["draft"], "waiting": ["sent"]}
        self.conference = self.kind("conference", document(page("p", action)), {"conference": CONFERENCE})
        self.needs = self.kind("needs", document(page("p", need)), {})
        self.referral = self.kind("referral", document(page("p", ask("need"))), {"sharing": sharing})
        make_workflow(
            "referral",
            {
                "states": [state("draft"), state("sent"), state("over", end=True)],
                "transitions": [
                    transition("send", "draft", "sent", roles=["worker"]),
                    transition("end", "sent", "over", roles=["worker"]),
                ],
                "at_start": [task("send_it")],
            },
            self.referral,
        )
        self.address = f"/workspace/records/case/{self.record.pk}/"

    def kind(self, key: str, form: Any, casework: dict[str, Any]) -> Any:
        kind = make_type(form, key=key, parent_type=self.world.case, casework=casework)
        for person in (self.world.worker, self.world.supervisor):
            grant(person, kind, scope="office")
        return kind

    def below(self, kind: Any, **answers: Any) -> Record:
        world = self.world
        made = make_record(kind, answers, by=world.worker, office=world.office, parent=self.record)
        moving.added(made, world.worker)
        made.refresh_from_db()
        return made

    def agreed(self, *rows: dict[str, Any]) -> Record:
        return self.below(self.conference, action=[{"_id": f"row{n}", **row} for n, row in enumerate(rows)])


@pytest.fixture
def case(world: World) -> Case:
    return Case(world)


def row(who: Any = None, how_far: str = "todo", **more: Any) -> dict[str, Any]:
    given = {"what": "MARKwords", "due": "2030-01-02", "how_far": how_far, **more}
    return {**given, "who": str(who.pk)} if who else given


def test_the_agenda_says_what_is_open(case: Case) -> None:
    case.below(
        case.needs, need=[{"domain": "school", "level": "urgent"}, {"domain": "health", "level": "met"}]
    )
    referral = case.below(case.referral, need="A doctor")
    moving.move(case.world.worker, referral.pk, moving.Move("send", "draft"))
    Task.objects.filter(record=case.record).update(due=timezone.localdate() - timedelta(days=3))
    assert "Case conference" in page_of(case.world.worker, case.address)
    text = page_of(case.world.worker, f"{case.address}conference/")
    assert "School" in text
    assert "Health" not in text
    assert referral.reference in text
    assert "Call back" in text
    assert "There is no consent that is valid today." in text
    assert "Record the conference" in text


def test_needs_that_somebody_may_not_see_are_not_on_their_agenda(case: Case) -> None:
    case.below(case.needs, need=[{"domain": "school", "level": "urgent"}])
    half = make_worker(case.world.case, case.world.office, scope="office")
    grant(half, case.conference, scope="office")
    text = page_of(half, f"{case.address}conference/")
    assert "School" not in text
    assert "There is no assessment that you may see." in text


def test_who_holds_no_conferences_has_no_agenda(case: Case) -> None:
    reader = make_worker(case.world.case, case.world.office, scope="office")
    assert as_person(reader).get(f"{case.address}conference/").status_code == 404


def test_each_decision_is_a_task_for_its_colleague_on_its_day_and_tells_nothing(case: Case) -> None:
    made = case.agreed(row(case.world.supervisor), row(due="2030-02-03"))
    first, second = Task.objects.filter(record=made).order_by("due")
    assert (first.assignee, first.due.isoformat()) == (case.world.supervisor, "2030-01-02")
    assert second.assignee == case.world.worker
    assert "MARKwords" not in str(first.label)
    assert first.label["en"] == "Agreed at the case conference: action 1"
    assert tasks.mine(case.world.supervisor).filter(pk=first.pk).exists()
    assert (
        made.reference in page_of(case.world.worker, case.address).split("What is due")[1].split("</ul>")[0]
    )
    assert made.reference not in calendars.calendar(case.world.supervisor).decode()


def test_nothing_is_given_to_who_may_not_see_the_conference_and_who_writes_it_is_told(case: Case) -> None:
    world = case.world
    elsewhere = make_worker(world.case, make_office("JSR"), scope="office")
    grant(elsewhere, case.conference, scope="office")
    untrusted = make_worker(world.case, world.office, scope="office")
    for colleague in (elsewhere, untrusted):
        rows = [{"_id": "row0", **row()}, {"_id": "row1", **row(colleague)}]
        with pytest.raises(NotSent, match=f"{colleague} may not see this conference, so action 2"):
            fill_in(world.worker, "registry.new", f"conference/{case.record.pk}", action=rows)
    assert not Record.objects.filter(type=case.conference).exists()
    grant(untrusted, case.conference, scope="office")
    fill_in(world.worker, "registry.new", f"conference/{case.record.pk}", action=rows)
    assert tasks.mine(untrusted).get().rule == "agreed_row1"


def test_what_is_done_or_dropped_may_name_anybody(case: Case) -> None:
    outsider = make_worker(case.world.case, case.world.office, scope="office")
    made = case.agreed(row(outsider, how_far="done"), row(outsider, how_far="dropped"))
    assert not Task.objects.filter(record=made).exists()


def test_a_colleague_who_has_gone_has_to_be_replaced_when_the_conference_is_changed(case: Case) -> None:
    made = case.agreed(row(case.world.supervisor))
    case.world.supervisor.is_active = False
    case.world.supervisor.save()
    with pytest.raises(NotSent, match="may not see this conference"):
        fill_in(
            case.world.worker,
            "registry.edit",
            str(made.pk),
            action=[{"_id": "row0", **row(case.world.supervisor)}],
        )


def test_changing_what_was_agreed_changes_its_tasks(case: Case) -> None:
    made = case.agreed(row(), row(), row())
    rows = [
        {"_id": "row0", **row(due="2031-01-01")},
        {"_id": "row1", **row(how_far="done")},
    ]
    changed = change_record(made, case.world.worker, action=rows)
    moving.changed(changed, case.world.worker)
    found = {one.rule: one for one in Task.objects.filter(record=made)}
    assert found["agreed_row0"].due.isoformat() == "2031-01-01"
    assert found["agreed_row1"].outcome == Task.Outcome.ANSWERED
    assert found["agreed_row2"].outcome == Task.Outcome.NEEDLESS
    moving.changed(changed, case.world.worker)
    assert Task.objects.filter(record=made).count() == 3


def test_a_task_that_was_done_stays_done(case: Case) -> None:
    made = case.agreed(row())
    tasks.finish(case.world.worker, Task.objects.get(record=made).pk)
    moving.changed(made, case.world.worker)
    assert Task.objects.get(record=made).outcome == Task.Outcome.DONE


def test_tasks_from_before_lose_the_number_of_their_conference(case: Case) -> None:
    made = case.agreed(row())
    known = {
        "en": f"Agreed at the case conference {made.reference}: action 1",
        "bn": f"কেস কনফারেন্স {made.reference}-এ গৃহীত: পদক্ষেপ ১",
    }
    now = Task.objects.get(record=made).label
    Task.objects.filter(record=made).update(label=known)
    import_module("registry.migrations.0044_agreed_without_numbers").shorten(apps, None)
    assert Task.objects.get(record=made).label == now
