"""The survey sheet as a tree: rows nested in their groups, repeats and loops. Says which frames do not close."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.xlsform import kobo
from forms_builder.xlsform.aside import put_back
from forms_builder.xlsform.columns import Line
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.types import Role, RowType, row_type

DEPTH = 50


@dataclass(slots=True)
class Branch:
    """A row, what it is, and for a frame the rows inside and the one that ends it."""

    line: Line
    type: RowType
    inside: list["Branch"] = field(default_factory=list)
    end: Line | None = None

    @property
    def name(self) -> str:
        return self.line.word("name")


def nest(found: list[Line], sheet: str, report: Report) -> list[Branch]:
    """The branches at the top. Rows without a type only comment and are in none."""
    top: list[Branch] = []
    open_frames: list[Branch] = []
    for line in kobo.without_tables(found, sheet, report):
        put_back(line)
        kind = row_type(line.raw("type"))
        if not line.word("type"):
            _untyped(line, sheet, report)
        elif kind.role is Role.UNKNOWN:
            report.error(
                sheet,
                line.number,
                _("There is no question type “%(type)s”.") % {"type": line.word("type")[:100]},
            )
        elif kind.role is Role.END:
            _close(open_frames, line, kind, sheet, report)
        else:
            branch = Branch(line, kind)
            (open_frames[-1].inside if open_frames else top).append(branch)
            if kind.role is Role.BEGIN:
                open_frames.append(branch)
                if len(open_frames) > DEPTH:
                    report.error(
                        sheet,
                        line.number,
                        _("Groups are nested more than %(depth)s deep.")
                        % {"depth": in_readers_digits(DEPTH)},
                    )
                    return top
    for frame in open_frames:
        report.error(sheet, frame.line.number, _("This group or repeat has no end."))
    return top


def _untyped(line: Line, sheet: str, report: Report) -> None:
    if line.word("name") and any(column == "label" for column, _language in line.values):
        report.error(sheet, line.number, _("The question has no type."))
    else:
        report.warning(sheet, line.number, _("The row has no type and is kept as a comment."))


def _close(open_frames: list[Branch], line: Line, kind: RowType, sheet: str, report: Report) -> None:
    if not open_frames:
        report.error(sheet, line.number, _("Nothing is open that could end here."))
        return
    frame = open_frames.pop()
    frame.end = line
    if frame.type.ours != kind.ours:
        message = _("This ends a %(end)s, but row %(row)s began a %(begin)s.")
        report.error(
            sheet,
            line.number,
            message
            % {"end": kind.ours, "row": in_readers_digits(frame.line.number), "begin": frame.type.ours},
        )
