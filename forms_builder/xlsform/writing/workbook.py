"""A document as the sheets of a workbook. What is written is read again, and what reads otherwise is noted in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.schema import Choice, Document, Item, Page, Question
from forms_builder.schema.accompanied import with_media
from forms_builder.xlsform import own
from forms_builder.xlsform.cells import Cells
from forms_builder.xlsform.columns import CHOICES, SETTINGS, SURVEY, column_of, language_name
from forms_builder.xlsform.companions import Find, nothing
from forms_builder.xlsform.document import by_name, read_document
from forms_builder.xlsform.lens import exact, written
from forms_builder.xlsform.limits import CELL, Row, Sheet
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.settings import document_cells
from forms_builder.xlsform.writing.lists import Names, Shared, lists_of
from forms_builder.xlsform.writing.parts import Path, SurveyWriter
from forms_builder.xlsform.writing.tables import Table

WAYS = ((False, False), (True, False), (True, True))
"""How a document may be written, the least marked way first: pages say so, nothing is left to the reader's rules."""


IN_OTHER_ROWS = ("pages", "schema_version", "files")
"""Of a document: what the row of the settings does not speak of."""


class Unwritable(Exception):
    """The document cannot be a workbook; the argument says why, for people."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the form is called where it is kept."""

    key: str = ""
    version: str = ""


NAMELESS = Identity()


@dataclass(slots=True)
class Draft:
    """A workbook in the making."""

    document: Document
    kept: dict[str, Any]
    survey: Table
    choices: Table
    external: Table
    settings: Table
    rows: dict[Path, Cells]
    list_rows: dict[str, list[Cells]] = field(default_factory=dict)
    names: Names | None = None

    def sheets(self) -> list[Sheet]:
        """In the order they had; what comes to it stands behind."""
        tables = {"survey": self.survey, "choices": self.choices, "settings": self.settings}
        tables["external_choices"] = self.external
        made = {role: table.laid_out() for role, table in tables.items()}
        made["survey"].rows += _far_rows(self)
        others = self.kept.get("sheets")
        for name, rows in others.items() if isinstance(others, dict) else ():
            made[name.strip().lower()] = Sheet(name, list(_kept_rows(rows)))
        names = {name.strip().lower(): name for name in _names(self.kept)}
        if set(names) - set(made) and len(names) == 1:
            names = {"survey": made["survey"].name}  # a single sheet may be called anything
        order = [*names, *(name for name in made if name not in names)]
        found = [made.get(name) or Sheet(names[name]) for name in order]
        kept = [sheet for sheet, name in zip(found, order, strict=True) if sheet.rows or name in names]
        if len(kept) > 1 and kept[0] is made["survey"]:
            kept[0].name = kept[0].name if kept[0].name.strip().lower() == "survey" else "survey"
        return kept


def _names(kept: dict[str, Any]) -> list[str]:
    """The sheets' names as they were written."""
    names = kept.get("sheet_names")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def to_sheets(
    document: Document, identity: Identity = NAMELESS, shared: Shared | None = None, find: Find = nothing
) -> list[Sheet]:
    """The sheets of the document's workbook; reading them gives the document again, with the files that `find` gives."""
    document = nameless_files(document)
    for marked, plain in WAYS:
        draft = _drafted(document, identity, shared or {}, marked, plain)
        read = _read(draft, find)
        if _same_shape(document, read, draft):
            break
    else:
        raise Unwritable(_("The form cannot be written as a workbook: its groups are nested too deep."))
    if _put_choices_right(draft, read):
        read = _read(draft, find)
    _put_parts_right(draft, read)
    sheets = draft.sheets()
    _refuse_long_cells(sheets)
    return sheets


