"""What a question is called in an XLSForm workbook. Types give it (`QuestionType.xlsform`), the exporter writes it.

Types that ODK lacks go out as the nearest type it has, with our own columns beside it, from which the reader restores
the question as it was. ODK Collect and pyxform pass over columns they do not know.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from forms_builder.schema import Choice, Text

TYPE_COLUMN = "nirapod::type"
"""Name of the question type, where the `type` column alone would not bring it back."""
SETTINGS_COLUMN = "nirapod::settings"
"""The question's settings as JSON."""


@dataclass(frozen=True, slots=True)
class XlsType:
    """The cells that depend on the type of question.

    `name` is the word of the `type` column without a list name; where `takes_list` is set the exporter adds the name
    of the list that holds the question's `choices`, or `choices` from here where the type brings its own.
    """

    name: str
    appearance: str = ""
    """A word that belongs into `appearance` where the question's own appearance has none."""
    parameters: str = ""
    """For the `parameters` column, like `start=1 end=5 step=1`."""
    takes_list: bool = False
    choices: tuple[Choice, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our own columns: heading → cell. Empty where the row alone says everything."""
    rows: tuple["XlsRow", ...] = ()
    """What the question is made of in ODK. The exporter writes `begin_group`, these rows and `end_group`, with the
    question's key as the group's name and these columns on the group's row."""

    @property
    def exact(self) -> bool:
        """Whether ODK has the very same."""
        return not self.columns


@dataclass(frozen=True, slots=True)
class XlsRow:
    """One row of the survey sheet inside such a group."""

    name: str
    label: Text
    type: XlsType


def own_columns(name: str, settings: Mapping[str, JsonValue]) -> dict[str, str]:
    """The columns that bring a question of type `name` back as it was."""
    said = {TYPE_COLUMN: name}
    if settings:
        said[SETTINGS_COLUMN] = json.dumps(dict(settings), ensure_ascii=False, sort_keys=True)
    return said
