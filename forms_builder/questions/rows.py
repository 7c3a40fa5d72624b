"""Lists inside a question's settings (rows of a matrix, bands of a score): their shape, and how a line writes one.

The designer shows such a list as lines of text, a line an entry, its parts between bars: `LINE` names the parts.
"""

from collections import Counter
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator

from forms_builder.schema import Text


class Lined(BaseModel):
    """An entry that can be written on one line. `LINE`: its parts in order; `label.en` is a part of a part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    LINE: ClassVar[tuple[str, ...]]
    NAMED_BY: ClassVar[str] = ""
    """The part that tells entries apart, made from the label where it is left empty; "" where there is none."""


class Row(Lined):
    """A row of a matrix."""

    LINE: ClassVar[tuple[str, ...]] = ("key", "label.en", "label.bn", "retired")
    NAMED_BY: ClassVar[str] = "key"

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    label: Text
    retired: bool = False

    @field_validator("key")
    @classmethod
    def _not_reserved(cls, key: str) -> str:
        if key == "value":
            raise ValueError(_("A row cannot be called “value”."))
        return key


def each_once(setting: str, part: str) -> Any:
    """A pydantic validator: no two entries of a setting share a part."""

    def check(cls: type[BaseModel], entries: tuple[Any, ...]) -> tuple[Any, ...]:
        twice = [
            value for value, count in Counter(getattr(one, part) for one in entries).items() if count > 1
        ]
        if twice:
            raise ValueError(_("“%(value)s” is there twice.") % {"value": twice[0]})
        return entries

    return field_validator(setting)(classmethod(check))
