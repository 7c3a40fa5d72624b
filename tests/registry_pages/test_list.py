"""Lists of records: filters with counts, order, pages, and addresses that make no sense."""

from typing import Any

import pytest
from django.test import Client

from registry.models import AccessEvent, Action, Office, Place, RecordType
from tests.factories.forms import ask, document, page
from tests.factories.registry import ANSWERS, make_office, make_record, make_type, make_worker
from tests.registry_pages.conftest import signed_in
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
LIST = "/workspace/records/visit/"


def listed(client: Client, query: str = "") -> str:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def three(worker: Any, record_type: RecordType, office: Office) -> list[Any]:
    """Dhaka with 3 visits, Jashore with 1, Khulna with 12."""
    told = [("dhaka", 3, "2026-03-05"), ("jashore", 1, "2026-04-01"), ("khulna", 12, "2026-05-09")]
    return [
        make_record(
            record_type,
            {**ANSWERS, "district": district, "visits": visits, "met_on": met_on},
            by=worker,
            office=office,
        )
        for district, visits, met_on in told
    ]


def test_an_empty_list_says_what_to_do(browser: Client) -> None:
    page = listed(browser)
    assert "No records here yet" in page
    assert "Add the first one" in page


def test_answers_stand_in_the_list_by_their_labels(browser: Client, three: list[Any]) -> None:
    page = listed(browser)
    assert "Jashore" in page
    assert "05/03/2026" in page
    assert "3 records" in page


def test_sealed_answers_never_stand_in_a_list(browser: Client, three: list[Any]) -> None:
    page = listed(browser)
    assert "Example Child" not in page
    assert "Full name" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("district=jashore", {1}),
        ("visits.from=2", {0, 2}),
        ("visits.from=২&visits.to=৫", {0}),
        ("met_on.from=01/04/2026", {1, 2}),
        ("met_on.from=০১/০৪/২০২৬&met_on.to=2026-04-30", {1}),
        ("topics=law", {0, 1, 2}),
        ("topics=school", set()),
        ("venue=hall", {0, 1, 2}),
        ("_owner=mine", {0, 1, 2}),
        ("_status=closed", set()),
        ("q=0002", {1}),
        ("q=০০০২", {1}),
        ("q=-dhk-", {0, 1, 2}),
        ("district=dhaka&visits.from=4", set()),
    ],
)
def test_filters_narrow_the_list(browser: Client, three: list[Any], query: str, found: set[int]) -> None:
    page = listed(browser, query)
    assert {number for number, record in enumerate(three) if record.reference in page} == found


def test_each_choice_says_how_many_records_it_has(browser: Client, three: list[Any]) -> None:
    page = listed(browser, "visits.from=2")
    assert "Dhaka (1)" in page
    assert "Jashore (0)" in page
    assert "Law (2)" in page


def test_a_set_filter_is_a_tag_that_takes_it_away(browser: Client, three: list[Any]) -> None:
    page = listed(browser, "district=dhaka&visits.from=1")
    assert "District: Dhaka" in page
    assert f'href="{LIST}?visits.from=1"' in page


def test_headings_sort_and_say_which_way(browser: Client, three: list[Any]) -> None:
    page = listed(browser, "sort=visits")
    places = [page.index(record.reference) for record in three]
    assert places[1] < places[0] < places[2]
    assert 'aria-sort="ascending"' in page
    assert "sort=-visits" in page


def test_a_long_list_goes_forth_and_back(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    for _ in range(27):
        make_record(record_type, {"district": "dhaka"}, by=worker, office=office)
    first = browser.get(LIST)
    second = browser.get(first.context["next_url"])
    assert len(first.context["rows"]) == 25
    assert len(second.context["rows"]) == 2
    assert second.context["previous_url"] == LIST
    assert "27 records" in second.content.decode()
    with at_most(15):
        browser.get(first.context["next_url"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("shoe_size=3", "no filter called: shoe_size"),
        ("full_name=Example", "no filter called: full_name"),
        ("met_on.from=99/99/2026", "There is no such day"),
        ("visits.from=many", "Give a number"),
        ("district=atlantis", "This choice is not offered"),
        ("sort=full_name", "cannot be filtered or sorted"),
        ("sort=" + "x" * 10_000, "cannot be filtered or sorted"),
        ("after=nonsense", "Here is its beginning"),
        ("visits.from=" + "9" * 10_000, "too large"),
    ],
)
def test_an_address_that_makes_no_sense_is_explained(
    browser: Client, three: list[Any], query: str, said: str
) -> None:
    page = listed(browser, query)
    assert said in page
    assert three[0].reference in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "district=%00",
        "venue=%00",
        "q=" + "x" * 10_000,
        "venue=" + "%F0%9F%99%82" * 3_000,
        "%00=1",
        "_office=%27%3B--",
        "_owner=1",
        "met_on.from=%E0%A7%A6",
        "visits.from=1e999",
        "trail=~~~&after=-",
        "district=dhaka&district=khulna",
        "_created_at.from=01/01/0001&_created_at.to=31/12/9999",
    ],
)
def test_no_address_breaks_the_list(browser: Client, three: list[Any], query: str) -> None:
    listed(browser, query)


def test_a_list_changes_nothing_and_takes_no_post(browser: Client, three: list[Any]) -> None:
    assert browser.post(LIST).status_code == 405


def test_somebody_of_another_office_sees_an_empty_list(three: list[Any], record_type: RecordType) -> None:
    other = make_worker(record_type, make_office("JSR"), scope="office")
    page = listed(signed_in(other))
    assert not any(record.reference in page for record in three)


def test_export_is_offered_to_those_who_may(
    browser: Client, three: list[Any], record_type: RecordType, office: Office
) -> None:
    assert f'href="{LIST}export/?district=dhaka"' in listed(browser, "district=dhaka&sort=visits")
    reader = make_worker(record_type, office, actions=[Action.VIEW])
    assert "export/" not in listed(signed_in(reader))


def test_what_was_listed_is_noted_in_one_event(browser: Client, three: list[Any]) -> None:
    before = AccessEvent.objects.count()
    listed(browser)
    assert AccessEvent.objects.count() == before + 1
    event = AccessEvent.objects.latest("at")
    assert set(event.records) == {str(record.pk) for record in three}


def test_a_list_with_all_its_filters_asks_little(browser: Client, three: list[Any]) -> None:
    listed(browser)
    with at_most(14):
        listed(browser, "district=dhaka&visits.from=1")


def test_a_list_of_many_places_asks_for_their_names_once(office: Office) -> None:
    form = document(page("p", ask("district", "place", filterable=True), ask("day", "date", filterable=True)))
    keys = ["district", "day"]
    kind = make_type(form, key="visit", list_keys=keys, filter_keys=keys, sort="-day")
    worker = make_worker(kind, office, scope="office")
    for number in range(8):
        Place.objects.create(code=f"D{number}", level="district", name_en=f"Place {number}", name_bn="স্থান")
        make_record(kind, {"district": f"D{number}", "day": "2026-01-05"}, by=worker, office=office)
    client = signed_in(worker)
    shown = listed(client, "district=D3")
    assert "Place 7 (1)" in shown
    assert "District: Place 3" in shown
    with at_most(15):
        listed(client)


def test_digits_follow_the_reader(three: list[Any], worker: Any) -> None:
    type(worker).objects.filter(pk=worker.pk).update(language="bn")
    page = listed(signed_in(worker))
    assert "০৫/০৩/২০২৬" in page
    assert "(১)" in page
