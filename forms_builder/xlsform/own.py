"""Columns of our own: what a form says that XLSForm has no column for. Other programs pass over them.

In the survey and in the settings they begin with `nirapod::`; in the choices, where a heading becomes the name of an
XML element, with `nirapod_`.
"""

import json
import re
from typing import Any, Final

from forms_builder.xlsform.limits import CELL

ID: Final = "nirapod::id"
KIND: Final = "nirapod::kind"
"""`page` on a group that is a page here."""
TYPE: Final = "nirapod::type"
SETTINGS: Final = "nirapod::settings"
SENSITIVITY: Final = "nirapod::sensitivity"
COMPARTMENT: Final = "nirapod::compartment"
REQUIRED: Final = "nirapod::required"
"""`soft`: may be sent empty, and is listed as missing then."""
DECLINE: Final = "nirapod::decline"
LISTED: Final = "nirapod::listed"
FILTERABLE: Final = "nirapod::filterable"
PREFILL: Final = "nirapod::prefill"
RETIRED: Final = "nirapod::retired"
RELEVANT: Final = "nirapod::relevant"
"""The rule of a retired question, whose `relevant` says `false()` so that nobody is asked."""
CHOICE_LIST: Final = "nirapod::choice_list"
"""Key of the reusable list that the choices come from."""
SHARED: Final = "nirapod::choices"
"""`shared`: the choices are the reusable list's, the form has none of its own."""
MINIMUM: Final = "nirapod::minimum"
MAXIMUM: Final = "nirapod::maximum"
ASIDE: Final = "nirapod::aside"
"""Rules that are prose: column → what stood there. See `aside`."""
EXACT: Final = "nirapod::exact"
"""What no cell can say: attribute → [what the row reads as, what it is]. See `lens`."""
SURVEY_COLUMNS: Final = (
    *(TYPE, SETTINGS, KIND, SENSITIVITY, COMPARTMENT, REQUIRED, DECLINE, LISTED, FILTERABLE, PREFILL),
    *(RETIRED, RELEVANT, CHOICE_LIST, SHARED, MINIMUM, MAXIMUM, ID, ASIDE, EXACT),
)
CHOICE_RETIRED: Final = "nirapod_retired"
CHOICE_EXCLUSIVE: Final = "nirapod_exclusive"
CHOICE_EXACT: Final = "nirapod_exact"
CHOICE_COLUMNS: Final = (CHOICE_RETIRED, CHOICE_EXCLUSIVE, CHOICE_EXACT)
FORMAT: Final = "nirapod::format"
"""Written into workbooks that came from nowhere else: their order of columns is ours and need not be kept."""
FORM: Final = "nirapod::form"
"""Key of the form, where `form_id` and `version` are ours and not what the form came with."""
TITLE: Final = "nirapod::title"
DESCRIPTION: Final = "nirapod::description"
LAYOUT: Final = "nirapod::layout"
SETTINGS_COLUMNS: Final = (TITLE, DESCRIPTION, LAYOUT, FORMAT, FORM, EXACT)
_CONTINUED = re.compile(r"(nirapod\W?\W?\w*?)_\d+")
_NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")


def whole_name(column: str) -> str:
    """`nirapod::exact_2` goes on with what `nirapod::exact` began."""
    found = _CONTINUED.fullmatch(column) if column.startswith("nirapod") else None
    return found[1] if found else column


def in_cells(name: str, value: Any) -> dict[str, str]:
    """A JSON value as the cell of a column, and of further ones where it is too long for one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = _NOT_IN_XML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    pieces = [text[at : at + CELL] for at in range(0, len(text), CELL)]
    return {name if number == 1 else f"{name}_{number}": piece for number, piece in enumerate(pieces, 1)}


def json_in(text: str) -> Any:
    """The value a cell holds; None where it is no JSON."""
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None


def cell_text(text: str) -> str:
    """What of a text a cell can hold; blank where only spaces are left."""
    kept = _NOT_IN_XML.sub("", text)
    return "" if kept.isspace() else kept
