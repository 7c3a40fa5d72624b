"""The read API as a stranger asks it: only what is public comes out, and no question breaks it."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from knowledge.api.description import description
from knowledge.models import HubDocument, LibraryFile, NewsPage
from knowledge.safeguarding.withdrawing import withdraw
from tests.factories import hub
from tests.factories.forms import make_user
from tests.factories.registry import make_record, make_type
from tests.support.shared import shared

pytestmark = pytest.mark.django_db
HIDDEN = "Zqhidden"
"""In every text that is not public."""
SHOWN = "Opentopublic"
API = "/api/v2/"


def private(page: Page) -> Page:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def closed_collection() -> Collection:
    collection = Collection.get_first_root_node().add_child(name=HIDDEN)
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.first())
    return collection


def hidden_document(**more: Any) -> HubDocument:
    document = hub.make_document(name=f"{HIDDEN}.pdf")
    HubDocument.objects.filter(pk=document.pk).update(title=HIDDEN, **more)
    return HubDocument.objects.get(pk=document.pk)


@shared
def world() -> dict[str, list[int]]:
    """A public page with a picture and files; and every kind of thing that is not public. Numbers of both."""
    picture = hub.make_image(title=SHOWN)
    report = hub.draft_item(SHOWN, body=[("picture", {"image": picture, "caption": ""})])
    closed = hidden_document(collection=closed_collection())
    report.files.add(LibraryFile(document=closed, language="en"))
    report.save_revision()
    public = [hub.publish(report), hub.publish(hub.draft_news(SHOWN))]

    lonely = hub.make_image(title=HIDDEN, description=HIDDEN)
    draft = hub.draft_item(HIDDEN)
    hidden_in_draft = draft.files.get().document
    HubDocument.objects.filter(pk=hidden_in_draft.pk).update(title=HIDDEN)
    restricted = private(hub.publish(hub.draft_news(HIDDEN)))
    gone = hub.publish(hub.draft_news(HIDDEN))
    withdraw(gone, make_user())
    expired = hub.publish(hub.draft_news(HIDDEN))
    expired.expire_at = timezone.now()
    expired.unpublish()
    changed = hub.publish(hub.draft_news(SHOWN))
    changed.title = changed.summary = HIDDEN
    changed.save_revision()
    alias = CreatePageAliasAction(
        restricted, parent=hub.section("news"), update_slug="alias-of-hidden"
    ).execute(skip_permission_checks=True)
    Page.objects.filter(pk=alias.pk).update(title=SHOWN, draft_title=SHOWN)
    NewsPage.objects.filter(pk=alias.pk).update(summary=SHOWN)
    make_record(make_type(), {"full_name": HIDDEN})
    return {
        "public": [page.pk for page in (*public, changed)],
        "hidden": [draft.pk, restricted.pk, gone.pk, expired.pk],
        "images": [picture.pk, lonely.pk],
        "documents": [public[0].files.first().document.pk, hidden_in_draft.pk, closed.pk],
    }


# -- Fuzz ------------------------------------------------------------------------------------------

MODELS = [
    "wagtailcore.Page",
    "knowledge.NewsPage",
    "knowledge.LibraryItemPage",
    "registry.Record",
    "accounts.User",
    "x",
    ".",
]
FIELDS = [
    "*", "_", "title,summary", "body", "files(document(*))", "files(*)", "parent(*)", "*,-title", "alias_of(*)", "owner",
    "consent", "files(document(file,collection))", "((", "-", "a" * 400, "messages,goal", "translation_key", "tags",
    "safeguarding_reviews", "draft_title", "latest_revision", "first_published_at",
]  # fmt: skip
VALUES = [
    "", "0", "1", "-1", "2", "3", "7", "99999999999999999999999", "1.5", "NaN", "root", "true", "null", HIDDEN, SHOWN,
    "\0", "a\0b", "\ud800", "x" * 10_000, "যশোর", "Jessore", "' OR 1=1 --", "%", "id", "-id", "random", "title", "-owner",
    "bn", "en", "xx", "2026-99-99", "{}", "[]", "../", "/bn/news/", "html", "../../etc", *FIELDS, *MODELS,
]  # fmt: skip
NAMES = [
    "fields", "limit", "offset", "order", "search", "search_operator", "type", "child_of", "descendant_of", "ancestor_of",
    "translation_of", "locale", "site", "id", "html_path", "slug", "title", "summary", "body", "day", "year", "place", "live",
    "owner", "rich_text_format", "format", "tags", "kind", "consent", "collection", "show_in_menus", "first_published_at",
    "token", "content_type", "_", "nonsense", "path", "files", "topics", "doi",
]  # fmt: skip
ROUNDS = 250


def questions(world: dict[str, list[int]]) -> Iterator[tuple[str, dict[str, str]]]:
    """The same odd questions each time; numbers are often those of things that are there."""
    dice = random.Random(20261126)
    keys = [str(key) for found in world.values() for key in found]
    for _round in range(ROUNDS):
        kind = dice.choice(["pages", "pages", "pages", "images", "documents", "page_preview"])
        end = dice.choice(["", "", "", "find/", f"{dice.choice(keys)}/"])
        asked = {
            dice.choice(NAMES): dice.choice(keys if dice.random() < 0.2 else VALUES)
            for _each in range(dice.randint(0, 4))
        }
        if dice.random() < 0.4:
            asked["fields"] = dice.choice(FIELDS)
        yield f"{API}{kind}/{end}", asked


def test_whatever_a_stranger_asks_only_public_things_come_out(
    client: Client, world: dict[str, list[int]]
) -> None:
    answered = 0
    for address, asked in questions(world):
        answer = client.get(
            address, {name: value.encode("utf-8", "surrogatepass") for name, value in asked.items()}
        )
        assert answer.status_code in {200, 302, 400, 404}, (address, asked, answer.status_code)
        answered += answer.status_code == 200
        said = answer.text if answer.status_code == 200 else ""
        assert HIDDEN not in said, (address, asked)
        assert not {item["id"] for item in items(answer)} & set(world["hidden"]), (address, asked)
    assert answered > ROUNDS / 20


def items(answer: Any) -> list[dict[str, Any]]:
    if answer.status_code != 200 or "/pages/" not in answer.request["PATH_INFO"]:
        return []
    found = json.loads(answer.text)
    return found.get("items", [found])


# -- By name ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pages", "images", "documents"])
def test_things_that_are_not_public_have_no_address(
    client: Client, world: dict[str, list[int]], kind: str
) -> None:
    hidden = world["hidden"] if kind == "pages" else world[kind][1:]
    assert [client.get(f"{API}{kind}/{key}/?fields=*").status_code for key in hidden] == [404] * len(hidden)


def test_a_public_page_tells_all_it_has_but_not_of_closed_collections(
    client: Client, world: dict[str, list[int]]
) -> None:
    page = client.get(f"{API}pages/{world['public'][0]}/?fields=*").json()
    assert page["title"] == SHOWN
    assert [file["document"] and file["document"]["title"] for file in page["files"]] == [
        "Example file",
        None,
    ]
    assert client.get(f"{API}images/{world['images'][0]}/").json()["title"] == SHOWN


def test_drafts_are_not_found_by_search_and_pages_are_in_either_script(client: Client) -> None:
    hub.draft_item("Draft about Jashore", place="jashore")
    found = hub.publish(hub.draft_item("Report", place="jashore"))
    for spelling in ("Jessore", "যশোর", "jashor"):
        answer = client.get(f"{API}pages/", {"search": spelling, "locale": "bn"}).json()
        assert [page["id"] for page in answer["items"]] == [found.pk]
    assert client.get(f"{API}pages/", {"search": "Jessore", "locale": "en"}).json()["items"] == []


def test_an_answer_names_what_it_depends_on_and_other_sites_need_a_permission(
    client: Client, settings: Settings
) -> None:
    origin = {"origin": "https://front.example"}
    answer = client.get(f"{API}pages/", headers=origin)
    assert set(answer["Vary"].split(", ")) == {"Cookie", "Origin"}
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cache-Control"] == "public, no-cache"
    settings.NIRAPOD_API_ORIGINS = ["https://front.example"]
    assert (
        client.get(f"{API}pages/", headers=origin)["Access-Control-Allow-Origin"] == "https://front.example"
    )
    settings.NIRAPOD_API_ORIGINS = ["*"]
    assert client.get(f"{API}pages/", headers=origin)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{API}pages/").status_code == 405


def test_the_description_names_every_address_there_is(client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["paths"].keys() == description("")["paths"].keys()
    for path in described["paths"]:
        wanted = {404} if "{id}" in path or "preview" in path else {200}
        assert client.get(path.replace("{id}", "99999")).status_code in wanted
