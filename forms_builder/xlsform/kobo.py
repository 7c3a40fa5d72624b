"""Tables that only KoboToolbox writes: ratings, rankings, matrices. Not XLSForm; each is refused in words that help.

Pure. Called by `survey` before it nests the rows.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.xlsform.columns import Line
from forms_builder.xlsform.report import Report

_BEGIN = re.compile(r"begin[ _](?P<table>score|rank|kobomatrix)", re.IGNORECASE)
_END = re.compile(r"end[ _](?P<table>score|rank|kobomatrix)", re.IGNORECASE)
_INSTEAD: dict[str, Promise] = {
    "score": gettext_lazy(
        "Take these rows out, import the rest, and add a question of the type “Several questions on one scale” "
        "in the designer."
    ),
    "rank": gettext_lazy(
        "Write one row “rank list_name” instead of these rows, with the choices of the list in their first order."
    ),
    "kobomatrix": gettext_lazy(
        "Write “begin loop over list_name” and “end loop” instead: the questions between them are asked for each "
        "choice of the list."
    ),
}


def without_tables(found: Iterable[Line], sheet: str, report: Report) -> Iterator[Line]:
    """The rows outside of such tables. Each table is told once, at the row that begins it."""
    open_tables: list[str] = []
    for line in found:
        begun = _BEGIN.fullmatch(_word(line))
        ended = _END.fullmatch(_word(line))
        if begun:
            open_tables.append(begun["table"].lower())
            report.error(sheet, line.number, _refusal(_word(line), open_tables[-1]))
        elif open_tables and ended and ended["table"].lower() == open_tables[-1]:
            open_tables.pop()
        elif not open_tables:
            yield line


def _word(line: Line) -> str:
    return " ".join(line.raw("type").split())


def _refusal(word: str, table: str) -> str:
    sentence = _("“%(type)s” begins a table that only KoboToolbox knows.") % {"type": word}
    return f"{sentence} {_INSTEAD[table]}"
