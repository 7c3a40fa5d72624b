"""Feedback on a training by link: from the trainer's page to a record below the event, without an account or a name."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from forms_builder.models import Draft, Submission
from forms_builder.public import links
from forms_builder.schema import Prefill, PublicUse
from registry import taking_in
from registry.models import Office, Record, RecordType
from tests.factories.forms import ask, choices, document, page, publish
from tests.factories.registry import make_office, make_type
from tests.factories.trainings import make_event, make_event_type, make_trainer
from tests.filling.browser import Browser
from tests.support.shared import shared
from tests.trainings.conftest import signed_in

pytestmark = pytest.mark.django_db


@shared
def event_type(office: Office) -> RecordType:
    return make_event_type(feedback="feedback", feedback_days=14)


@shared
def feedback(event_type: RecordType) -> RecordType:
    make_office("JSR")
    form = document(
        page(
            "about",
            ask(
                "office", "choose_one", choices=choices("dhk", "jsr"), prefill=Prefill.OFFICE, required="yes"
            ),
            ask("training", "organisation", required="yes"),
            ask("useful", "choose_one", choices=choices("yes", "no"), required="yes"),
            ask("more"),
        ),
        page("last", ask("other", "long_text")),
        public=PublicUse(left_out=("training",), by_link=True),
    )
    return make_type(publish(form, key="feedback"), key="feedback", parent_type=event_type)


@pytest.fixture
def event(event_type: RecordType, feedback: RecordType, trainer: Any, office: Office) -> Record:
    return make_event(event_type, trainer, office)


def page_of(event: Record, trainer: Any) -> Browser:
    return Browser(signed_in(trainer)).open(f"/workspace/events/{event.pk}/sheet/feedback/")


def address(event: Record, trainer: Any) -> str:
    link = page_of(event, trainer).page.select_one("p.break a")
    assert link is not None
    return str(link["href"]).removeprefix("http://testserver")


def test_somebody_who_came_says_how_it_was_and_it_stands_below_the_event(event: Record, trainer: Any) -> None:
    visitor = Browser(Client()).open(address(event, trainer))
    assert "Example training" in visitor.text
    assert not visitor.client.cookies
    visitor.press()
    assert "Office" not in visitor.text
    assert "Training" not in visitor.text
    visitor.press(useful="yes", more="More time").press(other="Nothing else").press()
    submission = Submission.objects.get()
    assert submission.owner is None
    record = taking_in.take_in(submission.pk)
    assert (record.type.key, record.parent, record.office) == ("feedback", event, event.office)
    assert record.data == {"office": "dhk", "useful": "yes", "more": "More time", "other": "Nothing else"}


def test_the_sheet_leads_to_the_link_and_its_qr(event: Record, trainer: Any) -> None:
    sheet = Browser(signed_in(trainer)).open(f"/workspace/events/{event.pk}/sheet/")
    assert sheet.page.select_one(f"a[href='/workspace/events/{event.pk}/sheet/feedback/']")
    shown = page_of(event, trainer)
    assert shown.page.select_one("img.qr[src^='data:image/svg+xml']")
    assert "It works until" in shown.text


def test_it_closes_some_days_after_the_event(event: Record, trainer: Any) -> None:
    url = address(event, trainer)
    begun = Browser(Client()).open(url).press()
    last = timezone.localdate() + timedelta(days=14)  # the event ends today
    with time_machine.travel(f"{last.isoformat()} 23:59:00+06:00", tick=False):
        assert Browser(Client()).open(url).status == 200
    with time_machine.travel(f"{(last + timedelta(days=1)).isoformat()} 00:01:00+06:00", tick=False):
        closed = Browser(Client()).open(url)
        assert (closed.status, Draft.objects.count()) == (410, 1)
        assert "এই ফরম বন্ধ" in closed.text
        assert closed.client.post(closed.address).status_code == 410
        shown = page_of(event, trainer)
        assert "The link worked until" in shown.text
        assert shown.page.select_one("img.qr") is None
    assert begun.status == 200


def test_nobody_comes_in_without_a_link_of_this_form(event: Record, trainer: Any) -> None:
    url = address(event, trainer)
    for other in ("/bn/forms/feedback/", "/forms/feedback/", "/api/forms/feedback/", f"{url[:-4]}xx/"):
        assert Browser(Client()).open(other).status == 404
    publish(document(page("p", ask("said")), public=PublicUse()), key="other")
    assert Client().get(url.replace("/forms/feedback/", "/bn/forms/other/")).status_code == 404


def test_what_a_link_says_cannot_be_changed_from_outside(event: Record, trainer: Any) -> None:
    visitor = Browser(Client()).open(address(event, trainer)).press()
    visitor.post(
        {**visitor.values(), "useful": "yes", "office": "jsr", "training": "x", "page-shown": "office"}
    )
    visitor.press().press()
    record = taking_in.take_in(Submission.objects.get().pk)
    assert record.office.key == "dhk"
    assert record.data["office"] == "dhk"


def test_a_page_that_outlived_its_session_is_kept_and_still_about_the_event(
    event: Record, trainer: Any
) -> None:
    visitor = Browser(Client()).open(address(event, trainer)).press().press(useful="yes")
    visitor.client.cookies.clear()
    visitor.press(other="Typed for very long")
    assert "What you typed on it is kept" in visitor.text or "রাখা" in visitor.text
    assert visitor.values()["other"] == "Typed for very long"
    visitor.press()
    visitor.open(visitor.address.replace("/check/", "/about/")).press(useful="no").press().press()
    record = taking_in.take_in(Submission.objects.get().pk)
    assert (record.parent, record.office.key, record.data["useful"]) == (event, "dhk", "no")


def test_only_those_who_write_on_the_sheet_get_the_link(
    event: Record, event_type: RecordType, office: Office
) -> None:
    reader = make_trainer(event_type, office, actions=("view",))
    assert page_of(event, reader).status == 404
    assert page_of(event, make_trainer(event_type, make_office("KHL"))).status == 404


def test_an_event_that_is_gone_takes_nothing_in(event: Record, trainer: Any) -> None:
    visitor = Browser(Client()).open(address(event, trainer)).press()
    visitor.press(useful="yes").press().press()
    Record.objects.filter(pk=event.pk).update(withdrawn=True)
    with pytest.raises(taking_in.Waiting):
        taking_in.take_in(Submission.objects.get().pk)


def test_a_tampered_token_is_no_link(event: Record) -> None:
    with pytest.raises(links.Unknown):
        links.read("made-up", "feedback")
