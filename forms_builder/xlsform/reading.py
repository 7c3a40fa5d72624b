"""Workbook to form document: the whole way, with every fault by sheet and row. Nothing is stored here."""

import logging
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import JsonValue

from forms_builder.compiling import compile_draft
from forms_builder.logic import Severity
from forms_builder.schema import Document, Group, Item, Page, Question, Repeat, walk
from forms_builder.wording import problem_text
from forms_builder.xlsform.choices import read_choices
from forms_builder.xlsform.columns import SETTINGS, SURVEY, TRANSLATED, Line, language_code, lines
from forms_builder.xlsform.items import Builder, TooMuch, as_kept
from forms_builder.xlsform.limits import Refused, Sheet
from forms_builder.xlsform.names import Names
from forms_builder.xlsform.opinion import SHEETS, second_opinion
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.survey import nest
from forms_builder.xlsform.workbook import read_file, read_workbook

logger = logging.getLogger(__name__)

DEFAULT_LANGUAGE = "en"
QUESTIONS = 3_000
"""Rows of a survey: what can be read, compiled and converted in the time there is."""
GAP = 60
"""Empty rows after which a survey has ended, as other readers of XLSForm have it."""


def check_file(path: Path) -> Report:
    """Read and judge a file; whatever it is, the outcome is a report."""
    return _reported(lambda report: read_sheets(read_file(path), report, path.stem))


def check_workbook(content: bytes, name: str = "") -> Report:
    """The same for a file in memory; `name` is its title where it gives none."""
    return _reported(lambda report: read_sheets(read_workbook(content), report, name))


def _reported(read: Callable[[Report], None]) -> Report:
    report = Report()
    try:
        read(report)
    except Refused as refusal:
        report.error(refusal.sheet, refusal.row, refusal.message)
    except Exception as error:  # noqa: BLE001 - a file from outside never ends the program that looks at it
        logger.error("A workbook could not be read: %s", type(error).__name__)
        report.error("", 0, _("The workbook could not be read."))
    return report


def read_sheets(found: list[Sheet], report: Report, name: str) -> None:
    """Fill in the report."""
    sheets = {sheet.name.strip().lower(): sheet for sheet in found}
    if "survey" not in sheets and len(found) == 1:
        sheets["survey"] = found[0]
    survey = sheets.get("survey")
    if survey is None or not survey.rows:
        raise Refused(
            _("There is no sheet called “survey” with anything on it."), found[0].name if found else "", 1
        )
    far = _cut_off(survey, report)
    if len(survey.rows) > QUESTIONS + 1:  # the headings
        message = _("A form has at most %(count)d questions and groups.") % {"count": QUESTIONS}
        raise Refused(message, survey.name, survey.rows[QUESTIONS + 1].number)
    settings = _settings(sheets.get("settings"))
    document = _document(sheets, settings, far, report, name)
    report.document, report.title = document, next(iter(document.title.values()), "")
    report.languages = [str(one) for one in _language_names(document)]
    _count(document, report)
    _compile(document, report)
    if not report.errors and (counts := second_opinion(sheets, report)):
        report.questions, report.groups, report.repeats = counts.questions, counts.groups, counts.repeats
        report.languages = counts.languages
    report.errors = list(dict.fromkeys(report.errors))
    report.warnings = list(dict.fromkeys(report.warnings))


def _settings(sheet: Sheet | None) -> Line:
    found = lines(sheet, SETTINGS, Report()) if sheet else []
    return found[0] if found else Line(0)


def _cut_off(survey: Sheet, report: Report) -> list[JsonValue]:
    """Rows far below the questions are notes to oneself: spreadsheets are read up to a gap. They are kept."""
    numbers = [row.number for row in survey.rows]
    gap = next((i for i, (one, two) in enumerate(pairwise(numbers), 1) if two - one > GAP), len(numbers))
    far, survey.rows = survey.rows[gap:], survey.rows[:gap]
    if far:
        message = _("Below %(gap)d empty rows nothing is read; what stands there is kept.") % {"gap": GAP}
        report.warning(survey.name, far[0].number, message)
    return [
        {"row": row.number, "cells": {str(column): text for column, text in row.cells.items()}} for row in far
    ]


