"""Several records at once: picked in the list, moved on or exported, each with its own outcome."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from registry import bulk
from registry.models import Office, Record, RecordIndex, RecordTransition, RecordType
from tests.factories.registry import make_office, make_record, make_worker
from tests.factories.workflows import make_role, make_workflow, state, transition
from tests.registry_pages.conftest import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/records/visit/"
SEVERAL = f"{LIST}several/"


@pytest.fixture
def moving(worker: Any, record_type: RecordType) -> RecordType:
    """Open → seen (with a reason) → closed, for a role that the worker has."""
    make_role("nurse", worker)
    content = {
        "states": [state("open"), state("seen"), state("closed", end=True)],
        "transitions": [
            transition("see", "open", "seen", roles=["nurse"], reason="required"),
            transition("close", "seen", "closed", roles=["nurse"]),
        ],
    }
    make_workflow("care", content, record_type)
    return record_type


@pytest.fixture
def two(moving: RecordType, worker: Any, office: Office) -> list[Record]:
    return [make_record(moving, {"district": "dhaka"}, by=worker, office=office) for _ in range(2)]


def picked(records: list[Record], do: str, **more: Any) -> dict[str, Any]:
    seen = {f"seen-{record.pk}": record.status for record in records}
    return {"pick": [str(record.pk) for record in records], "do": do, **seen, **more}


def test_the_list_offers_what_can_be_done_with_several(browser: Client, two: list[Record]) -> None:
    page = browser.get(LIST).content.decode()
    assert '<option value="move-see">See</option>' in page
    assert "Export these" in page
    assert f'aria-label="Pick {two[0].reference}"' in page


def test_only_what_the_records_of_the_list_can_do_is_offered(
    browser: Client, two: list[Record], moving: RecordType
) -> None:
    def moves(**narrowed: str) -> list[str]:
        doable = browser.get(LIST, narrowed).context["doable"]
        return [value for value, _label in doable if value.startswith("move-")]

    assert moves() == ["move-see"]
    set_status(two[0], "seen")
    assert moves() == ["move-see", "move-close"]
    assert moves(_status="seen") == ["move-close"]


def test_what_only_records_beyond_the_page_can_do_is_offered_too(
    browser: Client, two: list[Record], moving: RecordType, worker: Any, office: Office
) -> None:
    set_status(two[0], "seen")
    for _ in range(30):
        make_record(moving, {"district": "dhaka"}, by=worker, office=office)
    page = browser.get(LIST)
    assert {row["status"]["label"] for row in page.context["rows"]} == {"Open"}
    assert "move-close" in dict(page.context["doable"])
    assert "move-close" not in dict(browser.get(LIST, {"_status": "open"}).context["doable"])


def set_status(record: Record, status: str) -> None:
    Record.objects.filter(pk=record.pk).update(status=status)
    RecordIndex.objects.filter(pk=record.pk).update(status=status)


def test_the_way_back_keeps_filters_and_order(browser: Client, two: list[Record]) -> None:
    chosen = {"district": "dhaka", "sort": "visits", "col": "venue"}
    address = browser.get(LIST, chosen).context["several_url"]
    back = f"{LIST}?{urlencode(chosen)}"
    for sent in (picked(two, "move-see"), picked(two, "move-see", sure="1", reason="Together"), {"do": ""}):
        assert browser.post(address, sent).context["list_url"] == back
    assert browser.get(address).headers["Location"] == back


def test_records_are_looked_over_before_they_move(browser: Client, two: list[Record]) -> None:
    page = browser.post(SEVERAL, picked(two, "move-see")).content.decode()
    assert "Records picked: 2" in page
    assert "Why?" in page
    assert {record.status for record in Record.objects.all()} == {"open"}


def test_each_record_has_its_own_outcome(browser: Client, two: list[Record]) -> None:
    first, second = two
    Record.objects.filter(pk=second.pk).update(status="closed")
    page = browser.post(
        SEVERAL, picked(two, "move-see", sure="1", reason="Visited together")
    ).content.decode()
    assert "Done with 1 of 2 records." in page
    assert "Somebody moved this record on in the meantime" in page
    first.refresh_from_db()
    assert first.status == "seen"
    assert RecordTransition.objects.filter(record=first, rule="see").count() == 1


def test_a_reason_that_is_asked_for_is_asked_for_once_more(browser: Client, two: list[Record]) -> None:
    page = browser.post(SEVERAL, picked(two, "move-see", sure="1", reason="  ")).content.decode()
    assert "Say why." in page
    assert "There is a problem" in page
    assert {record.status for record in Record.objects.all()} == {"open"}


def test_what_cannot_be_done_now_says_why_before(browser: Client, two: list[Record]) -> None:
    page = browser.post(SEVERAL, picked(two, "move-close")).content.decode()
    assert page.count("Cannot be done now: Not from its present status.") == 2


def test_picked_records_are_exported_and_no_others(browser: Client, two: list[Record]) -> None:
    response = browser.post(SEVERAL, picked(two[:1], "export"), follow=True)
    page = response.content.decode()
    assert "Picked one by one: 1" in page
    assert "Records: 1" in page
    sent = browser.post(
        f"{response.redirect_chain[0][0]}", {"format": "csv", "purpose": "A figure for the report"}
    )
    text = b"".join(sent.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert two[0].reference in text
    assert two[1].reference not in text


@pytest.mark.parametrize("sent", [{}, {"do": "move-see"}, {"pick": "nonsense", "do": "move-see"}])
def test_nothing_picked_is_said(browser: Client, two: list[Record], sent: dict[str, str]) -> None:
    assert "Pick records in the list first" in browser.post(SEVERAL, sent).content.decode()


def test_a_transition_for_another_role_does_not_exist(
    moving: RecordType, two: list[Record], office: Office
) -> None:
    other = signed_in(make_worker(moving, office))
    assert "move-see" not in other.get(LIST).content.decode()
    assert other.post(SEVERAL, picked(two, "move-see", sure="1", reason="x")).status_code == 404


def test_records_of_other_offices_cannot_be_picked(moving: RecordType, two: list[Record]) -> None:
    far = make_worker(moving, make_office("JSR"), scope="office")
    make_role("nurse", far)
    page = signed_in(far).post(SEVERAL, picked(two, "move-see", sure="1", reason="x")).content.decode()
    assert two[0].reference not in page
    assert {record.status for record in Record.objects.all()} == {"open"}


def test_no_more_than_a_few_pages_are_done_at_once(browser: Client, two: list[Record]) -> None:
    ids = [str(two[0].pk)] + [f"00000000-0000-0000-0000-{number:012}" for number in range(500)]
    page = browser.post(SEVERAL, {"pick": ids, "do": "move-see"}).content.decode()
    assert "Records picked: 1" in page


def test_other_rooms_add_what_they_offer(
    browser: Client, two: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Greet:
        key, label, reason = "greet", "Greet", bulk.Reason.NO

        def objection(self, user: Any, record: Record) -> str:
            return ""

        def run(self, user: Any, record: Record, seen: str, reason: str) -> str:
            if record == two[0]:
                raise bulk.Refused("Not at home.")
            return "Greeted."

    monkeypatch.setattr(bulk, "_sources", [lambda user, record_type, language: [Greet()]])
    page = browser.post(SEVERAL, picked(two, "greet", sure="1")).content.decode()
    assert "Not at home." in page
    assert "Greeted." in page
