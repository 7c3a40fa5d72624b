"""The first page of the workspace: what one may fill in, what one has begun, one's own records."""

import re
from typing import Any

import pytest
from django.test import Client

from registry.models import AccessEvent, Action, Office, Record, RecordType
from tests.factories.forms import make_user
from tests.factories.registry import begin, grant, make_record, make_type, make_worker, type_in
from tests.registry_pages.conftest import signed_in
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


def test_somebody_without_a_role_is_told_whom_to_ask(record_type: RecordType) -> None:
    page = signed_in(make_user()).get("/workspace/").content.decode()
    assert "There is nothing for you here yet" in page
    assert "Visits" not in page


def test_what_one_may_add_is_a_big_button(browser: Client) -> None:
    assert "New: Visits" in browser.get("/workspace/").content.decode()


def test_what_one_may_only_see_is_no_button(record_type: RecordType, office: Office) -> None:
    reader = make_worker(record_type, office, actions=[Action.VIEW])
    assert "New: Visits" not in signed_in(reader).get("/workspace/").content.decode()


def test_a_form_that_is_not_live_offers_no_button(browser: Client, record_type: RecordType) -> None:
    type(record_type.form).objects.update(live_version=None)
    assert "New: Visits" not in browser.get("/workspace/").content.decode()


def test_one_sees_ones_own_records_and_not_those_of_a_colleague(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    mine = make_record(record_type, by=worker, office=office)
    theirs = make_record(record_type, by=make_worker(record_type, office), office=office)
    page = browser.get("/workspace/").content.decode()
    assert mine.reference in page
    assert theirs.reference not in page


def test_the_records_shown_are_noted(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    mine = make_record(record_type, by=worker, office=office)
    browser.get("/workspace/")
    event = AccessEvent.objects.latest("at")
    assert (event.action, event.records, event.user) == ("list", [str(mine.pk)], worker)


def test_new_leads_to_the_form_and_is_not_there_without_the_right(
    browser: Client, record_type: RecordType, office: Office
) -> None:
    assert browser.get("/workspace/records/visit/new/")["Location"].endswith("/registry.new/visit/")
    reader = make_worker(record_type, office, actions=[Action.VIEW])
    assert signed_in(reader).get("/workspace/records/visit/new/").status_code == 404


def test_the_overview_names_what_one_may_look_through(browser: Client, worker: Any) -> None:
    grant(worker, make_type(key="secret", name_en="Not to be seen"), actions=[Action.CREATE])
    page = browser.get("/workspace/records/").content.decode()
    assert "Visits" in page
    assert "Not to be seen" not in page


def test_the_first_page_asks_the_database_little_however_much_there_is(
    browser: Client, worker: Any, office: Office, record_type: RecordType
) -> None:
    for _ in range(3):
        grant(worker, make_type())
        make_record(record_type, by=worker, office=office)
    browser.get("/workspace/")
    with at_most(15):
        browser.get("/workspace/")


def test_the_first_page_is_bangla_for_somebody_who_reads_bangla(
    record_type: RecordType, office: Office
) -> None:
    worker = make_worker(record_type, office)
    type(worker).objects.filter(pk=worker.pk).update(language="bn")
    page = signed_in(worker).get("/workspace/").content.decode()
    assert 'lang="bn"' in page
    assert record_type.name_bn in page


def test_what_was_begun_names_the_record_that_it_belongs_to(
    browser: Client, worker: Any, office: Office, record_type: RecordType
) -> None:
    below = make_type(key="call", parent_type=record_type)
    grant(worker, below)
    records = [make_record(record_type, by=worker, office=office) for _time in range(2)]
    for one in records:
        type_in(begin(worker, "registry.new", f"call/{one.pk}"), venue="Example")
    type_in(begin(worker, "registry.edit", str(records[0].pk)), venue="Example")
    part = browser.get("/workspace/").content.decode().split("Begun, not sent")[1].split("</section>")[0]
    titles = re.findall(r"<h3>(.*?)</h3>", part)
    named = [title.split("nowrap")[1] for title in titles]
    assert sorted(named) == sorted(f'">{one.reference}</span>' for one in (*records, records[0]))
    noted = AccessEvent.objects.filter(action="list", user=worker).values_list("records", flat=True)
    assert {str(one.pk) for one in records} in map(set, noted)


def test_a_draft_names_no_record_that_is_out_of_sight_by_now(
    browser: Client, worker: Any, office: Office, record_type: RecordType
) -> None:
    below = make_type(key="call", parent_type=record_type)
    grant(worker, below)
    one = make_record(record_type, by=worker, office=office)
    type_in(begin(worker, "registry.new", f"call/{one.pk}"), venue="Example")
    Record.objects.filter(pk=one.pk).update(withdrawn=True)
    part = browser.get("/workspace/").content.decode().split("Begun, not sent")[1].split("</section>")[0]
    assert "<h3>" in part
    assert one.reference not in part
