"""A row of the spreadsheet as an item of the library: a django-import-export resource.

A dry run reads and judges every row and file; only `dry_run=False` writes, and then nothing but drafts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from wagtail.log_actions import log
from wagtail.models import Collection, Locale
from wagtail.permissions import policy_registry

from forms_builder.digits import in_readers_digits
from knowledge.bulk.archive import Archive
from knowledge.bulk.columns import BY_KEY, COLUMNS, NEEDED
from knowledge.models import Award, HubDocument, HubImage, LibraryFile, LibraryItemPage, LibraryPage, Topic
from knowledge.models.library import Audience, FileLanguage
from knowledge.searching.spellings import folded

ENGLISH = "en"


@dataclass(frozen=True)
class Keeping:
    """How a file and a picture are saved."""

    document: Callable[[HubDocument], None]
    picture: Callable[[HubImage], None]


@dataclass
class Said:
    """What one language says of an item."""

    title: str = ""
    summary: str = ""

    def __bool__(self) -> bool:
        return bool(self.title)


@dataclass
class NewItem:
    page: LibraryItemPage = field(default_factory=lambda: LibraryItemPage(live=False))
    bangla: Said = field(default_factory=Said)
    english: Said = field(default_factory=Said)
    topics: list[Topic] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    files_bn: list[HubDocument] = field(default_factory=list)
    files_en: list[HubDocument] = field(default_factory=list)
    files_both: list[HubDocument] = field(default_factory=list)
    cover: HubImage | None = None
    cover_words: str = ""
    cover_kind: str = ""

    def __str__(self) -> str:
        return self.bangla.title or self.english.title

    def files(self) -> list[tuple[FileLanguage, HubDocument]]:
        by_language = (
            (FileLanguage.BANGLA, self.files_bn),
            (FileLanguage.ENGLISH, self.files_en),
            (FileLanguage.BOTH, self.files_both),
        )
        return [(language, document) for language, documents in by_language for document in documents]


@dataclass(frozen=True)
class Seen:
    """A row that is fine."""

    row: int
    title: str
    other_title: str
    files: int


class ItemResource(Resource):
    """`library`: the Bangla one. An item in English only goes into its translation."""

    class Meta:
        instance_loader_class = BaseInstanceLoader  # asked for nothing: every row is new
        skip_diff = True
        store_row_values = False

    def __init__(self, library: LibraryPage, collection: Collection, archive: Archive, user: Any) -> None:
        super().__init__()
        self.library, self.collection, self.archive, self.user = library, collection, archive, user
        english = library.get_translations().filter(locale__language_code=ENGLISH).first()
        self.english_library: LibraryPage | None = english
        pictures = policy_registry.get_by_type(HubImage).collections_user_has_permission_for(user, "add")
        self.may_add_pictures = pictures.filter(pk=collection.pk).exists()
        self.known = self._known()
        self.dois: set[str] = set()
        self.fine: list[Seen] = []
        self.made: list[LibraryItemPage] = []
        self.fields: dict[str, Field] = {
            column.key: Field(
                attribute=column.attribute, column_name=column.key, widget=column.widget(archive)
            )
            for column in COLUMNS
        }

    def _known(self) -> set[str]:
        """Titles that are taken, drafts included: the same spreadsheet sent twice makes nothing twice."""
        found = {folded(page.title) for page in self.library.get_children()}
        if self.english_library:
            found |= {folded(page.title) for page in self.english_library.get_children()}
        return found

    # -- What import-export asks ------------------------------------------------------------------

    def get_import_order(self) -> list[str]:
        return list(self.fields)

    def get_import_id_fields(self) -> list[str]:
        return []

    def get_instance(self, instance_loader: Any, row: Any) -> None:
        """Every row is a new item."""
        return

    def init_instance(self, row: Any = None) -> NewItem:
        return NewItem()

    def validate_instance(
        self, instance: NewItem, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        problems: dict[str, Any] = dict(import_validation_errors or {})
        for name, messages in self._judged(instance).items():
            problems.setdefault(name, messages)
        if problems:
            raise ValidationError(problems)

    def save_instance(self, instance: NewItem, is_create: bool, row: Any, **kwargs: Any) -> None:
        if kwargs.get("dry_run"):
            other = instance.english.title if instance.bangla else ""
            self.fine.append(Seen(kwargs["row_number"], str(instance), other, len(instance.files())))
            return
        self.made += make_drafts(
            instance,
            self._parent(instance),
            self.user,
            Keeping(
                partial(self.archive.keep, self.collection, self.user),
                partial(self.archive.keep_picture, self.collection, self.user),
            ),
        )

    def save_m2m(self, instance: NewItem, row: Any, **kwargs: Any) -> None:
        return

    # -- Judging ----------------------------------------------------------------------------------

    def _judged(self, item: NewItem) -> dict[str, Any]:
        """What is wrong, by attribute."""
        fill_in_blanks(item)
        problems = wrong_in_fields(item.page)
        for key in NEEDED:
            if not getattr(item.page, BY_KEY[key].attribute.removeprefix("page__")):
                problems[BY_KEY[key].attribute] = [_("Fill in this cell.")]
        for name, said in (("bangla", item.bangla), ("english", item.english)):
            problems |= self._wrong_words(name, said)
        if not item.bangla and not item.english:
            problems["bangla__title"] = [_("Write a title in Bangla, in English, or both.")]
        if not item.files() and not item.page.external_url:
            problems["files_bn"] = [_("Add a file, or the address of the site that has it.")]
        problems |= self._wrong_cover(item)
        if "page__doi" not in problems:
            problems |= self._wrong_doi(item.page)
        return problems

    def _wrong_words(self, name: str, said: Said) -> dict[str, Any]:
        if said.summary and not said.title:
            return {f"{name}__title": [_("Fill in this cell.")]}
        if said.title and not said.summary:
            return {f"{name}__summary": [_("Fill in this cell.")]}
        title = folded(said.title)
        if title and title in self.known:
            return {
                f"{name}__title": [_("“%(title)s” is in the library already.") % {"title": said.title[:80]}]
            }
        self.known |= {title} if title else set()
        return wrong_words(name, said)

    def _wrong_cover(self, item: NewItem) -> dict[str, Any]:
        """The rules of any picture of the hub, and whether this person may add pictures where the files go."""
        if item.cover is None:
            return {}
        if not self.may_add_pictures:
            return {"cover": [_("You may not add pictures to this collection.")]}
        if not item.cover_kind:
            return {"cover_kind": [_("Fill in this cell.")]}
        item.cover.description, item.cover.kind = item.cover_words, item.cover_kind
        try:
            item.cover.clean()
        except ValidationError as problem:
            columns = {"description": "cover_words", "kind": "cover_kind"}
            return {columns.get(name, "cover"): told for name, told in problem.message_dict.items()}
        return {}

    def _wrong_doi(self, page: LibraryItemPage) -> dict[str, Any]:
        if not page.doi:
            return {}
        try:
            page.doi = page.checked_doi()
        except ValidationError as problem:
            return {"page__doi": problem.messages}
        if page.doi in self.dois:
            return {"page__doi": [_("Another row has this DOI.")]}
        self.dois.add(page.doi)
        return {}

    def _parent(self, item: NewItem) -> LibraryPage:
        if item.bangla or self.english_library is None:
            return self.library
        return self.english_library


def fill_in_blanks(item: NewItem) -> None:
    """An empty cell leaves what the editor would begin with."""
    page = item.page
    page.audience = page.audience or Audience.PUBLIC
    page.licence = page.licence or LibraryItemPage._meta.get_field("licence").default


def wrong_in_fields(page: LibraryItemPage) -> dict[str, Any]:
    """What the fields of the page themselves refuse, such as a year of 1066."""
    own = {column.attribute.removeprefix("page__"): column.attribute for column in COLUMNS}
    ours = {name for name, attribute in own.items() if attribute.startswith("page__")}
    others = {one.name for one in page._meta.get_fields()} - ours
    try:
        page.clean_fields(exclude=others)
    except ValidationError as problem:
        return {own[name]: messages for name, messages in problem.message_dict.items()}
    return {}


def wrong_words(name: str, said: Said) -> dict[str, Any]:
    limits = (("title", said.title, 255), ("summary", said.summary, 400))
    return {
        f"{name}__{part}": [_("At most %(most)s signs.") % {"most": in_readers_digits(most)}]
        for part, text, most in limits
        if len(text) > most
    }


# -- Making ----------------------------------------------------------------------------------------


def make_drafts(item: NewItem, parent: LibraryPage, user: Any, keep: Keeping) -> list[LibraryItemPage]:
    """The item in its language, and its translation where the row has one. Called inside a transaction."""
    page = item.page
    first = item.bangla or item.english
    page.title, page.summary, page.owner = first.title, first.summary, user
    page.locale = parent.locale
    if item.cover:
        keep.picture(item.cover)
        page.cover = item.cover
    parent.add_child(instance=page)
    page.topics, page.awards = item.topics, item.awards
    for language, document in item.files():
        keep.document(document)
        page.files.add(LibraryFile(document=document, language=language))
    finished(page, user)
    if not (item.bangla and item.english):
        return [page]
    other = page.copy_for_translation(Locale.objects.get(language_code=ENGLISH))
    other.title = other.draft_title = item.english.title
    other.summary, other.owner = item.english.summary, user
    finished(other, user)
    return [page, other]


def finished(page: LibraryItemPage, user: Any) -> None:
    page.save()
    page.save_revision(user=user)
    log(instance=page, action="wagtail.create", user=user)


def dataset(rows: list[tuple[int, dict[str, str]]]) -> tablib.Dataset:
    """Rows as import-export takes them; every row has every column that some row has."""
    keys = [column.key for column in COLUMNS if any(column.key in cells for _number, cells in rows)]
    return tablib.Dataset(*[[cells.get(key, "") for key in keys] for _number, cells in rows], headers=keys)
