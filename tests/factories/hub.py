"""Pages of the hub as editors make them, files to upload, and people with the hub's roles."""

import struct
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from wagtail.models import Locale, Page

from knowledge.models import (
    CampaignPage,
    HomePage,
    HubImage,
    LibraryFile,
    LibraryItemPage,
    LibraryPage,
    MediaConsent,
    NewsPage,
    SectionPage,
    StoryPage,
)
from knowledge.models.media import HubDocument
from knowledge.models.review import CHECKLIST, SafeguardingReview, Subject
from knowledge.safeguarding import gate
from knowledge.starter import ensure_home_pages
from knowledge.starter.making import Words, ensure_page
from knowledge.starter.roles import HubRole
from tests.factories.forms import make_user

YES = dict.fromkeys(CHECKLIST, True)
HELPLINES = ("helplines", None)


def hub() -> Page:
    return HomePage.objects.filter(locale__language_code="bn").first() or ensure_home_pages()


def section(slug: str) -> Page:
    """A list below the front page, in both languages."""
    found = hub().get_children().filter(slug=slug).first()
    if found:
        return found.specific
    model = LibraryPage if slug == "library" else SectionPage
    words = Words(slug.capitalize(), "A list.")
    return ensure_page(hub(), model, slug, words, words)


def make_member(*roles: HubRole) -> Any:
    user = make_user()
    hub()
    user.groups.add(*Group.objects.filter(name__in=[role.name for role in roles]))
    return user


def draft_news(title: str = "Example news", by: Any = None, **more: Any) -> NewsPage:
    """A draft in Bangla only, written by somebody."""
    page = NewsPage(title=title, summary="An example.", live=False, one_language=True, owner=by, **more)
    section("news").add_child(instance=page)
    page.save_revision(user=by)
    return page


def draft_story(by: Any = None, **more: Any) -> StoryPage:
    values: dict[str, Any] = {"kind": "composite", "body": [HELPLINES], **more}
    page = StoryPage(
        title="Example story", summary="An example.", live=False, one_language=True, owner=by, **values
    )
    section("news").add_child(instance=page)
    page.save_revision(user=by)
    return page


def draft_item(title: str = "Example report", by: Any = None, **more: Any) -> LibraryItemPage:
    values: dict[str, Any] = {"item_type": "report", "year": 2025, "publisher": "Example Press", **more}
    page = LibraryItemPage(
        title=title, summary="An example.", live=False, one_language=True, owner=by, **values
    )
    section("library").add_child(instance=page)
    page.files.add(LibraryFile(document=make_document(), language="bn"))
    page.save_revision(user=by)
    return page


def draft_campaign(**more: Any) -> CampaignPage:
    page = CampaignPage(
        title="পাশে থাকুন", summary="শুনুন, বিশ্বাস করুন।", goal="সবাই জানুক।", live=False, one_language=True,
        messages=[("message", "দোষ দেবেন না।")], starts_on=timezone.localdate(), body=[HELPLINES],
        funder_line="Paid for by Example Fund", **more,
    )  # fmt: skip
    section("campaigns").add_child(instance=page)
    page.save_revision()
    return page


def approve(
    page: Any, reviewer: Any = None, subject: Subject = Subject.NOBODY, consents: Any = ()
) -> SafeguardingReview:
    latest = page.get_latest_revision_as_object()
    return gate.approve(latest, reviewer or make_user(), subject, YES, list(consents))


def publish(page: Any) -> Any:
    """Approve and publish the newest version; gives the page as it is now."""
    approve(page)
    page.get_latest_revision().publish()
    return type(page).objects.get(pk=page.pk)


def translated(page: Any, **words: Any) -> Any:
    other = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in words.items():
        setattr(other, name, value)
    other.save_revision()
    return other


def make_consent(**more: Any) -> MediaConsent:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "code": f"MC-{MediaConsent.objects.count() + 100}",
        "person": "adult",
        "uses_web": True,
        "seen_final": True,
        "given_on": today - timedelta(days=10),
        "valid_until": today + timedelta(days=300),
        "kept_at": "Example cabinet",
        **more,
    }
    return MediaConsent.objects.create(**values)


def pdf(pages: int = 2) -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(200, 200)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def scripted_pdf() -> bytes:
    """Runs JavaScript when it is opened."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    return written(writer)


def make_document(content: bytes | None = None, name: str = "example.pdf") -> HubDocument:
    document = HubDocument(title="Example file", file=ContentFile(content or pdf(), name=name))
    document.save()
    return document


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def cover() -> ContentFile:
    """Large enough for every size that pages ask for."""
    return ContentFile(photo(size=(1200, 800)), name="cover.jpg")


def make_image(**more: Any) -> HubImage:
    values = {
        "file": ContentFile(photo(), name="picture.jpg"),
        **{"title": "Example picture", "description": "A drawing", "kind": "illustration"},
        **more,
    }
    image = HubImage(**values)
    image.save()
    # Numbers repeat from test to test, and Wagtail remembers the sizes of a picture by its number.
    cache.clear()
    return image


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def film() -> bytes:
    position = box(b"udta", b"\xa9xyz+23.7+090.4/")
    return box(b"ftyp", b"isom0000") + box(b"moov", position) + box(b"mdat", b"\0" * 64)
