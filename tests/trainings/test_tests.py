"""Tests before and after an event: who they belong to, and what was gained."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry import measures
from registry.measures import Figure, Period
from registry.models import Record, RecordType
from tests.factories.forms import ask, document, page
from tests.factories.registry import grant, make_record, make_type
from tests.factories.trainings import make_event, make_event_type, make_person, make_trainer
from tests.support.shared import shared
from tests.trainings.conftest import signed_in
from trainings.models import Capability
from trainings.people import merging

SETUP = {
    "record_type": "test",
    "person": "who",
    "code": "code",
    "phase": "phase",
    "post": "yes",
    "score": "score",
}


@shared
def event_type() -> RecordType:
    return make_event_type(tests=SETUP)


@shared
def test_type(event_type: RecordType) -> RecordType:
    asked = page("test", ask("who", "person"), ask("code"), ask("phase", "yes_no"), ask("score", "decimal"))
    return make_type(document(asked), key="test", parent_type=event_type)


@pytest.fixture
def event(event_type: RecordType, test_type: RecordType, trainer: Any, office: Any) -> Record:
    grant(trainer, test_type, scope="own", tier="C")
    return make_event(event_type, trainer, office)


def take(event: Record, test_type: RecordType, by: Any, phase: str, score: str, **who: str) -> Record:
    return make_record(
        test_type, {"phase": phase, "score": score, **who}, by=by, office=event.office, parent=event
    )


def test_tests_are_paired_by_person_and_by_code(
    browser: Client, event: Record, test_type: RecordType, trainer: Any
) -> None:
    one, twice = make_person("Example First", by=trainer), make_person("Example Second", by=trainer)
    joined = make_person("Example Secnd", by=trainer)
    take(event, test_type, trainer, "no", "40", who=str(one.pk))
    take(event, test_type, trainer, "yes", "80", who=str(one.pk))
    take(event, test_type, trainer, "no", "60", who=str(twice.pk))
    take(event, test_type, trainer, "yes", "50", who=str(joined.pk))
    merging.merge(trainer, twice, joined)
    take(event, test_type, trainer, "no", "20", code="A১২")
    take(event, test_type, trainer, "yes", "30", code="a12")
    take(event, test_type, trainer, "yes", "90", code="alone")
    page = browser.get(f"/workspace/events/{event.pk}/sheet/tests/").content.decode()
    counts = dict(zip(*[iter(cells(page, "dt", "dd"))] * 2, strict=True))
    assert counts["Took both tests"] == "3"
    assert counts["Better, and passed"] == "1"
    assert (counts["Average before"], counts["Average after"]) == ("40", "53.3")
    assert counts["Gain"] == "+13.3"
    assert "Example First" in page
    assert "Example Second" in page
    assert "/workspace/fill/" in page


def cells(page: str, *tags: str) -> list[str]:
    found = page.partition('class="sheet-counts"')[2].partition("</dl>")[0]
    for tag in tags:
        found = found.replace(f"<{tag}>", "|").replace(f"</{tag}>", "")
    return [one.strip() for one in found.replace("<div>", "").replace("</div>", "").split("|")[1:]]


def test_only_tests_one_may_see_count(
    event: Record, event_type: RecordType, test_type: RecordType, trainer: Any, office: Any
) -> None:
    take(event, test_type, trainer, "no", "40", code="A")
    take(event, test_type, trainer, "yes", "80", code="A")
    colleague = signed_in(make_trainer(event_type, office))
    page = colleague.get(f"/workspace/events/{event.pk}/sheet/tests/").content.decode()
    assert "No test was entered yet" in page
    no_names = signed_in(make_trainer(event_type, office, tier="I", compartments=[]))
    assert no_names.get(f"/workspace/events/{event.pk}/sheet/tests/").status_code == 404


def test_an_event_without_tests_has_no_such_page(event: Record, browser: Client) -> None:
    use = Capability.objects.get(record_type=event.type)
    use.document.pop("tests")
    use.save()
    assert browser.get(f"/workspace/events/{event.pk}/sheet/tests/").status_code == 404
    assert "tests/" not in browser.get(f"/workspace/events/{event.pk}/sheet/").content.decode()


def test_what_trainings_taught_is_a_number_for_indicators(
    event: Record, test_type: RecordType, trainer: Any
) -> None:
    woman, man = (make_person(by=trainer, sex=sex, agency_kind="police") for sex in ("f", "m"))
    for who, before, after in ((woman, "40", "80"), (man, "60", "55")):
        take(event, test_type, trainer, "no", before, who=str(who.pk))
        take(event, test_type, trainer, "yes", after, who=str(who.pk))
    take(event, test_type, trainer, "no", "20", code="A1")
    last = take(event, test_type, trainer, "yes", "45", code="a1")  # better, and not passed
    today = timezone.localdate()
    period = Period(today - timedelta(days=30), today + timedelta(days=2))
    better, gain = measures.get("knowledge_better"), measures.get("knowledge_gain")
    assert better.of(period) == [Figure("", 1, 3)]
    assert better.of(period, "sex") == [Figure("", 0, 1), Figure("f", 1, 1), Figure("m", 0, 1)]
    assert gain.of(period) == [Figure("", 20)]
    assert gain.of(period, "agency") == [Figure("", 25), Figure("police", 18)]
    assert better.of(Period(today - timedelta(days=90), today - timedelta(days=60))) == []
    Record.objects.filter(pk=last.pk).update(withdrawn=True)
    assert better.of(period) == [Figure("", 1, 2)]
