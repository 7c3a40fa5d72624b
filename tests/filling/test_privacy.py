"""No answer lies anywhere in the clear: not in a column, not in a file, not on the person's device."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from forms_builder.filling import attachments, drafts
from forms_builder.filling.payload import unseal
from forms_builder.models import Attachment, Draft
from forms_builder.sealing import SealingError
from tests.factories.forms import ask, document, make_user, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything

MARKER = "Zqx-planted-Marker-7319"
PDF = b"%PDF-1.4 " + MARKER.encode()


def everything_stored() -> bytes:
    """All columns of all tables, and all files of the protected store."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database itself
            found += [_bytes(value) for row in cursor.fetchall() for value in row]
    found += [
        path.read_bytes() for path in Path(settings.NIRAPOD_HOME, "protected").rglob("*") if path.is_file()
    ]
    return b"\n".join(found)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def has_file(handler: TakesAnything, client: Client, user: Any) -> Browser:
    handler.version = publish(document(page("papers", ask("paper", "file"), ask("age", "integer"))))
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "papers")


def test_a_planted_marker_is_found_nowhere_while_filling_in_and_after_sending(browser: Browser) -> None:
    browser.press("save", name=MARKER, age="7")
    assert MARKER.encode() not in everything_stored()
    browser.open(f"/workspace/fill/{Draft.objects.get().pk}/child/").press("continue")
    browser.press("continue", story=f"{MARKER} told").press("continue").press("continue").press()
    assert browser.step == "sent"
    assert MARKER.encode() not in everything_stored()


def test_the_marker_would_be_found_if_it_were_there(user: Any) -> None:
    type(user).objects.filter(pk=user.pk).update(full_name=MARKER)
    assert MARKER.encode() in everything_stored()


def test_a_file_is_sealed_at_once_and_survives_a_page_that_fails(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = has_file(handler, client, user)
    upload = SimpleUploadedFile(f"{MARKER}.pdf", PDF, "application/pdf")
    browser.press("continue", **{"paper-file": upload, "age": "old"})
    assert browser.errors() == ["Age: Give a whole number, like 12."]
    assert f"{MARKER}.pdf" in browser.text
    assert MARKER.encode() not in everything_stored()
    browser.press("continue", age="7")
    assert browser.step == "check"
    assert f"{MARKER}.pdf" in browser.text
    attachment = Attachment.objects.get()
    assert attachments.open_attachment(attachment) == (PDF, f"{MARKER}.pdf")
    assert unseal(Draft.objects.get()).answers["paper"] == str(attachment.pk)


def test_only_the_owner_gets_the_file_back(handler: TakesAnything, client: Client, user: Any) -> None:
    browser = has_file(handler, client, user)
    browser.press("save", **{"paper-file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")})
    address = f"/workspace/fill/{Draft.objects.get().pk}/file/{Attachment.objects.get().pk}/"
    assert b"".join(client.get(address).streaming_content) == PDF
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(address).status_code == 404


def test_a_file_that_is_too_large_is_refused_with_the_reason(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = has_file(handler, client, user)
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "application/pdf")
    browser.press("continue", **{"paper-file": large, "age": "7"})
    assert browser.errors() == ["Paper: The file is larger than 10 MB. Choose a smaller one."]
    assert browser.values()["age"] == "7"
    assert not Attachment.objects.exists()


def test_a_deleted_draft_takes_its_files_with_it(
    handler: TakesAnything, client: Client, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser = has_file(handler, client, user)
    browser.press("save", **{"paper-file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")})
    draft = Draft.objects.get()
    path = Path(settings.NIRAPOD_HOME, "protected", Attachment.objects.get().path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        browser.open(f"/workspace/fill/{draft.pk}/delete/").press()
    assert not path.exists()
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()


def test_a_file_that_was_exchanged_does_not_outlive_the_sending(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = has_file(handler, client, user)
    browser.press("save", **{"paper-file": SimpleUploadedFile("first.pdf", PDF, "application/pdf")})
    browser.open(f"/workspace/fill/{Draft.objects.get().pk}/papers/")
    browser.press("continue", **{"paper-file": SimpleUploadedFile("second.pdf", PDF, "application/pdf")})
    assert "second.pdf" in browser.text
    assert Attachment.objects.count() == 2
    browser.press()
    assert [str(file.pk) for file in Attachment.objects.all()] == [
        handler.delivered[0].evaluation.answers["paper"]
    ]


def test_a_draft_copied_over_another_does_not_open(
    browser: Browser, user: Any, handler: TakesAnything
) -> None:
    browser.press("save", name=MARKER)
    assert handler.assignment(user, "") is not None
    victim = Draft.objects.get()
    other = drafts.begin(user, PURPOSE, "other", handler.assignment(user, ""))  # type: ignore[arg-type]
    other.sealed, other.wrapped_key = victim.sealed, victim.wrapped_key
    with pytest.raises(SealingError):
        unseal(other)


def test_nothing_of_a_draft_is_kept_by_the_browser(browser: Browser) -> None:
    assert browser.response.headers["Cache-Control"] == "no-store, private"
    assert "sessionStorage" not in browser.response.content.decode()
