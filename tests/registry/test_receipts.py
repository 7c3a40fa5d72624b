"""What a visitor was told to quote leads staff to what came of it: in the queue, in lists, and nobody else anywhere."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.models import FormVersion, Submission
from forms_builder.public.opening import code_of
from registry import taking_in
from registry.models import Record, Scope
from tests.factories.forms import publish
from tests.factories.registry import make_office, make_type, make_worker
from tests.filling.browser import Browser
from tests.public_forms.conftest import at_check, complaint_form

pytestmark = pytest.mark.django_db

QUEUE = "/workspace/incoming/"


@pytest.fixture
def form() -> FormVersion:
    make_office("DHK")
    make_office("JSR")
    version = publish(complaint_form(), key="complaint")
    make_type(
        version, key="complaint", id_pattern="FBK-{office}-{yy}-{counter:04}", casework={"intake": True}
    )
    return version


def send() -> Submission:
    before = set(Submission.objects.values_list("pk", flat=True))
    at_check(Browser(Client()).open("/en/forms/complaint/").press()).press()
    return Submission.objects.exclude(pk__in=before).get()


@pytest.fixture
def sent(form: FormVersion) -> Submission:
    return send()


@pytest.fixture
def record(sent: Submission) -> Record:
    return taking_in.take_in(sent.pk)


def at_desk(record: Record, **rights: Any) -> Browser:
    client = Client()
    client.force_login(make_worker(record.type, record.office, scope=Scope.OFFICE, **rights))
    return Browser(client)


@pytest.mark.parametrize("written", ["{}", " {} ", "lower", "spaced", "joined", "bangla"])
def test_the_queue_finds_what_came_in_however_its_code_is_written(record: Record, written: str) -> None:
    code = code_of(record.submission)  # type: ignore[arg-type]
    ways = {
        "lower": code.lower(),
        "spaced": code.replace("-", " "),
        "joined": code.replace("-", ""),
        "bangla": code.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")).replace("-", "–"),
    }
    other = taking_in.take_in(send().pk)
    page = at_desk(record).open(f"{QUEUE}?q={ways.get(written, written.format(code))}")
    assert record.reference in page.text
    assert f"Receipt {code}" in page.text
    assert other.reference not in page.text


def test_a_list_and_a_record_s_own_page_know_the_code(record: Record) -> None:
    code = code_of(record.submission)  # type: ignore[arg-type]
    desk = at_desk(record)
    other = taking_in.take_in(send().pk)
    desk.open(f"/workspace/records/complaint/?q={code}")
    assert record.reference in desk.text
    assert other.reference not in desk.text
    assert f"Receipt {code}" in desk.open(f"/workspace/records/complaint/{record.pk}/").text


def test_a_code_tells_nothing_to_those_who_may_not_see_the_record(record: Record) -> None:
    code = code_of(record.submission)  # type: ignore[arg-type]
    client = Client()
    client.force_login(make_worker(record.type, make_office("KHL"), scope=Scope.OFFICE))
    page = Browser(client).open(f"{QUEUE}?q={code}")
    assert record.reference not in page.text
    assert "Nothing with this number or code that you may see." in page.text


def test_what_is_not_taken_in_yet_is_said_to_be_on_its_way(record: Record) -> None:
    waiting = send()
    page = at_desk(record).open(f"{QUEUE}?q={code_of(waiting)}")
    assert "It arrived and is not in the registry yet." in page.text


def test_something_that_is_no_code_finds_nothing_by_chance(record: Record) -> None:
    desk = at_desk(record)
    assert "Nothing with this number" in desk.open(f"{QUEUE}?q=%00%27;--").text
    assert record.reference in desk.open(f"{QUEUE}?q={record.reference[:7]}").text
