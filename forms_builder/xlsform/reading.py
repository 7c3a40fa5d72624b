"""Workbook to form document: the whole way, with every fault by sheet and row. Nothing is stored here."""

import logging
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from forms_builder.compiling import compile_draft
from forms_builder.digits import in_readers_digits
from forms_builder.logic import Severity
from forms_builder.schema import Document, Question, Repeat, walk
from forms_builder.wording import problem_text
from forms_builder.xlsform.companions import Find, beside, nothing, sent_along, unpacked
from forms_builder.xlsform.document import by_name, read_document
from forms_builder.xlsform.limits import Refused, Sheet
from forms_builder.xlsform.opinion import second_opinion
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.workbook import content_of, read_workbook

logger = logging.getLogger(__name__)

QUESTIONS = 3_000
"""Rows of a survey: what can be read, compiled and converted in the time there is."""


def check_file(path: Path) -> Report:
    """Read and judge a file, with the files beside it; whatever it is, the outcome is a report."""

    def read(report: Report) -> None:
        content = content_of(path)
        package = unpacked(content)
        if package is None:
            read_sheets(read_workbook(content), report, path.stem, beside(path))
        else:
            find = sent_along(package.files, beside(path))
            read_sheets(read_workbook(package.workbook), report, Path(package.name).stem, find)

    return _reported(read)


def check_workbook(content: bytes, name: str = "", find: Find = nothing) -> Report:
    """The same for a file in memory; `name` is its title where it gives none, `find` gives what comes with it."""

    def read(report: Report) -> None:
        package = unpacked(content)
        if package is None:
            read_sheets(read_workbook(content), report, name, find)
        else:
            stem = Path(package.name).stem
            read_sheets(read_workbook(package.workbook), report, stem, sent_along(package.files, find))

    return _reported(read)


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


def read_sheets(found: list[Sheet], report: Report, name: str, find: Find = nothing) -> None:
    """Fill in the report."""
    sheets = by_name(found)
    survey = sheets["survey"]
    if len(survey.rows) > QUESTIONS + 1:  # the headings
        message = _("A form has at most %(count)s questions and groups.") % {
            "count": in_readers_digits(QUESTIONS)
        }
        raise Refused(message, survey.name, survey.rows[QUESTIONS + 1].number)
    document = read_document(sheets, report, name, find)
    report.document, report.title = document, next(iter(document.title.values()), "")
    report.languages = list(document.languages)
    _count(document, report)
    _compile(document, report)
    if not report.errors and (counts := second_opinion(sheets, report)):
        report.questions, report.groups, report.repeats = counts.questions, counts.groups, counts.repeats
        report.languages = counts.languages
    report.errors = list(dict.fromkeys(report.errors))
    report.warnings = list(dict.fromkeys(report.warnings))


def _count(document: Document, report: Report) -> None:
    """Our own count, for a form that has faults: what is shown, not what is worked out."""
    parts = [place.part for place in walk(document)]
    report.questions = sum(isinstance(part, Question) and part.type != "calculated" for part in parts)
    report.repeats = sum(isinstance(part, Repeat) for part in parts)
    frameless = {page.id for page in document.pages if not page.extra.get("group")}
    report.groups = sum(not isinstance(part, Question) and part.id not in frameless for part in parts)


def _compile(document: Document, report: Report) -> None:
    """The rules of the form: parsed, names known, no circle."""
    survey = next(iter(report.rows.values()), ("survey", 1))[0]
    for problem in compile_draft(document).problems:
        sheet, row = report.rows.get(problem.part_id, (survey, 1))
        (report.error if problem.severity is Severity.ERROR else report.warning)(
            sheet, row, problem_text(problem)
        )
