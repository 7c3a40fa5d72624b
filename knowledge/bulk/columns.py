"""The columns of the spreadsheet and how each is read: django-import-export widgets that take words in either language.

A heading is the name of a column here or its label in Bangla or English. Texts that do not fit raise `ValueError`, which
import-export notes beside the row.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.widgets import Widget

from knowledge import places
from knowledge.bulk.archive import Archive
from knowledge.files.refusal import RefusedFile
from knowledge.models import Award, HubDocument, HubImage, Topic
from knowledge.models.library import Audience, ItemType
from knowledge.models.media import PictureKind
from knowledge.searching.spellings import folded, latin_digits

BETWEEN = (";", "\n")
"""What stands between several values in one cell; a comma may belong to one."""


def parts(text: str) -> list[str]:
    for sign in BETWEEN[1:]:
        text = text.replace(sign, BETWEEN[0])
    return [part.strip() for part in text.split(BETWEEN[0]) if part.strip()]


class Text(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return str(value or "").strip()


class Lines(Text):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return "\n".join(parts(super().clean(value)))


class Year(Text):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = latin_digits(super().clean(value))
        if text and not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise ValueError(_("“%(text)s” is no year such as 2026.") % {"text": text[:40]})
        return int(text) if text else None


class OneOf(Text):
    """One of the values, by itself or by any of its names."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__()
        self.names = names

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value)
        return self.known(text) if text else ""

    def known(self, text: str) -> Any:
        if folded(text) not in self.names:
            raise ValueError(_("“%(text)s” is none of those there are.") % {"text": text[:40]})
        return self.names[folded(text)]


class SomeOf(OneOf):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        return list(dict.fromkeys(self.known(text) for text in parts(str(value or ""))))


class Yes(OneOf):
    """Empty says no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        return bool(super().clean(value))


class Files(Text):
    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.archive = archive

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[HubDocument]:
        found: list[HubDocument] = []
        problems: list[str] = []
        for name in parts(super().clean(value)):
            try:
                found.append(self.archive.document(name))
            except RefusedFile as problem:
                problems += problem.messages
        if problems:
            raise ValueError(" ".join(problems))
        return found


class Picture(Text):
    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.archive = archive

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> HubImage | None:
        name = super().clean(value)
        try:
            return self.archive.picture(name) if name else None
        except RefusedFile as problem:
            raise ValueError(" ".join(problem.messages)) from problem


# -- Names of values -------------------------------------------------------------------------------


def names_of(choices: type[models.TextChoices]) -> dict[str, Any]:
    return {folded(name): value for value, label in choices.choices for name in (value, *both(label))}


def both(label: str | Promise) -> Iterable[str]:
    for language in ("bn", "en"):
        with translation.override(language):
            yield str(label)


def districts() -> dict[str, Any]:
    return {folded(name): one.code for one in places.DISTRICTS for name in (one.code, *one.spellings)}


def topics() -> dict[str, Any]:
    return {folded(name): one for one in Topic.objects.all() for name in (one.key, *one.names)}


def kinds() -> dict[str, Any]:
    """What a cover may show: nobody who could be recognised, as a consent is given picture by picture."""
    without_people = {PictureKind.ILLUSTRATION.value, PictureKind.THING.value}
    return {name: value for name, value in names_of(PictureKind).items() if value in without_people}


def awards() -> dict[str, Any]:
    return {folded(one.code): one for one in Award.objects.all()}


YES = {"yes": True, "হ্যাঁ": True, "1": True, "true": True, "no": False, "না": False, "0": False, "false": False}


@dataclass(frozen=True)
class Column:
    """`attribute`: where the value goes in `resource.NewItem`."""

    key: str
    label: Promise | str
    attribute: str
    widget: Callable[[Archive], Widget]
    example: str = ""


def _text(archive: Archive) -> Widget:
    return Text()


COLUMNS = (
    Column("title_bn", gettext_lazy("title in Bangla"), "bangla__title", _text, "উদাহরণ প্রতিবেদন"),
    Column("title_en", gettext_lazy("title in English"), "english__title", _text, "Example report"),
    Column(
        "summary_bn", gettext_lazy("summary in Bangla"), "bangla__summary", _text, "দুই-তিনটি সহজ বাক্য।"
    ),
    Column(
        "summary_en",
        gettext_lazy("summary in English"),
        "english__summary",
        _text,
        "Two or three plain sentences.",
    ),
    Column(
        "type", gettext_lazy("type"), "page__item_type", lambda archive: OneOf(names_of(ItemType)), "report"
    ),
    Column("year", gettext_lazy("year"), "page__year", lambda archive: Year(), "2026"),
    Column(
        "authors",
        gettext_lazy("authors"),
        "page__authors",
        lambda archive: Lines(),
        "Example Author One; Example Author Two",
    ),
    Column("publisher", gettext_lazy("publisher"), "page__publisher", _text, "Example Press"),
    Column("doi", gettext_lazy("DOI"), "page__doi", _text),
    Column("licence", gettext_lazy("licence"), "page__licence", _text, "CC BY-NC 4.0"),
    Column("place", gettext_lazy("district"), "page__place", lambda archive: OneOf(districts()), "Jashore"),
    Column(
        "audience",
        gettext_lazy("for whom"),
        "page__audience",
        lambda archive: OneOf(names_of(Audience)),
        "public",
    ),
    Column("topics", gettext_lazy("topics"), "topics", lambda archive: SomeOf(topics())),
    Column("awards", gettext_lazy("paid for by"), "awards", lambda archive: SomeOf(awards())),
    Column("survivors", gettext_lazy("made together with survivors"), "page__survivors_involved",
           lambda archive: Yes({folded(name): value for name, value in YES.items()}), "no"),
    Column("address", gettext_lazy("address on another site"), "page__external_url", _text),
    Column("file_bn", gettext_lazy("files in Bangla"), "files_bn", Files, "report-bn.pdf"),
    Column("file_en", gettext_lazy("files in English"), "files_en", Files, "report-en.pdf"),
    Column("file_both", gettext_lazy("files in both languages"), "files_both", Files),
    Column("cover", gettext_lazy("cover: file of the picture"), "cover", Picture),
    Column("cover_words", gettext_lazy("cover in words, for those who do not see it"), "cover_words", _text),
    Column("cover_kind", gettext_lazy("what the cover shows"), "cover_kind", lambda archive: OneOf(kinds())),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
NEEDED = ("type", "year", "publisher")


def key_of(heading: str) -> str:
    """The column that a heading names, "" for none."""
    return _headings().get(folded(heading.replace("_", " ")), "")


def _headings() -> dict[str, str]:
    return {
        folded(name): column.key
        for column in COLUMNS
        for name in (column.key.replace("_", " "), *both(column.label))
    }