def _drafted(document: Document, identity: Identity, shared: Shared, marked: bool, plain: bool) -> Draft:
    kept = document.extra.get("xlsform")
    kept = kept if isinstance(kept, dict) else {}
    languages = _languages(document, kept)
    default = next(iter(document.languages), "")
    tables = {
        name: Table(_sheet_name(kept, name), known, default, _headings(kept, name), languages)
        for name, known in (
            ("survey", SURVEY),
            ("choices", CHOICES),
            ("external_choices", CHOICES),
            ("settings", SETTINGS),
        )
    }
    survey = tables["survey"]
    names = lists_of(document, kept, shared, plain)
    draft = Draft(
        document, kept, survey, tables["choices"], tables["external_choices"], tables["settings"], {}
    )
    draft.names = names
    if not survey.headings:
        survey.always = (("type", ""), ("name", ""), *(("label", code) for code in document.languages))
    writer = SurveyWriter(survey, names, marked, plain, _between(kept, survey), draft.rows)
    writer.write(document)
    draft.list_rows = names.choices.fill(draft.choices)
    draft.list_rows |= {f"\n{name}": rows for name, rows in names.external.fill(draft.external).items()}
    _write_settings(draft, identity)
    return draft


def _languages(document: Document, kept: dict[str, Any]) -> dict[str, str]:
    """Language code → its name: as it was in the headings, else as we name it."""
    found = {
        column.code: column.language
        for heading in _headings(kept, "survey")
        if (column := column_of(heading, SURVEY, "")).language
    }
    return {
        code: found.get(code) or language_name(code) for code in dict.fromkeys((*document.languages, *found))
    }


def _headings(kept: dict[str, Any], sheet: str) -> list[str]:
    headings = kept.get("headings")
    found = headings.get(sheet) if isinstance(headings, dict) else None
    return [str(heading) for heading in found] if isinstance(found, list) else []


def _sheet_name(kept: dict[str, Any], name: str) -> str:
    """The sheet's name as it was written; a single sheet may be called anything."""
    names = _names(kept)
    if name == "survey" and len(names) == 1:
        return names[0]
    return next((one for one in names if one.strip().lower() == name), name)


def _between(kept: dict[str, Any], survey: Table) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = {}
    for row in kept.get("rows", ()):
        if isinstance(row, dict) and isinstance(cells := row.get("cells"), dict):
            found.setdefault(str(row.get("after", "")), []).append(survey.by_heading(cells))
    return found


def _write_settings(draft: Draft, identity: Identity) -> None:
    """The one row of the settings, and any below it that nobody reads."""
    ours = not draft.kept.get("headings")
    cells = written(document_cells(draft.document, ours), draft.kept)
    columns = draft.kept.get("settings")
    if isinstance(columns, dict):
        cells |= draft.settings.by_heading({str(heading): str(text) for heading, text in columns.items()})
    if identity.key and not cells.get(("form_id", "")) and not cells.get(("version", "")):
        cells |= {
            ("form_id", ""): identity.key,
            ("version", ""): identity.version,
            (own.FORM, ""): identity.key,
        }
    further = [row for row in draft.kept.get("settings_rows", ()) if isinstance(row, dict)]
    if cells or further:
        draft.rows[()] = draft.settings.add(cells)
    for row in further:
        draft.settings.add(draft.settings.by_heading(row))


def _far_rows(draft: Draft) -> Iterator[Row]:
    """Rows that stood far below the questions, as far below them again."""
    last = len(draft.survey.rows) + 1
    for at, row in enumerate(_kept_rows(draft.kept.get("far_rows", ()))):
        yield Row(max(row.number, last + 70 + at), row.cells)


def _kept_rows(rows: Any) -> Iterator[Row]:
    for number, cells in rows if isinstance(rows, list) else ():
        yield Row(int(number), {int(column): str(text) for column, text in cells.items()})


def _read(draft: Draft, find: Find) -> Document:
    sheets = [Sheet(sheet.name, list(sheet.rows)) for sheet in draft.sheets()]
    return nameless_files(read_document(by_name(sheets), Report(), find=find))


