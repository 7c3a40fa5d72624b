"""The work around a campaign: posters and cards, the calendar, figures pasted from a spreadsheet."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from knowledge.models import CampaignReach
from knowledge.safeguarding.withdrawing import withdraw
from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "front_pages")]


def member(role: roles.HubRole) -> Client:
    client = Client()
    client.force_login(hub.make_member(role))
    return client


# -- Paper -----------------------------------------------------------------------------------------


def test_a_public_campaign_has_a_poster_with_its_words_and_the_helpline(client: Client) -> None:
    page = hub.publish(hub.draft_campaign())
    answer = client.get(f"/media/posters/{page.pk}.pdf")
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert answer["Content-Type"] == "application/pdf"
    assert "Example Fund" in text
    assert "১০৯৮" in text
    assert f"/media/posters/{page.pk}.pdf" in client.get(page.url).text


def test_a_link_to_a_page_is_shared_with_a_card_of_the_usual_size(client: Client) -> None:
    page = hub.publish(hub.draft_campaign())
    address = f"http://testserver/media/cards/{page.pk}.png"
    assert f'<meta property="og:image" content="{address}">' in client.get(page.url).text
    assert Image.open(BytesIO(client.get(address).content)).size == (1200, 630)


def test_a_changed_page_has_a_new_card_at_once(client: Client) -> None:
    page = hub.publish(hub.draft_campaign())
    first = client.get(f"/media/cards/{page.pk}.png").content
    page.summary = "অন্য কথা।"
    page.save_revision()
    hub.publish(page)
    assert client.get(f"/media/cards/{page.pk}.png").content != first


def test_there_is_no_paper_of_what_is_not_public(client: Client) -> None:
    draft, gone = hub.draft_campaign(), hub.publish(hub.draft_campaign(slug="gone"))
    withdraw(gone, None)
    for page in (draft, gone):
        assert client.get(f"/media/posters/{page.pk}.pdf").status_code == 404
        assert client.get(f"/media/cards/{page.pk}.png").status_code == 404


# -- Calendar --------------------------------------------------------------------------------------


def test_the_calendar_tells_what_comes_in_the_next_months() -> None:
    soon = timezone.now() + timedelta(days=5)
    scheduled = hub.draft_news("A planned text", go_live_at=soon)
    hub.approve(scheduled)
    scheduled.get_latest_revision().publish()
    hub.draft_campaign(ends_on=timezone.localdate() + timedelta(days=30))
    hub.make_consent(code="MC-26-777", valid_until=timezone.localdate() + timedelta(days=9))
    seen = member(roles.REVIEWER).get(reverse("hub_calendar")).text
    for words in (
        "Goes public: ",
        "A planned text",
        "Campaign begins",
        "Campaign ends",
        "Consent ends",
        "MC-26-777",
    ):
        assert words in seen
    later = member(roles.REVIEWER).get(reverse("hub_calendar"), {"from": "2099-01-01"}).text
    assert "Nothing is planned" in later


def test_a_writer_sees_no_consents_in_the_calendar_and_a_stranger_no_calendar() -> None:
    hub.make_consent(code="MC-26-777", valid_until=timezone.localdate() + timedelta(days=9))
    assert "MC-26-777" not in member(roles.WRITER).get(reverse("hub_calendar")).text
    assert Client().get(reverse("hub_calendar")).status_code == 302


@pytest.mark.parametrize("day", ["", "x", "9999-99-99", "0001-01-01", "\0"])
def test_a_calendar_of_no_day_begins_today(day: str) -> None:
    assert member(roles.WRITER).get(reverse("hub_calendar"), {"from": day}).status_code == 200


# -- Reach -----------------------------------------------------------------------------------------

HEADER = "channel\tfrom\tto\tposts\timpressions\tunique\tengagements"
GOOD = "Facebook\t01/10/2026\t31/10/2026\t4\t12,000\t8000\t300"
BANGLA = "YouTube\t০১/১০/২০২৬\t৩১/১০/২০২৬\t১\t৫০০\t৪০০\t২০"


def paste(rows: str) -> Any:
    page = hub.draft_campaign()
    data = {"campaign": page.pk, "rows": rows}
    return member(roles.WRITER).post(reverse("campaign_reach:paste"), data, follow=True)


def test_figures_of_a_month_are_pasted_in_either_digits() -> None:
    assert "Rows kept: 2" in paste("\n".join([HEADER, GOOD, BANGLA])).text
    assert set(CampaignReach.objects.values_list("impressions", flat=True)) == {500, 12_000}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD.replace("Facebook", "Telegraph"), "is no channel"),
        (GOOD.replace("01/10/2026", "31/31/2026"), "is no date"),
        (GOOD.replace("8000", "many"), "is no whole number"),
        (GOOD.replace("8000", "99999"), "more than the impressions"),
        ("Facebook\t01/10/2026", "2 columns instead of 7"),
    ],
)
def test_a_wrong_row_is_named_by_its_line_and_nothing_is_kept(row: str, words: str) -> None:
    answer = paste("\n".join([HEADER, GOOD, row])).text
    assert "Line 3:" in answer
    assert words in answer
    assert "Facebook\t01/10/2026" in answer
    assert not CampaignReach.objects.exists()
