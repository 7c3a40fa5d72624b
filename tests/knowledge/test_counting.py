"""Numbers of the hub for indicators: files fetched and people reached, each way of reaching by itself."""

from datetime import date, timedelta

import pytest

from knowledge.models import CampaignPage, CampaignReach, DownloadCount
from nirapod.hub_measures import figures
from registry import measures
from registry.measures import Figure, Period
from tests.factories import hub

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def measured(key: str, period: Period = OCTOBER, split: str = "") -> list[Figure]:
    return measures.get(key).of(period, split)


def test_files_fetched_in_a_period_are_counted_and_split_by_kind_and_language() -> None:
    report, brief = (
        hub.publish(hub.draft_item(title, item_type=kind))
        for title, kind in (("A report", "report"), ("A brief", "brief"))
    )
    for page, times in ((report, 3), (brief, 2)):
        for _time in range(times):
            DownloadCount.add(page.files.get().document_id, DAY)
        DownloadCount.add(page.files.get().document_id, DAY - timedelta(days=40))
    assert measured("hub_downloads") == [Figure("", 5)]
    assert measured("hub_downloads", split="item_type") == [Figure("brief", 2), Figure("report", 3)]
    assert measured("hub_downloads", split="language") == [Figure("bn", 5)]


def test_people_in_the_room_and_on_platforms_are_never_added() -> None:
    page = CampaignPage(
        title="x", summary="x", goal="x", messages=[], starts_on=DAY, live=False, slug="stand-by"
    )
    hub.section("campaigns").add_child(instance=page)
    days = {"campaign": page, "starts_on": DAY, "ends_on": DAY}
    CampaignReach.objects.create(channel="meeting", method="count", direct=40, **days)
    CampaignReach.objects.create(
        channel="facebook", method="platform", impressions=900, unique=500, engagements=9, **days
    )
    assert measured("campaign_reach_direct") == [Figure("", 40)]
    assert measured("campaign_reach_unique", split="channel") == [Figure("facebook", 500)]
    assert measured("campaign_reach_unique", split="campaign") == [Figure("stand-by", 500)]


def test_the_hub_belongs_to_no_office() -> None:
    some = Period(OCTOBER.first, OCTOBER.last, offices=[1])
    assert measured("hub_downloads", some) == [Figure("", 0)]
    assert figures(lambda *days, split: {"": 9}, some, "language") == []
