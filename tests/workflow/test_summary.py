"""A case on paper: what became of it, what is due and what belongs to it, as far as the reader's own page goes."""

import pytest

from registry.models import AccessEvent, Record, Task
from registry.workflow.moving import Move, move
from tests.factories.registry import grant, make_worker
from tests.factories.workflows import make_child_type
from tests.support.pdf_text import Pdf
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Record:
    made = world.new_case()
    world.visit_of(made, level="low", points=2, secret="MARKsecret")
    move(world.supervisor, made.pk, Move("enrol", "open", language="en"))
    made.refresh_from_db()
    return made


def on_paper(person: object, record: Record, languages: str = "en") -> str:
    address = f"/workspace/records/{record.type.key}/{record.pk}/print/?lang={languages}"
    return " ".join(Pdf(as_person(person).get(address).content).text.split())


def test_the_paper_of_a_case_tells_its_course_and_what_is_due(world: World, case: Record) -> None:
    text = on_paper(world.worker, case)
    visit = Record.objects.get(parent=case)
    assert visit.reference in text
    for words in (
        "What is due",
        "Assess",
        "Review",
        "Open → Enrolled",
        str(world.supervisor),
        "Points",
        "At a glance",
    ):
        assert words in text
    assert "MARKsecret" not in text
    printed = AccessEvent.objects.filter(action="print", user=world.worker)
    assert any(str(visit.pk) in event.records for event in printed)


def test_it_stands_there_in_both_languages(world: World, case: Record) -> None:
    task = Task.objects.get(record=case, rule="review")
    text = on_paper(world.worker, case, "bn,en")
    assert "Review (bn)" in text
    assert "What is due" in text
    assert task.label["en"] in text


def test_what_a_reader_may_not_see_is_not_on_their_paper(world: World, case: Record) -> None:
    hidden = make_child_type(world.case, key="hidden", name_en="Hidden kind")
    grant(world.worker, hidden)
    reader = make_worker(world.case, world.office, scope="office")
    text = on_paper(reader, case)
    assert Record.objects.get(parent=case).reference not in text
    assert "Hidden kind" not in text


def test_a_record_that_nothing_belongs_to_prints_its_answers_alone(world: World, case: Record) -> None:
    assert "What is due" not in on_paper(world.worker, Record.objects.get(parent=case))
