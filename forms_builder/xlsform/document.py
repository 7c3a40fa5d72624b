"""The sheets of a workbook as a form document. Whatever has no place in it is kept in `extra`, so that an export has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.schema import Document, Item, Layout, Page
from forms_builder.xlsform import own
from forms_builder.xlsform.asking import Asker
from forms_builder.xlsform.choices import Lists, TooMuch, read_choices
from forms_builder.xlsform.columns import (
    SETTINGS,
    SURVEY,
    TRANSLATED,
    Head,
    Line,
    heading_of,
    language_code,
    read_lines,
    tell_unknown,
)
from forms_builder.xlsform.companions import Find, nothing
from forms_builder.xlsform.enclosed import Enclosed, read_by_rules
from forms_builder.xlsform.items import Builder
from forms_builder.xlsform.keeping import cut_off, headings, homeless, kept_sheets, sheet_names
from forms_builder.xlsform.lens import AS_WRITTEN, as_written, restored
from forms_builder.xlsform.limits import Refused, Sheet
from forms_builder.xlsform.names import Names
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.settings import document_cells
from forms_builder.xlsform.survey import Branch, nest
from forms_builder.xlsform.types import Role

DEFAULT_LANGUAGE = "en"
FRAMELESS = "frameless"
"""In the `extra` of a page that holds what stands in no group: it has no row of its own."""


@dataclass
class Sources:
    """What was read of a workbook before its parts are built."""

    sheets: dict[str, Sheet]
    settings: Line
    default: str
    survey: Head
    lines: list[Line]
    lists: Lists
    external: Lists


def by_name(found: list[Sheet]) -> dict[str, Sheet]:
    """The sheets by their names in small letters; a single sheet is the survey whatever it is called."""
    sheets: dict[str, Sheet] = {}
    for sheet in found:
        name = sheet.name.strip().lower()
        if name in sheets:
            raise Refused(_("There are two sheets called “%(name)s”.") % {"name": name[:100]}, sheet.name, 1)
        sheets[name] = sheet
    if "survey" not in sheets and len(found) == 1:
        sheets = {"survey": found[0]}
    survey = sheets.get("survey")
    if survey is None or not survey.rows:
        raise Refused(
            _("There is no sheet called “survey” with anything on it."), found[0].name if found else "", 1
        )
    return sheets


def read_document(sheets: dict[str, Sheet], report: Report, name: str = "", find: Find = nothing) -> Document:
    """The document; faults and remarks go to the report. `name`: the title where a workbook from elsewhere has none.

    `find` gives the files that the workbook names.
    """
    survey = sheets["survey"]
    far = cut_off(survey, report)
    enclosed = Enclosed(report, find)
    sources = _sources(sheets, report, enclosed)
    if not any(column == "type" for line in sources.lines for column, _code in line.values) and sources.lines:
        report.error(survey.name, survey.rows[0].number, _("There is no column “type”."))
    top = nest(sources.lines, survey.name, report)
    asker = Asker(survey.name, sources.default, sources.lists, sources.external, report, enclosed)
    builder = Builder(survey.name, sources.default, Names(top), asker, sources.lists, report, sources.lines)
    try:
        pages = _pages(top, builder)
    except TooMuch as error:
        message = _("The form is too large: loops or lists repeat too much.")
        raise Refused(message, survey.name, error.args[0]) from error
    kept = {
        **_of_settings(sources),
        "headings": headings(sources.survey, sources.lists, sources.external, _settings_headings(sources)),
        "sheet_names": sheet_names(sheets),
        "rows": homeless(sources.lines, builder.homes),
        "far_rows": far,
        "choices": sources.lists.kept(),
        "external_choices": sources.external.kept(),
        "unused_lists": sources.lists.unused(),
        "unused_external_lists": sources.external.unused(),
        "file_lists": read_by_rules(sources.lines, survey.name, enclosed),
        "sheets": kept_sheets(sheets, report),
    }
    if sources.settings.raw(own.FORMAT):
        kept |= {"headings": {}, "sheet_names": []}
    found = _finished(sources, pages, {what: value for what, value in kept.items() if value}, name)
    return found.model_copy(update={"files": dict(sorted(enclosed.files.items()))})


def _sources(sheets: dict[str, Sheet], report: Report, enclosed: Enclosed) -> Sources:
    found = sheets.get("settings")
    default = _default_language(found)
    quiet = Report()  # what other programs set is no concern of a reader's
    settings = read_lines(found, SETTINGS, default, quiet)[1] if found else []
    head, lines = read_lines(sheets["survey"], SURVEY, default, report)
    tell_unknown(sheets["survey"].name, head, lines, report)
    report.errors += quiet.errors
    return Sources(
        sheets,
        settings[0] if settings else Line(0),
        default,
        head,
        lines,
        read_choices(sheets.get("choices"), default, report, enclosed),
        read_choices(sheets.get("external_choices"), default, report, enclosed),
    )


def _default_language(settings: Sheet | None) -> str:
    found = read_lines(settings, ("default_language",), "", Report())[1] if settings else []
    return (language_code(found[0].word("default_language")) if found else "") or DEFAULT_LANGUAGE


def _settings_headings(sources: Sources) -> list[str]:
    """Nothing where an export would write the very same by itself."""
    sheet = sources.sheets.get("settings")
    if sheet is None:
        return []
    head = read_lines(sheet, SETTINGS, sources.default, Report())[0]
    written = head.as_written()
    filled = [heading_of(key) for key in sources.settings.values if not key[0].startswith("nirapod")]
    usual = [heading_of((name, "")) for name in SETTINGS]
    return [] if written == [one for one in usual if one in filled] else written


def _of_settings(sources: Sources) -> dict[str, Any]:
    """What the settings say that a document has no attribute for; further rows, which nobody reads."""
    sheet = sources.sheets.get("settings")
    further = read_lines(sheet, (), "", Report())[1][1:] if sheet else []
    return {
        "settings": dict(sources.settings.other),
        "settings_rows": [dict(line.cells()) for line in further],
    }


def _finished(sources: Sources, pages: tuple[Page, ...], kept: dict[str, Any], name: str) -> Document:
    settings = sources.settings
    title = {**settings.text(own.TITLE)}
    nameless = not title and not settings.raw(own.FORMAT)
    if said := settings.word("title") or (name if nameless else ""):
        title = {sources.default: said, **title}
    document = Document(
        title=title,
        description=settings.text(own.DESCRIPTION),
        languages=_languages(sources),
        layout=Layout(said) if (said := settings.word(own.LAYOUT)) in list(Layout) else Layout.TOPICS,
        pages=pages,
    )
    otherwise = as_written(
        document_cells(document, bool(settings.raw(own.FORMAT))), _identity_apart(settings)
    )
    if not settings.raw("title"):
        otherwise.pop("title", None)  # a title that came from outside is written into the workbook
    if otherwise:
        kept[AS_WRITTEN] = otherwise
    document = document.model_copy(update={"extra": {"xlsform": kept} if kept else {}})
    return restored(document, settings.joined(own.EXACT))


def _identity_apart(settings: Line) -> dict[tuple[str, str], str]:
    """The settings without key and version, where these are ours."""
    ours = settings.raw(own.FORM) and settings.raw(own.FORM) == settings.raw("form_id")
    left_out = ("form_id", "version", own.FORM) if ours else ()
    return {key: text for key, text in settings.values.items() if key[0] not in left_out}


def _languages(sources: Sources) -> tuple[str, ...]:
    """The default language, where a text is in it, and then those of the headings."""
    columns = [column for column in sources.survey.columns.values() if column.name in TRANSLATED]
    named = [column.code for column in columns if column.language]
    plain = any(not column.language for column in columns)
    first = (sources.default,) if plain or sources.default in named or not named else ()
    return tuple(dict.fromkeys((*first, *named)))


def _pages(top: list[Branch], builder: Builder) -> tuple[Page, ...]:
    """Groups that say so are pages. Where none does, all groups at the top are, if nothing else is there and no rule
    walks through them; else everything is on one page."""
    said = [branch for branch in top if branch.line.word(own.KIND) == "page" and _is_group(branch)]
    shown = [branch for branch in top if not builder.is_metadata(branch)]
    if not said and shown and all(_is_group(branch) for branch in shown):
        walked = builder.names.has_paths or any(branch.name in builder.names.referred for branch in shown)
        said = [] if walked else shown
    builder.refuse_twins(top)
    return tuple(_made_pages(top, {id(branch) for branch in said}, builder))


def _is_group(branch: Branch) -> bool:
    return branch.type.role is Role.BEGIN and branch.type.ours == "group" and not branch.line.raw(own.TYPE)


def _made_pages(top: list[Branch], said: set[int], builder: Builder) -> Iterator[Page]:
    loose: list[Item] = []
    for branch in top:
        if id(branch) in said:
            yield from _frameless(loose, builder)
            loose = []
            yield builder.page(branch)
        else:
            loose += builder.parts(branch)
    yield from _frameless(loose, builder, even_empty=bool(builder.lines) and not said)


def _frameless(items: list[Item], builder: Builder, even_empty: bool = False) -> Iterator[Page]:
    if items or even_empty:
        key = builder.names.key("page", 0)
        yield Page(id=key, key=key, items=tuple(items), extra={FRAMELESS: True})
