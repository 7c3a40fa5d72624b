"""What a workbook holds beside the parts of a form, kept so that an export has it: rows between the parts, headings, sheets."""

from itertools import pairwise

from django.utils.translation import gettext as _
from pydantic import JsonValue

from forms_builder.digits import in_readers_digits
from forms_builder.xlsform.choices import Lists
from forms_builder.xlsform.columns import Head, Line
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.report import Report

GAP = 60
"""Empty rows after which a survey has ended, as other readers of XLSForm have it."""
READ = ("survey", "choices", "settings", "external_choices")


def cut_off(survey: Sheet, report: Report) -> list[JsonValue]:
    """Rows far below the questions are notes to oneself: spreadsheets are read up to a gap. They are kept."""
    numbers = [row.number for row in survey.rows]
    gap = next((i for i, (one, two) in enumerate(pairwise(numbers), 1) if two - one > GAP), len(numbers))
    far, survey.rows = survey.rows[gap:], survey.rows[:gap]
    if far:
        message = _("Below %(gap)s empty rows nothing is read; what stands there is kept.") % {
            "gap": in_readers_digits(GAP)
        }
        report.warning(survey.name, far[0].number, message)
    return _cells(Sheet(survey.name, far))


def homeless(lines: list[Line], homes: dict[int, str]) -> list[JsonValue]:
    """Rows that are no part (comments, metadata), each with what it stands behind: a part, its end, or the headings."""
    kept: list[JsonValue] = []
    behind = ""
    for line in lines:
        if line.number not in homes:
            kept.append({"after": behind, "cells": dict(line.cells())})
        else:
            behind = homes[line.number] or behind
    return kept


def headings(survey: Head, lists: Lists, external: Lists, settings: list[str]) -> dict[str, JsonValue]:
    """The headings of each sheet as they were written."""
    found = {
        "survey": survey.as_written(),
        "choices": lists.headings,
        "external_choices": external.headings,
        "settings": settings,
    }
    return {name: list(written) for name, written in found.items() if written}


def sheet_names(sheets: dict[str, Sheet]) -> list[JsonValue]:
    """The names of the sheets in their order, as they were written; nothing where an export does it in the same way."""
    names = [sheet.name for sheet in sheets.values()]
    others = [sheet.name for name, sheet in sheets.items() if name not in READ and sheet.rows]
    usual = [*(name for name in READ if name in sheets and sheets[name].rows), *others]
    return [] if names == usual else list(names)


def kept_sheets(sheets: dict[str, Sheet], report: Report) -> dict[str, JsonValue]:
    """Sheets that are no part of a form here, cell by cell."""
    kept: dict[str, JsonValue] = {}
    for name, sheet in sheets.items():
        if name in READ or not sheet.rows:
            continue
        report.warning(
            sheet.name, sheet.rows[0].number, _("The sheet is kept as it is and has no effect here.")
        )
        kept[sheet.name] = _cells(sheet)
    return kept


def _cells(sheet: Sheet) -> list[JsonValue]:
    """Rows as [number, {column: text}]."""
    return [[row.number, {str(column): text for column, text in row.cells.items()}] for row in sheet.rows]
