"""A recording on its way: sent with a page, played on the page where answers are checked."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.forms import ask, document, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


def test_a_recording_is_played_before_it_is_sent(handler: TakesAnything, client: Client, user: Any) -> None:
    handler.version = publish(document(page("p", ask("told", "audio"), ask("seen", "video"))))
    client.force_login(user)
    browser = Browser(client).begin(PURPOSE, "anything")
    browser.press("continue", **{"told-file": SimpleUploadedFile("a.mp3", b"ID3 made up")})
    assert browser.step == "check"
    player = browser.page.select_one("audio[controls]")
    assert player is not None
    assert player["aria-label"] == "Listen: Told"
    assert not browser.page.select("video")
    part = client.get(str(player["src"]), headers={"Range": "bytes=-4"})
    assert (part.status_code, part.content) == (206, b"e up")
