"""Several records given to somebody at once, and more records than one page shows."""

from typing import Any

import pytest
from django.test import Client

from registry import bulk
from registry.models import AccessEvent, Action, Office, Record, RecordType
from tests.factories.registry import make_office, make_record, make_worker
from tests.registry_pages.conftest import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/records/visit/"
SEVERAL = f"{LIST}several/"


@pytest.fixture
def three(record_type: RecordType, worker: Any, office: Office) -> list[Record]:
    return [make_record(record_type, {"district": "dhaka"}, by=worker, office=office) for _ in range(3)]


@pytest.fixture
def colleague(record_type: RecordType, office: Office) -> Any:
    return make_worker(record_type, office)


def assigned(records: list[Record], person: Any, **more: str) -> dict[str, Any]:
    return {"pick": [str(one.pk) for one in records], "do": "assign", "person": person, "sure": "1", **more}


def test_who_is_asked_before_and_nobody_is_not_enough(browser: Client, three: list[Record]) -> None:
    looked = browser.post(SEVERAL, {"pick": [str(three[0].pk)], "do": "assign"}).content.decode()
    assert "The records and their open tasks become theirs." in looked
    assert "There is a problem" not in looked
    page = browser.post(SEVERAL, assigned(three, "")).content.decode()
    assert "Choose who." in page
    assert "Records picked: 3" in page


def test_each_record_that_is_given_away_has_its_own_outcome(
    browser: Client, worker: Any, colleague: Any, three: list[Record]
) -> None:
    Record.objects.filter(pk=three[0].pk).update(owner=colleague)
    page = browser.post(SEVERAL, assigned(three, colleague.pk)).content.decode()
    assert "Done with 2 of 3 records." in page
    assert f"{colleague} is in charge already." in page
    assert set(Record.objects.values_list("owner", flat=True)) == {colleague.pk}


def test_somebody_who_cannot_work_on_them_cannot_be_chosen(browser: Client, three: list[Record]) -> None:
    stranger = make_worker(make_record(three[0].type).type, actions=[Action.VIEW])
    assert "Choose who." in browser.post(SEVERAL, assigned(three, stranger.pk)).content.decode()


def test_who_may_not_hand_over_is_not_offered_it(
    record_type: RecordType, office: Office, three: list[Record]
) -> None:
    plain = signed_in(make_worker(record_type, office, actions=[Action.VIEW, Action.EDIT]))
    assert "Put somebody in charge" not in plain.get(LIST).content.decode()
    assert plain.post(SEVERAL, assigned(three, "1")).status_code == 404


def test_all_that_fit_the_filters_are_taken_beyond_the_page(
    browser: Client, record_type: RecordType, worker: Any, office: Office, colleague: Any
) -> None:
    for number in range(28):
        make_record(record_type, {"district": "dhaka" if number else "khulna"}, by=worker, office=office)
    listed = browser.get(LIST, {"district": "dhaka"})
    assert "Instead of the picked ones: all 27 that fit" in listed.content.decode()
    address = listed.context["several_url"]
    assert "district=dhaka" in address
    page = browser.post(address, {"all": "1", "do": "assign"}).content.decode()
    assert "Records picked: 27" in page
    assert len(AccessEvent.objects.latest("at").records) == 27
    done = browser.post(address, {**assigned([], colleague.pk), "all": "1"}).content.decode()
    assert "Done with 27 of 27 records." in done


def test_more_than_can_be_done_at_once_is_said_with_its_number(
    browser: Client, three: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    page = browser.post(SEVERAL, {"all": "1", "do": "assign"}).content.decode()
    assert "Records picked: 2" in page
    assert "3 records fit the filters; the first 2 of them stand here." in page


def test_all_means_all_that_one_sees(record_type: RecordType, three: list[Record]) -> None:
    far = signed_in(make_worker(record_type, make_office("JSR"), scope="office"))
    page = far.post(SEVERAL, {"all": "1", "do": "assign"}).content.decode()
    assert three[0].reference not in page