def nameless_files(document: Document) -> Document:
    """The document without what only this installation knows of its files: a workbook names them, and no more."""

    bare = with_media(document, lambda one: one.model_copy(update={"sha256": ""}))
    return bare.model_copy(update={"files": {}})


def _same_shape(document: Document, read: Document, draft: Draft) -> bool:
    if len(document.pages) != len(read.pages):
        return False
    pairs = enumerate(zip(document.pages, read.pages, strict=True))
    return all(_alike(meant, found, (number,), draft) for number, (meant, found) in pairs)


Part = Page | Item


def _alike(meant: Part, found: Part, path: Path, draft: Draft) -> bool:
    """Whether the parts are of a kind all the way in, and equal where no row could put them right."""
    if meant.kind != found.kind:
        return False
    if path not in draft.rows and _bare(meant) != _bare(found):
        return False
    if isinstance(meant, Question) or isinstance(found, Question):
        return True
    if len(meant.items) != len(found.items):
        return False
    pairs = enumerate(zip(meant.items, found.items, strict=True))
    return all(_alike(one, two, (*path, number), draft) for number, (one, two) in pairs)


def _bare(part: Part) -> Part:
    """The part without those inside it."""
    return part if isinstance(part, Question) else part.model_copy(update={"items": ()})


def _put_choices_right(draft: Draft, read: Document) -> bool:
    """Note in the rows of the lists what reads otherwise. Whether there was anything."""
    found = False
    for (path, meant), (_path, was) in zip(_walk(draft.document), _walk(read), strict=True):
        if not isinstance(meant, Question) or not isinstance(was, Question) or path not in draft.rows:
            continue
        if (
            meant.extra.get("from_file")
            or meant.choices == was.choices
            or len(meant.choices) != len(was.choices)
            or draft.names is None
        ):
            continue
        external = "\n" if meant.extra.get("external") is True else ""
        rows = draft.list_rows.get(f"{external}{draft.names.names.get(meant.id, '')}", [])
        for cells, one, two in zip(rows, meant.choices, was.choices, strict=False):
            if pairs := exact(two, one, tuple(Choice.model_fields)):
                cells |= {(name, ""): text for name, text in own.in_cells(own.CHOICE_EXACT, pairs).items()}
                found = True
    return found


def _put_parts_right(draft: Draft, read: Document) -> None:
    """Note in the row of each part, and in the settings, what reads otherwise."""
    whole = exact(
        read, draft.document, tuple(name for name in Document.model_fields if name not in IN_OTHER_ROWS)
    )
    if whole:
        cells = draft.rows.get(()) or draft.settings.add({})
        cells |= {(name, ""): text for name, text in own.in_cells(own.EXACT, whole).items()}
    for (path, meant), (_path, was) in zip(_walk(draft.document), _walk(read), strict=True):
        left_out = ("items", "kind", "choices") if meant.extra.get("from_file") else ("items", "kind")
        attributes = tuple(name for name in type(meant).model_fields if name not in left_out)
        pairs = exact(_bare(was), _bare(meant), attributes) if path in draft.rows else {}
        if pairs:
            draft.rows[path] |= {(name, ""): text for name, text in own.in_cells(own.EXACT, pairs).items()}


def _walk(document: Document) -> Iterator[tuple[Path, Part]]:
    for number, page in enumerate(document.pages):
        yield from _inwards(page, (number,))


def _inwards(part: Part, path: Path) -> Iterator[tuple[Path, Part]]:
    yield path, part
    for number, item in enumerate(() if isinstance(part, Question) else part.items):
        yield from _inwards(item, (*path, number))


def _refuse_long_cells(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        for row in sheet.rows:
            if any(len(text) > CELL for text in row.cells.values()):
                message = _("%(sheet)s, row %(row)s: a text is too long for a cell of a workbook.")
                raise Unwritable(message % {"sheet": sheet.name, "row": in_readers_digits(row.number)})
