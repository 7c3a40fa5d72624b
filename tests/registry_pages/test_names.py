"""Finding a record by a name that is sealed: in both scripts, within one's rights, capped and noted."""

from typing import Any

import pytest
from django.test import Client

from registry import name_search
from registry.models import AccessEvent, Office, Record, RecordType
from registry.name_keys import fits
from registry.sealing import erase
from tests.factories.registry import make_office, make_record, make_worker
from tests.registry_pages.conftest import signed_in

pytestmark = pytest.mark.django_db
NAMES = "/workspace/records/visit/names/"


@pytest.fixture
def rahima(worker: Any, record_type: RecordType, office: Office) -> Record:
    return make_record(record_type, {"full_name": "রহিমা নমুনা", "district": "dhaka"}, by=worker, office=office)


@pytest.fixture
def karim(worker: Any, record_type: RecordType, office: Office) -> Record:
    return make_record(record_type, {"full_name": "Karim Example"}, by=worker, office=office)


def found(client: Client, name: str) -> str:
    response = client.post(NAMES, {"name": name})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("asked", "name", "fit"),
    [
        ("rahima", "Rahima Example", 2),
        ("রহিমা", "Rahima Example", 1),
        ("Rohima", "রহিমা নমুনা", 1),
        ("Raheema", "রহিমা", 1),
        ("Fatima", "ফাতেমা", 1),
        ("Phatema", "Fatima", 1),
        ("Jannat", "জান্নাত", 1),
        ("Zannat", "জান্নাত", 1),
        ("Ayesha", "আয়েশা", 1),
        ("Anita", "অনিতা", 1),
        ("shirin", "Sirin", 1),
        ("Habib", "Habiba", 2),
        ("rahima nomuna", "রহিমা নমুনা", 1),
        ("rahima karim", "রহিমা নমুনা", 0),
        ("Salma", "রহিমা", 0),
        ("Li", "Salma", 0),
        ("", "Salma", 0),
        ("Salma", "", 0),
        ("!!", "Salma", 0),
    ],
)
def test_a_name_is_known_by_its_sound_in_either_script(asked: str, name: str, fit: int) -> None:
    assert fits(asked, name) == fit


@pytest.mark.parametrize("asked", ["রহিমা", "rohima", "Rahima", "রহি"])
def test_a_sealed_name_is_found(browser: Client, rahima: Record, karim: Record, asked: str) -> None:
    page = found(browser, asked)
    assert rahima.reference in page
    assert karim.reference not in page
    assert "All 2 records that you see were looked into." in page


def test_a_search_is_noted_without_what_was_looked_for(browser: Client, worker: Any, rahima: Record) -> None:
    found(browser, "Rahima")
    event = AccessEvent.objects.latest("at")
    assert (event.action, event.user, event.records) == ("search", worker, [str(rahima.pk)])
    assert "ahima" not in f"{event.purpose}{event.record_type}"


def test_a_search_without_a_hit_is_noted_too(browser: Client, rahima: Record) -> None:
    assert "Found: 0" in found(browser, "Nobody")
    assert AccessEvent.objects.latest("at").action == "search"


@pytest.mark.parametrize("asked", ["", " ", "R", "।", "\u200b\u200b"])
def test_too_little_is_no_search(browser: Client, rahima: Record, asked: str) -> None:
    assert "at least two letters" in found(browser, asked)
    assert not AccessEvent.objects.filter(action="search").exists()


def test_records_of_other_offices_are_not_opened(rahima: Record, record_type: RecordType) -> None:
    far = make_worker(record_type, make_office("JSR"), scope="office")
    page = found(signed_in(far), "Rahima")
    assert rahima.reference not in page
    assert "All 0 records" in page


def test_who_may_not_see_names_cannot_search_them(
    rahima: Record, record_type: RecordType, office: Office
) -> None:
    plain = signed_in(make_worker(record_type, office, tier="I", compartments=[]))
    assert plain.get(NAMES).status_code == 404
    assert plain.post(NAMES, {"name": "Rahima"}).status_code == 404
    assert NAMES not in plain.get("/workspace/records/visit/").content.decode()


def test_names_of_other_compartments_are_not_looked_into(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    record = make_record(record_type, {"diagnosis": "Rahima", "remarks": "Rahima"}, by=worker, office=office)
    assert record.reference not in found(browser, "Rahima")


def test_an_erased_record_is_found_by_nobody(browser: Client, rahima: Record) -> None:
    erase(rahima)
    assert "Found: 0" in found(browser, "Rahima")


def test_only_so_many_records_are_opened(
    browser: Client, rahima: Record, karim: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_search, "MOST_OPENED", 1)
    page = found(browser, "Rahima")
    assert "Only the newest 1 records were looked into" in page
    assert rahima.reference not in page


def test_nobody_searches_without_end(
    browser: Client, rahima: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_search, "AN_HOUR", 2)
    for _ in range(2):
        assert rahima.reference in found(browser, "Rahima")
    assert "within an hour" in found(browser, "Rahima")


def test_the_name_stands_in_no_address(browser: Client, rahima: Record) -> None:
    assert 'method="post"' in browser.get(NAMES).content.decode()
    assert rahima.reference not in browser.get(NAMES, {"name": "Rahima"}).content.decode()
