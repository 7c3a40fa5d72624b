"""A photo and a signature on a page without scripts: what a camera hides is gone, a name signs, wrong files are told."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.ExifTags import IFD, Base

from forms_builder.filling.sending import answers_of
from forms_builder.models import Attachment, Submission
from forms_builder.questions.attachments import content_of
from tests.factories.forms import ask, document, make_user, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything

pytestmark = pytest.mark.django_db
CAMERA = "Marked camera 77"
COMMENT = b"MARK a comment of the camera"


def taken_by_a_phone(size: tuple[int, int] = (64, 32)) -> bytes:
    """A JPEG lying on its side, with a place, a camera and a comment in it. The place is in the sea."""
    exif = Image.Exif()
    exif[Base.Model] = CAMERA
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (21.0, 15.0, 0.0), 3: "E", 4: (90.0, 30.0, 0.0)})
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif, comment=COMMENT)
    return out.getvalue()


def photo(content: bytes, name: str = "hall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.fixture
def begun(handler: TakesAnything, client: Client) -> Browser:
    handler.version = publish(
        document(page("p", ask("note"), ask("hall", "image"), ask("signed", "signature")))
    )
    client.force_login(make_user(language="en"))
    return Browser(client).begin(PURPOSE, "children")


def sent() -> dict[str, Any]:
    return answers_of(Submission.objects.get())


def test_a_photo_is_kept_without_its_place_and_camera_and_stands_upright(begun: Browser) -> None:
    content = taken_by_a_phone()
    with Image.open(BytesIO(content)) as given:
        assert given.getexif().get_ifd(IFD.GPSInfo)
    begun.press(hall__file=photo(content)).press()
    kept = content_of(Attachment.objects.get(pk=sent()["hall"]))
    for mark in (CAMERA.encode(), COMMENT, b"Exif", b"GPS"):
        assert mark not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert not dict(picture.getexif())
        assert picture.size == (32, 64)
        assert "comment" not in picture.info


def test_a_large_photo_is_made_small(begun: Browser) -> None:
    begun.press(hall__file=photo(taken_by_a_phone((3200, 1600)))).press()
    with Image.open(BytesIO(content_of(Attachment.objects.get(pk=sent()["hall"])))) as picture:
        assert max(picture.size) == 2400


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xd8\xff" + b"0" * (30 * 1024 * 1024), "10 MB"),
        (b"MZ\x90\x00 not a picture", "Choose a picture"),
        (b"\xff\xd8\xff\xe0 the beginning of a picture alone", "The picture cannot be read."),
    ],
    ids=["30 MB", "a program under a right name", "a broken picture"],
)
def test_what_cannot_be_kept_is_told_beside_its_question_and_the_rest_stays(
    begun: Browser, content: bytes, told: str
) -> None:
    back = begun.press(note="MARK note", hall__file=photo(content), signed="Rima (example)")
    assert any(told in error for error in back.errors())
    assert [one.get_text() for one in back.page.select("#id_hall_field .field__error")] != []
    assert (back.values()["note"], back.values()["signed"]) == ("MARK note", "Rima (example)")
    assert not Attachment.objects.exists()


def test_a_name_signs_without_a_script(begun: Browser) -> None:
    begun.press(signed="Rima (example)").press()
    assert sent()["signed"] == "Rima (example)"


def test_a_photo_of_a_signature_needs_the_name_beside_it(begun: Browser) -> None:
    back = begun.press(signed__file=photo(taken_by_a_phone(), "signature.jpg"))
    assert any("Type the name of the person who signed." in error for error in back.errors())
    back.press(signed="Rima (example)").press()
    answer = sent()["signed"]
    assert answer["value"] == "Rima (example)"
    assert CAMERA.encode() not in content_of(Attachment.objects.get(pk=answer["drawing"]))


def test_a_signature_that_is_drawn_before_the_name_is_typed_is_kept_and_the_name_asked_for_later(
    begun: Browser,
) -> None:
    address, drawn = begun.address, photo(taken_by_a_phone(), "signature.jpg")
    told = begun.post({**begun.values(), "signed-file": drawn}, "?save=1").response.json()
    assert told["errors"] == {}
    kept = told["files"]["signed"]
    back = begun.open(address).press()
    assert any("Type the name of the person who signed." in error for error in back.errors())
    back.press(signed="Rima (example)").press()
    assert sent()["signed"] == {"value": "Rima (example)", "drawing": kept}


def test_a_wrong_picture_of_a_signature_that_is_sent_ahead_is_refused_and_the_one_before_stays(
    begun: Browser,
) -> None:
    address, given = begun.address, {**begun.values(), "signed": "Rima (example)"}
    first = begun.post({**given, "signed-file": photo(taken_by_a_phone())}, "?save=1").response.json()
    again = begun.open(address)
    wrong = again.post({**again.values(), "signed-file": photo(b"MZ no picture")}, "?save=1").response.json()
    assert wrong["files"] == {}
    assert "Choose a picture" in wrong["errors"]["signed"]
    begun.open(address).press().press()
    assert sent()["signed"]["drawing"] == first["files"]["signed"]
