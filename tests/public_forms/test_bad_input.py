"""What goes wrong on a visitor's phone, and what somebody tries who means harm. Nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_builder.filling import sending
from forms_builder.filling.payload import unseal
from forms_builder.models import Attachment, Draft, FormVersion, Submission, VisitCount
from forms_builder.public import limits
from forms_builder.public.limits import Act
from forms_builder.schema import PublicUse
from tests.factories.forms import ask, choices, document, page, publish
from tests.filling.browser import Browser
from tests.public_forms.conftest import SECRET, at_check, photo

pytestmark = pytest.mark.django_db


def answers() -> dict[str, Any]:
    return sending.answers_of(Submission.objects.get())


@pytest.fixture
def second(begun: Browser) -> Browser:
    """At the second page."""
    return begun.press(office="dhk", anonymous="yes")


def test_what_only_staff_answer_cannot_be_slipped_in(begun: Browser) -> None:
    forged = {
        "channel": "phone",
        "recorder": "Example Colleague",
        "page-shown": "channel recorder answer contact",
    }
    begun.post({**begun.values(), "office": "dhk", "anonymous": "yes", **forged})
    begun.open(begun.address.replace("/about/", "/what/"))
    begun.post({**begun.values(), "said": SECRET, "answer": "Solved", "page-shown": "answer"})
    begun.open(begun.address.replace("/what/", "/check/")).press()
    assert answers()["channel"] == "web"
    assert {"recorder", "answer"}.isdisjoint(answers())


def test_a_tampered_revision_or_step_harms_nothing(begun: Browser) -> None:
    begun.post(
        {**begun.values(), "page-revision": "-7", "page-tab": "<x>", "office": "dhk", "anonymous": "yes"}
    )
    assert begun.step == "what"
    assert begun.post({"public_wizard-current_step": "about", "said": "x"}).status == 404


def choosing(*values: str) -> FormVersion:
    """A form that asks for one or several of these; what it offered before is retired."""
    asked = (
        ask("where", "choose_one", choices=choices(*values), required="yes"),
        ask("also", "choose_many", choices=choices(*values)),
    )
    return publish(document(page("p", *asked), public=PublicUse()), key="choosing")


def test_a_choice_that_was_retired_meanwhile_still_counts_in_the_version_that_was_begun(
    client: Client,
) -> None:
    choosing("town", "village")
    browser = Browser(client).open("/en/forms/choosing/").press()
    choosing("village")
    assert browser.press(where="town").status == 200
    assert "This form changed since you began. You can finish it as it is." in browser.text
    browser.press()
    assert answers() == {"where": "town"}
    assert Browser(Client()).open("/en/forms/choosing/").press().page.select("input[value=town]") == []


@pytest.mark.parametrize("forged", [{"where": "town"}, {"where": "village", "also": ["town", "village"]}])
def test_a_retired_choice_that_no_page_offers_is_refused_beside_its_question(
    client: Client, forged: dict[str, Any]
) -> None:
    choosing("town", "village")
    choosing("village")
    browser = Browser(client).open("/en/forms/choosing/").press()
    told = browser.post({**browser.values(), **forged})
    assert told.errors()[0].endswith("This choice is no longer offered. Choose another.")
    assert told.step == "p"
    assert "(no longer offered)" in told.text  # what was sent is still there to be seen
    assert told.press(where="village", also=[]).press().status == 200
    assert answers() == {"where": "village"}


def test_a_choice_that_never_was_is_told_beside_its_question(begun: Browser) -> None:
    told = begun.post({**begun.values(), "office": "mars", "anonymous": "yes"})
    assert told.step == "about"
    assert any(error.startswith("Office:") for error in told.errors())


def test_a_hundred_kilobytes_of_text_come_back_with_what_is_too_much(second: Browser) -> None:
    text = ("বড় লেখা " * 12_000).strip()
    told = second.press(said=text)
    assert len(told.errors()) == 1
    assert told.field("said").get_text().strip() == text
    assert told.press(said=text[:9_000]).press().status == 200
    assert answers()["said"] == text[:9_000].strip()


@pytest.mark.parametrize("text", ["ঠিক আছে 🙂👩‍👧", "জ্যো\u200dতি\u200cকা", "line\r\nline"])
def test_signs_of_every_kind_arrive(second: Browser, text: str) -> None:
    second.press(said=text).press()
    assert answers()["said"].replace("\r\n", "\n") == text.replace("\r\n", "\n")


def test_a_nul_sign_breaks_nothing(second: Browser) -> None:
    after = second.press(said=f"before\x00{SECRET}")
    assert after.status in (200, 422)
    if after.step == "check":
        after.press()
        assert "\x00" not in answers()["said"]


def test_a_photo_of_30_megabytes_is_refused_and_the_text_stays(second: Browser) -> None:
    large = SimpleUploadedFile("large.jpg", b"\xff\xd8\xff" + b"0" * (30 * 1024 * 1024), "image/jpeg")
    told = second.press(**{"said": SECRET, "photo-file": large})
    assert any("10 MB" in error for error in told.errors())
    assert told.field("said").get_text(strip=True) == SECRET
    assert not Attachment.objects.exists()


def test_a_file_of_another_kind_under_a_right_name_is_refused(second: Browser) -> None:
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 not a picture", "image/jpeg")
    told = second.press(**{"said": SECRET, "photo-file": program})
    assert any("Choose a picture" in error for error in told.errors())
    assert told.field("said").get_text(strip=True) == SECRET


def test_a_good_photo_survives_a_page_that_fails(second: Browser) -> None:
    told = second.press(**{"photo-file": SimpleUploadedFile("a.jpg", photo(), "image/jpeg")})
    assert told.errors()
    assert told.press(said=SECRET).press().status == 200
    assert Attachment.objects.get(pk=answers()["photo"]).owner is None


def test_two_presses_at_once_make_one_submission(begun: Browser) -> None:
    check = at_check(begun)
    data, address = check.values(), check.address
    for _press in range(2):
        check.client.post(address, data)
    assert Submission.objects.count() == 1


def test_a_machine_that_fills_in_everything_sends_nothing(begun: Browser) -> None:
    told = at_check(begun).press(website="https://example.org")
    assert "Leave this empty" in told.text
    assert not Submission.objects.exists()
    assert told.press().status == 200
    assert Submission.objects.count() == 1


def test_a_post_from_another_site_is_not_taken(begun: Browser) -> None:
    typed = {**begun.values(), "office": "dhk", "anonymous": "yes"}
    told = begun.post(typed, **{"Sec-Fetch-Site": "cross-site", "Origin": "https://example.org"})
    assert told.status == 403
    assert "office" not in unseal(Draft.objects.get()).answers
    begun_elsewhere = Client().post("/en/forms/complaint/", headers={"Origin": "https://example.org"})
    assert begun_elsewhere.status_code == 403
    assert Draft.objects.count() == 1


def test_a_stale_token_of_a_page_does_not_matter(begun: Browser) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = begun.client.cookies
    tab = Browser(strict).open(begun.address)
    assert tab.press(csrfmiddlewaretoken="long-gone", office="dhk", anonymous="yes").step == "what"


def test_too_many_from_one_place_wait_and_nothing_is_lost(
    begun: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = at_check(begun)
    monkeypatch.setattr(limits, "_limit", lambda act: 0 if act is Act.SEND else 1_000)
    told = check.press()
    assert "Your answers are kept" in told.text
    monkeypatch.undo()
    assert told.press().status == 200
    assert Submission.objects.count() == 1


def test_beginning_is_limited_by_address_and_hour(form: FormVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_limit", lambda act: 2)
    codes = [Client().post("/en/forms/complaint/").status_code for _begin in range(4)]
    assert codes == [302, 302, 429, 429]
    assert Client(REMOTE_ADDR="198.51.100.7").post("/en/forms/complaint/").status_code == 302


def test_a_proxy_s_word_counts_only_where_there_is_one(rf: Any) -> None:
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}, REMOTE_ADDR="192.0.2.1")
    assert limits.address_of(request) == "192.0.2.1"
    with override_settings(NIRAPOD_PROXIES=1):
        assert limits.address_of(request) == "198.51.100.7"


def test_no_address_is_kept_anywhere(begun: Browser, rf: Any) -> None:
    name = limits._counter(rf.get("/", REMOTE_ADDR="192.0.2.1"), Act.BEGIN)
    assert "192.0.2.1" not in name
    assert len(name.rpartition("-")[2]) == 32


def test_counters_go_when_their_hour_is_over(begun: Browser) -> None:
    assert VisitCount.objects.exists()
    limits.forget_counts.call()
    assert VisitCount.objects.exists()
    VisitCount.objects.update(began_at=timezone.now() - limits.HOUR - timedelta(minutes=1))
    limits.forget_counts.call()
    assert not VisitCount.objects.exists()


def test_a_visit_is_counted_with_one_statement(begun: Browser, rf: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    limits.allows(request, Act.PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert limits.allows(request, Act.PAGE)
    assert len(asked.captured_queries) == 1


def test_a_visitor_s_draft_is_gone_after_a_day(begun: Browser) -> None:
    Draft.objects.update(expires_at=timezone.now())
    assert begun.open(begun.address).status == 404


def test_drafts_of_people_with_an_account_cannot_be_reached_this_way(begun: Browser) -> None:
    mine = Draft.objects.get()
    Draft.objects.create(
        version=mine.version,
        purpose="registry.new",
        target="x",
        sealed=mine.sealed,
        wrapped_key=mine.wrapped_key,
        expires_at=mine.expires_at,
    )
    other = Draft.objects.exclude(pk=mine.pk).get()
    assert Client().get(f"/en/forms/complaint/{other.pk}/about/").status_code == 410
    session = begun.client.session
    session["public_drafts"] = [str(other.pk)]
    session.save()
    assert begun.client.get(f"/en/forms/complaint/{other.pk}/about/").status_code == 404
