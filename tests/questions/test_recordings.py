"""Sound and film: known by their bytes, kept sealed, played again by whoever may have them."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from forms_builder.models import Attachment
from forms_builder.questions import FieldContext, attachments, types
from tests.questions.typing_in import ask, form_with

pytestmark = pytest.mark.django_db
BOXED = b"\x00\x00\x00\x18ftypisom made up for a test"
MATROSKA = b"\x1a\x45\xdf\xa3 made up for a test"


@pytest.fixture
def rima() -> Any:
    return get_user_model().objects.create_user("rima@example.org", full_name="Rima (example)")


def sent(kind: str, user: Any, name: str, content: bytes) -> Any:
    files = {"q-file": SimpleUploadedFile(name, content, "text/html")}
    with translation.override("en"):
        form = form_with(ask(kind), {}, files, FieldContext("en", user=user))
        form.is_valid()
    return form


@pytest.mark.parametrize(
    ("kind", "name", "content", "kept_as"),
    [
        ("audio", "কথা.mp3", b"ID3\x04 x", "audio/mpeg"),
        ("audio", "a.MP3", b"\xff\xfb\x90\x00", "audio/mpeg"),
        ("audio", "a.m4a", BOXED, "audio/mp4"),
        ("audio", "a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        ("audio", "a.ogg", b"OggS x", "audio/ogg"),
        ("audio", "recorded.webm", MATROSKA, "audio/webm"),
        ("audio", "recorded.3gp", BOXED, "audio/3gpp"),
        ("audio", "a.amr", b"#!AMR\n", "audio/amr"),
        ("video", "a.mp4", BOXED, "video/mp4"),
        ("video", "a.mov", BOXED, "video/quicktime"),
        ("video", "a.webm", MATROSKA, "video/webm"),
    ],
)
def test_recordings_are_taken_by_what_they_are(
    rima: Any, kind: str, name: str, content: bytes, kept_as: str
) -> None:
    form = sent(kind, rima, name, content)
    assert form.is_valid(), form.errors
    attachment = Attachment.objects.get(pk=form.cleaned_data["q"])
    assert attachment.content_type == kept_as
    assert attachments.content_of(attachment) == content
    assert types[kind].display(ask(kind), str(attachment.pk), "en") == name


@pytest.mark.parametrize(
    ("kind", "name", "content", "told"),
    [
        ("audio", "a.mp3", b"%PDF-1.7", "Choose a sound recording: MP3"),
        ("audio", "a.mp3", b"<html>", "Choose a sound recording"),
        ("audio", "a.pdf", b"%PDF-1.7", "Choose a sound recording"),
        ("video", "a.mp4", b"ID3\x04", "Choose a film: MP4"),
        ("video", "a.mp3", b"ID3\x04", "Choose a film"),
        ("video", "a.mp4", b"", "empty"),
        ("file", "a.mp3", b"ID3\x04", "Choose a PDF"),
        ("audio", "a.mp3", b"ID3" + b"x" * (20 * 1024 * 1024), "larger than 20 MB"),
    ],
)
def test_other_files_are_refused_in_words(rima: Any, kind: str, name: str, content: bytes, told: str) -> None:
    assert told in str(sent(kind, rima, name, content).errors)
    assert not Attachment.objects.exists()


def test_a_telephone_offers_to_record_and_the_page_knows_the_limit(rima: Any) -> None:
    html = str(form_with(ask("video"), {}, {}, FieldContext("en", user=rima))["q"])
    assert 'accept="video/*,' in html
    assert f'data-limit="{40 * 1024 * 1024}"' in html


def test_a_file_question_may_become_a_recording_but_not_the_other_way() -> None:
    assert types.keeps_answers("file", "audio")
    assert not types.keeps_answers("audio", "file")