def _document(
    sheets: dict[str, Sheet], settings: Line, far: list[JsonValue], report: Report, name: str
) -> Document:
    survey = sheets["survey"]
    rows = lines(survey, SURVEY, report)
    default = language_code(settings.word("default_language")) or DEFAULT_LANGUAGE
    if not any(column == "type" for row in rows for column, _language in row.values) and rows:
        report.error(survey.name, survey.rows[0].number, _("There is no column “type”."))
    top, comments = nest(rows, survey.name, report)
    lists = read_choices(sheets.get("choices"), default, report)
    builder = Builder(survey.name, default, Names(top), lists, report)
    try:
        items = builder.items(top)
    except TooMuch as error:
        raise Refused(
            _("The form is too large: loops or lists repeat too much."), survey.name, error.args[0]
        ) from error
    kept: dict[str, Any] = {
        "settings": dict(_verbatim(sheets.get("settings"))),
        "metadata": builder.metadata,
        "comments": [{"row": line.number, **_cells(line)} for line in comments],
        "far_rows": far,
        "choice_columns": lists.extra,
        "unused_lists": lists.unused(),
        "sheets": _other_sheets(sheets, report),
    }
    names = {language_code(raw): raw for row in rows for _column, raw in row.values if raw}
    kept["language_names"] = names
    return Document(
        title={default: settings.word("title") or name or _("Form")},
        languages=_languages(default, names, rows),
        pages=pages(items, builder.names),
        extra={"xlsform": {what: value for what, value in kept.items() if value}},
    )


def _languages(default: str, names: dict[str, str], rows: list[Line]) -> tuple[str, ...]:
    """The default language, where a text is in it, and then those of the headings."""
    plain = any(column in TRANSLATED and not raw for row in rows for column, raw in row.values)
    return tuple(dict.fromkeys((*((default,) if plain or default in names or not names else ()), *names)))


def pages(items: tuple[Item, ...], names: Names) -> tuple[Page, ...]:
    """Groups at the top become pages where there is nothing else and no rule walks through them."""
    groups = [item for item in items if isinstance(item, Group)]
    if len(groups) == len(items) and groups and not names.has_paths and not _referred(groups, names):
        return tuple(Page(**{**_fields(group), "extra": {**group.extra, "group": True}}) for group in groups)
    key = names.key("page", 0)
    return (Page(id=key, key=key, items=items),)


def _referred(groups: list[Group], names: Names) -> bool:
    return any(group.key in names.referred for group in groups)


def _fields(group: Group) -> dict[str, Any]:
    return {field: getattr(group, field) for field in ("id", "key", "label", "show_if", "hint", "items")}


def _verbatim(sheet: Sheet | None) -> list[tuple[str, str]]:
    """Headings and values of the settings sheet."""
    if sheet is None or len(sheet.rows) < 2:
        return []
    headers, values = sheet.rows[0].cells, sheet.rows[1].cells
    return [(headers.get(column, f"column {column + 1}"), text) for column, text in values.items()]


def _cells(line: Line) -> dict[str, JsonValue]:
    return {"values": {column: text for (column, _language), text in line.values.items()}, **as_kept(line)}


def _other_sheets(sheets: dict[str, Sheet], report: Report) -> dict[str, JsonValue]:
    """Sheets that are no part of a form here, cell by cell."""
    kept: dict[str, JsonValue] = {}
    for name, sheet in sheets.items():
        if name in SHEETS[:3] or sheet is sheets["survey"] or not sheet.rows:
            continue
        report.warning(
            sheet.name, sheet.rows[0].number, _("The sheet is kept as it is and has no effect here.")
        )
        kept[sheet.name] = [
            [row.number, {str(column): text for column, text in row.cells.items()}] for row in sheet.rows
        ]
    return kept


def _language_names(document: Document) -> list[JsonValue]:
    kept = document.extra["xlsform"]
    names = kept.get("language_names", {}) if isinstance(kept, dict) else {}
    return list(names.values()) if isinstance(names, dict) else []


def _count(document: Document, report: Report) -> None:
    """Our own count, for a form that has faults: what is shown, not what is worked out."""
    parts = [place.part for place in walk(document)]
    report.questions = sum(isinstance(part, Question) and part.type != "calculated" for part in parts)
    report.repeats = sum(isinstance(part, Repeat) for part in parts)
    made_page = {page.id for page in document.pages if not page.extra.get("group")}
    report.groups = sum(not isinstance(part, Question) and part.id not in made_page for part in parts)


def _compile(document: Document, report: Report) -> None:
    """The rules of the form: parsed, names known, no circle."""
    survey = next(iter(report.rows.values()), ("survey", 1))[0]
    for problem in compile_draft(document).problems:
        sheet, row = report.rows.get(problem.part_id, (survey, 1))
        (report.error if problem.severity is Severity.ERROR else report.warning)(
            sheet, row, problem_text(problem)
        )
