"""Parts of files: films play and broken downloads go on; what is refused whole is refused in parts too."""

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from knowledge.models import DownloadCount, HubDocument
from tests.factories import hub

pytestmark = pytest.mark.django_db
FILM = hub.film()


@pytest.fixture
def film() -> HubDocument:
    """A film on a public page."""
    document = hub.make_document(FILM, "film.mp4")
    media = {"document": document, "title": "Film", "captions": None, "transcript": "Nothing is said."}
    hub.publish(hub.draft_news(body=[("media", media)]))
    return document


def kept(document: HubDocument) -> bytes:
    with document.file.open() as file:
        return file.read()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, len(FILM) - 1),
        ("bytes=5-9", 5, 9),
        ("bytes=-4", len(FILM) - 4, len(FILM) - 1),
        ("bytes=5-99999", 5, len(FILM) - 1),
    ],
)
def test_a_film_is_given_in_the_part_that_is_asked_for(
    client: Client, film: HubDocument, asked: str, first: int, last: int
) -> None:
    answer = client.get(film.url, headers={"range": asked, "user-agent": "Firefox"})
    assert answer.status_code == 206
    assert b"".join(answer) == kept(film)[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"
    assert (answer["Content-Type"], answer["Content-Length"]) == ("video/mp4", str(last - first + 1))


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=9-5"])
def test_a_part_that_is_not_there_is_told_the_size(client: Client, film: HubDocument, asked: str) -> None:
    answer = client.get(film.url, headers={"range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(FILM)}")


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "\0"])
def test_anything_else_gives_the_whole_film(client: Client, film: HubDocument, asked: str) -> None:
    answer = client.get(film.url, headers={"range": asked})
    assert (answer.status_code, b"".join(answer)) == (200, kept(film))


def test_a_film_that_changed_meanwhile_is_sent_whole(client: Client, film: HubDocument) -> None:
    mark = client.get(film.url, headers={"range": "bytes=0-3"})["ETag"]
    again = {"range": "bytes=4-", "if-range": mark}
    assert client.get(film.url, headers=again).status_code == 206
    assert client.get(film.url, headers={**again, "if-range": '"old"'}).status_code == 200


def test_a_reader_who_asks_in_parts_is_counted_once(client: Client, film: HubDocument) -> None:
    for asked in ("bytes=0-", "bytes=10-", "bytes=20-"):
        client.get(film.url, headers={"range": asked, "user-agent": "Firefox"})
    assert DownloadCount.objects.get().count == 1


def test_no_part_comes_of_a_draft_or_of_a_closed_collection(client: Client, film: HubDocument) -> None:
    draft = hub.draft_item().files.get().document
    assert client.get(draft.url, headers={"range": "bytes=0-"}).status_code == 404
    film.collection = Collection.get_first_root_node().add_child(name="Closed")
    film.save()
    CollectionViewRestriction.objects.create(collection=film.collection, restriction_type="login")
    assert client.get(film.url, headers={"range": "bytes=0-"}).status_code == 302
