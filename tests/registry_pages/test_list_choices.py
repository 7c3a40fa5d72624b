"""What one can choose in a list: several values, no answer, other questions, columns, and lists kept under a name."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from registry.models import Office, RecordType, SavedView
from tests.factories.forms import make_user
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
    """Dhaka with 3 visits, Jashore with 1, and one that says nothing but a district."""
    told: list[dict[str, Any]] = [
        {**ANSWERS, "risk": "low"},
        {**ANSWERS, "district": "jashore", "visits": 1, "topics": ["school"]},
        {"district": "khulna"},
    ]
    return [make_record(record_type, answers, by=worker, office=office) for answers in told]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("district=dhaka&district=khulna", {0, 2}),
        ("district=-", set()),
        ("topics=school&topics=law", {0, 1}),
        ("topics=-", {2}),
        ("topics=-&topics=school", {1, 2}),
        ("visits.is=empty", {2}),
        ("visits.is=filled", {0, 1}),
        ("visits.is=filled&visits.to=2", {1}),
        ("visits.is=empty&visits.to=2", set()),
        ("met_on.is=empty", {2}),
        ("venue.is=empty", {2}),
        ("risk=low", {0}),
        ("risk=low&risk=-", {0, 2}),
        ("relation=aunt", {0, 1}),
        ("relation=-", {2}),
    ],
)
def test_every_filterable_question_narrows_the_list(
    browser: Client, three: list[Any], query: str, found: set[int]
) -> None:
    page = listed(browser, query)
    assert {number for number, record in enumerate(three) if record.reference in page} == found


def test_a_question_outside_the_set_up_is_added_to_the_filters(browser: Client, three: list[Any]) -> None:
    assert '<option value="risk">Risk</option>' in listed(browser)
    page = listed(browser, "also=risk")
    assert "Low (1)" in page
    assert "No record" not in page
    assert all(record.reference in page for record in three)
    assert '<option value="risk">' not in page


def test_a_sealed_question_can_be_added_by_nobody(browser: Client, three: list[Any]) -> None:
    page = listed(browser, "also=diagnosis")
    assert "Diagnosis" not in page
    assert "no filter called: diagnosis" in listed(browser, "diagnosis.is=empty")


def test_a_question_above_ones_grant_is_no_filter(three: list[Any], record_type: RecordType) -> None:
    plain = make_worker(record_type, tier="I", compartments=[])
    page = listed(signed_in(plain), "also=risk")
    assert "Risk" not in page
    assert "no filter called: risk" in listed(signed_in(plain), "risk=low")


@pytest.mark.parametrize("query", ["visits.is=maybe", "district=dhaka&district=atlantis"])
def test_a_choice_that_is_not_offered_is_said(browser: Client, three: list[Any], query: str) -> None:
    assert "Part of what you asked for was left out" in listed(browser, query)


def test_what_is_ticked_stands_in_one_tag(browser: Client, three: list[Any]) -> None:
    page = listed(browser, "district=dhaka&district=khulna&visits.is=empty")
    assert "District: Dhaka, Khulna" in page
    assert "Visits: no answer" in page


def test_columns_are_chosen_and_stay_while_one_filters(browser: Client, three: list[Any]) -> None:
    page = listed(browser, "col=risk&col=_office")
    assert '<td data-label="Risk">' in page
    assert '<td data-label="District">' not in page
    assert '<input type="hidden" name="col" value="risk">' in page
    assert "col=risk&amp;col=_office" in page  # headings sort the same columns


@pytest.mark.parametrize("key", ["full_name", "relation", "nothing", "%00"])
def test_what_cannot_be_a_column_is_none(browser: Client, three: list[Any], key: str) -> None:
    page = listed(browser, f"col={key}")
    assert "Example Child" not in page
    assert '<td data-label="District">' in page


def test_a_list_is_kept_under_a_name_and_opens_as_it_was(browser: Client, three: list[Any]) -> None:
    asked = {
        "query": "district=dhaka&col=visits&sort=-visits&q=0001&after=x",
        "name": "Dhaka",
        "shared": "nobody",
    }
    page = browser.post(f"{LIST}views/", asked, follow=True).content.decode()
    assert "The list “Dhaka” is kept." in page
    kept = SavedView.objects.get()
    assert kept.query == "district=dhaka&col=visits&sort=-visits"
    opened = listed(browser, kept.query)
    assert 'aria-current="page">Dhaka' in opened
    assert three[0].reference in opened
    assert three[1].reference not in opened


def test_a_kept_list_is_seen_by_those_it_is_shared_with(
    browser: Client, worker: Any, three: list[Any], record_type: RecordType, office: Office
) -> None:
    for name, shared in (("Mine", "nobody"), ("Ours", "office"), ("Everyones", "all")):
        browser.post(f"{LIST}views/", {"query": "district=dhaka", "name": name, "shared": shared})
    near = make_worker(record_type, office)
    far = make_worker(record_type, make_office("JSR"))
    seen = {
        who: [name for name in ("Mine", "Ours", "Everyones") if name in listed(signed_in(user))]
        for who, user in (("near", near), ("far", far))
    }
    assert seen == {"near": ["Ours", "Everyones"], "far": ["Everyones"]}


def test_a_shared_list_shows_nobody_more_than_their_rights(
    browser: Client, three: list[Any], record_type: RecordType
) -> None:
    browser.post(f"{LIST}views/", {"query": "risk=low", "name": "Low", "shared": "all"})
    plain = make_worker(record_type, make_office("JSR"), scope="office", tier="I", compartments=[])
    page = listed(signed_in(plain), SavedView.objects.get().query)
    assert "no filter called: risk" in page
    assert three[0].reference not in page


@pytest.mark.parametrize("sent", [{"name": ""}, {"name": "  "}, {"name": "x" * 61}, {"shared": "world"}])
def test_a_list_that_cannot_be_kept_says_why(browser: Client, three: list[Any], sent: dict[str, str]) -> None:
    asked = {"query": "district=dhaka", "name": "One", "shared": "nobody", **sent}
    page = browser.post(f"{LIST}views/", asked, follow=True).content.decode()
    assert "The list is not kept" in page
    assert not SavedView.objects.exists()


def test_only_ones_own_list_is_deleted(
    browser: Client, three: list[Any], record_type: RecordType, office: Office
) -> None:
    browser.post(f"{LIST}views/", {"query": "", "name": "Shared", "shared": "all"})
    kept = SavedView.objects.get()
    other = signed_in(make_worker(record_type, office))
    assert other.post(f"{LIST}views/{kept.pk}/delete/").status_code == 404
    assert browser.post(f"{LIST}views/{kept.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_strangers_keep_no_list(three: list[Any]) -> None:
    stranger = signed_in(make_user())
    assert stranger.post(f"{LIST}views/", {"name": "One", "shared": "all"}).status_code == 404


def test_choices_and_kept_lists_cost_no_query_each(browser: Client, three: list[Any]) -> None:
    for number in range(6):
        browser.post(f"{LIST}views/", {"query": "", "name": f"List {number}", "shared": "all"})
    with at_most(14):
        listed(browser, "district=dhaka&district=khulna&topics=law&also=risk&col=district&col=risk")


def test_a_list_of_a_type_with_nothing_to_filter_by_still_opens(office: Office) -> None:
    from tests.factories.forms import ask, document, page

    kind = make_type(document(page("p", ask("remark"))), key="visit")
    worker = make_worker(kind, office)
    make_record(kind, {"remark": "x"}, by=worker, office=office)
    assert "1 record" in listed(signed_in(worker))


@pytest.mark.parametrize(
    "query", ["visits.from=3&visits.to=1", "met_on.from=31/12/2026&met_on.to=০১/০১/২০২৬"]
)
def test_a_range_that_ends_before_it_begins_is_said_so(browser: Client, three: list[Any], query: str) -> None:
    page = listed(browser, query)
    assert "The beginning comes after the end." in page
    assert all(one.reference in page for one in three)


def test_a_number_is_found_however_its_parts_stand_apart(browser: Client, three: list[Any]) -> None:
    first, second, _third = (one.reference for one in three)
    for written in (first, first.lower(), first.replace("-", " "), f"  {first.replace('-', '  ')} "):
        page = listed(browser, urlencode({"q": written}))
        assert first in page
        assert second not in page
