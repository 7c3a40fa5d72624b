"""Files that come in: dangerous, broken and telling ones are refused or stripped, with words about what to do."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from knowledge.files.checking import check_document
from knowledge.files.refusal import RefusedFile
from knowledge.models import HubImage
from tests.factories import hub

pytestmark = pytest.mark.usefixtures("in_english")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def refused(name: str, content: bytes) -> str:
    with pytest.raises(RefusedFile) as problem:
        check_document(SimpleUploadedFile(name, content))
    return problem.value.messages[0]


def test_a_pdf_tells_its_pages() -> None:
    assert check_document(SimpleUploadedFile("a.pdf", hub.pdf(3))).pages == 3


def test_a_pdf_with_a_script_is_refused() -> None:
    assert "contains a script" in refused("a.pdf", hub.scripted_pdf())


def test_a_pdf_with_a_file_inside_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("list.csv", b"made up")
    assert "other files inside" in refused("a.pdf", hub.written(writer))


def test_a_locked_pdf_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    assert "locked" in refused("a.pdf", hub.written(writer))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"no pdf at all", b"%PDF-1.7\n1 0 obj <<>> endobj trailer"]
)
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    assert "cannot be read" in refused("a.pdf", content)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://example.org/a.png"/>',
        "<foreignObject/>",
        "<style>@import url(https://example.org/a.css)</style>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
    ],
)
def test_a_drawing_with_a_script_or_a_link_is_refused(inside: str) -> None:
    assert "script or a link" in refused("a.svg", SVG.format(inside).encode())


def test_a_plain_drawing_is_taken() -> None:
    check_document(SimpleUploadedFile("a.svg", SVG.format('<path d="M0 0h9"/>').encode()))


def test_an_entity_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    assert "cannot be read" in refused("a.svg", bomb)


@pytest.mark.parametrize("cut", [5, 20, 60])
def test_a_video_that_breaks_off_is_refused(cut: int) -> None:
    assert "broken or incomplete" in refused("a.mp4", hub.film()[:-cut])


def test_a_video_loses_its_place_of_recording() -> None:
    upload = SimpleUploadedFile("a.mp4", hub.film())
    check_document(upload)
    assert b"+23.7" not in upload.read()


def test_a_tiff_and_a_program_are_refused_in_plain_words() -> None:
    for name in ("huge.tiff", "a.exe", "a.html", "noending"):
        assert "not published here" in refused(name, b"x")


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    upload = SimpleUploadedFile("a.pdf", b"x")
    upload.size = 60 * 1024 * 1024
    with pytest.raises(RefusedFile, match="larger than 40 MB"):
        check_document(upload)


@pytest.mark.django_db
def test_a_photograph_loses_position_and_camera() -> None:
    exif = Image.Exif()
    exif[0x010F] = "ExampleCamera"
    exif.get_ifd(0x8825)[1] = "N"
    image = hub.make_image(file=ContentFile(hub.photo(exif=exif), name="p.jpg"))
    with image.file.open() as file:
        content = file.read()
    assert b"ExampleCamera" not in content
    assert not Image.open(BytesIO(content)).getexif()


def picture(**more: object) -> HubImage:
    values: dict[str, object] = {
        **{"file": ContentFile(hub.photo(), name="p.jpg"), "width": 60, "height": 40},
        **{"title": "x", "description": "A drawing", "kind": "illustration"},
        **more,
    }
    return HubImage(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("description", {"description": " "}),
        ("kind", {"kind": "child"}),
        ("consent", {"kind": "adult"}),
        ("kind", {"kind": ""}),
    ],
)
def test_a_picture_needs_words_and_a_mark_and_never_shows_a_child(
    field: str, more: dict[str, object]
) -> None:
    with pytest.raises(ValidationError) as problem:
        picture(**more).full_clean(exclude=["collection", "uploaded_by_user"])
    assert field in problem.value.message_dict
