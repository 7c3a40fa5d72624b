"""Files: sealed when they arrive, kept when the page fails elsewhere, never another person's."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from forms_builder.models import Attachment
from forms_builder.questions import FieldContext, attachments, types
from forms_builder.sealing import SealingError
from tests.questions.typing_in import ask, form_with

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 the marker of this file"


def person(name: str) -> Any:
    return get_user_model().objects.create_user(f"{name}@example.org", full_name=f"{name.title()} (example)")


def send(user: Any, content: bytes = PDF, name: str = "letter.pdf", **data: str) -> Any:
    files = {"q-file": SimpleUploadedFile(name, content, "application/pdf")} if content else {}
    return form_with(ask("file"), data, files, FieldContext("en", user=user))


def test_a_file_is_sealed_on_disk_and_reads_back() -> None:
    form = send(person("rima"))
    assert form.is_valid(), form.errors
    attachment = Attachment.objects.get(pk=form.cleaned_data["q"])
    with storages["protected"].open(attachment.path) as file:
        assert b"marker" not in file.read()
    assert b"letter" not in bytes(attachment.sealed_name)
    assert attachments.content_of(attachment) == PDF
    assert types["file"].display(ask("file"), str(attachment.pk), "en") == "letter.pdf"


def test_a_good_file_survives_a_page_that_comes_back() -> None:
    user = person("rima")
    form = send(user)
    form.is_valid()
    shown = str(form["q"])
    assert form.cleaned_data["q"] in shown
    assert "letter.pdf" in shown
    again = send(user, b"", q=form.cleaned_data["q"])
    assert again.is_valid()
    assert again.cleaned_data["q"] == form.cleaned_data["q"]


def test_a_file_of_somebody_else_is_not_taken() -> None:
    theirs = send(person("rima"))
    theirs.is_valid()
    mine = send(person("kamal"), b"", q=theirs.cleaned_data["q"])
    assert not mine.is_valid()
    assert not send(person("asif"), b"", q="not-an-id").is_valid()


def test_a_colleague_may_keep_the_file_that_is_stored() -> None:
    theirs = send(person("rima"))
    theirs.is_valid()
    stored = theirs.cleaned_data["q"]
    form = form_with(ask("file"), {"q": stored}, {}, FieldContext("en", user=person("kamal"), stored=stored))
    assert form.is_valid()


def test_a_file_can_be_taken_away() -> None:
    user = person("rima")
    sent = send(user)
    sent.is_valid()
    form = send(user, b"", **{"q": sent.cleaned_data["q"], "q-remove": "1"})
    assert form.is_valid()
    assert form.cleaned_data["q"] is None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("letter.exe", PDF, "Choose a PDF"),
        ("letter.pdf", b"MZ not a pdf", "Choose a PDF"),
        ("letter.pdf", b" ", "Choose a PDF"),
        ("../../letter", PDF, "Choose a PDF"),
    ],
)
def test_files_of_other_kinds_are_refused(name: str, content: bytes, told: str) -> None:
    with translation.override("en"):
        form = send(person("rima"), content, name)
        assert told in str(form.errors)
    assert not Attachment.objects.exists()


def test_changed_bytes_are_never_shown() -> None:
    form = send(person("rima"))
    form.is_valid()
    attachment = Attachment.objects.get(pk=form.cleaned_data["q"])
    with storages["protected"].open(attachment.path, "r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(SealingError):
        attachments.content_of(attachment)
