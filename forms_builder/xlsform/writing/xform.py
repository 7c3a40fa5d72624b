"""A workbook's sheets as an XForm, the XML that ODK Collect and Enketo fill in. pyxform converts; our own columns stay out."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from forms_builder.schema import Document, Repeat, walk
from forms_builder.xlsform import own
from forms_builder.xlsform.companions import Find, nothing
from forms_builder.xlsform.document import by_name
from forms_builder.xlsform.keeping import cut_off
from forms_builder.xlsform.limits import Row, Sheet
from forms_builder.xlsform.opinion import as_dictionaries
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.writing.lists import Shared
from forms_builder.xlsform.writing.workbook import NAMELESS, Identity, Unwritable, to_sheets

ROOTS = ("data", "form", "answers")
"""Names for the top of the tree; a repeat may not be called the same."""
_OURS = re.compile(r"\s*nirapod(::|_)")


@dataclass(frozen=True, slots=True)
class XForm:
    """`itemsets`: the table of external choices that belongs beside the form as itemsets.csv, where it has some."""

    xml: str
    itemsets: str = ""


def to_xform(
    document: Document, identity: Identity = NAMELESS, shared: Shared | None = None, find: Find = nothing
) -> XForm:
    """The form as an XForm; `Unwritable` with pyxform's reason where there cannot be one."""
    sheets = by_name([_for_others(sheet) for sheet in to_sheets(document, identity, shared, find)])
    cut_off(sheets["survey"], Report())
    if identity.key:
        _name(sheets, identity)
    repeats = {place.part.key for place in walk(document) if isinstance(place.part, Repeat)}
    root = next(name for name in ROOTS if name not in repeats or name == ROOTS[-1])
    try:
        result = convert(as_dictionaries(sheets), warnings=[], validate=False, form_name=root)
    except PyXFormError as error:
        raise Unwritable(_("There is no XForm of this form: %(reason)s") % {"reason": error}) from error
    return XForm(result.xform, result.itemsets or "")


def _for_others(sheet: Sheet) -> Sheet:
    """The sheet without our own columns, and without choices that are not offered any more."""
    if not sheet.rows or sheet.name.strip().lower() not in (
        "survey",
        "choices",
        "external_choices",
        "settings",
    ):
        return sheet
    heads = sheet.rows[0].cells
    ours = {column for column, heading in heads.items() if _OURS.match(heading)}
    retired = next((column for column in ours if heads[column].strip() == own.CHOICE_RETIRED), None)
    offered = [row for row in sheet.rows if row is sheet.rows[0] or row.cells.get(retired or -1) != "yes"]
    rows = [
        Row(row.number, {column: text for column, text in row.cells.items() if column not in ours})
        for row in offered
    ]
    return Sheet(sheet.name, rows)


def _name(sheets: dict[str, Sheet], identity: Identity) -> None:
    """Where the form is kept it goes by its key, whatever it was called where it came from."""
    settings = sheets.setdefault("settings", Sheet("settings", [Row(1, {}), Row(2, {})]))
    heads, cells = settings.rows[0].cells, settings.rows[1].cells
    ours = {"form_id": identity.key, "version": identity.version}
    others = ("form_id", "id_string", "set_form_id", "version")
    for column in [
        at for at, heading in heads.items() if heading.strip().lower().replace(" ", "_") in others
    ]:
        heads.pop(column)
        cells.pop(column, None)
    for heading, text in ours.items():
        column = max(heads, default=-1) + 1
        heads[column], cells[column] = heading, text
