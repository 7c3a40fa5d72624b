"""XLSForm's types and ours: what the `type` cell of a row says. Called by `survey` and `items`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # type: ignore[import-untyped]

from forms_builder.questions.families import in_order


class Role(StrEnum):
    QUESTION = "question"
    SELECT = "select"
    METADATA = "metadata"
    """Recorded by a device, or asked of nobody."""
    BEGIN = "begin"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RowType:
    """`ours` is the question type, or group, repeat, loop. `list` names the choices."""

    role: Role
    ours: str = ""
    list: str = ""
    other: bool = False
    """Offers "other" with a box to write in."""
    external: bool = False
    """The list is on the sheet external_choices."""
    file: str = ""
    """Name of the file that the choices come from."""
    nearest: bool = False
    """We lack the type and ask in the nearest way; the row's own word is kept."""


OURS: Final = {word: one.name for one in in_order() for word in one.xls_reads}
"""Word of the type column → question type."""
NEAREST: Final = {
    **dict.fromkeys(("acknowledge", "q acknowledge", "add acknowledge prompt", "trigger"), "choose_one"),
    "range": "decimal",
}
"""Types that we ask in another way; what is in neither table is asked as text."""
_ONE = "select_one|select one from|select one using|select one|select1|add select one prompt using"
_MANY = (
    "select_multiple|select multiple from|select multiple using|select multiple|"
    "select all that apply from|select all that apply|add select multiple prompt using"
)
_EXTERNAL = "select_one_external|select one external"
_FILE = "select_one_from_file|select one from file|select_multiple_from_file|select multiple from file"
_ELSEWHERE = "rank|osm"
_SELECT = re.compile(
    rf"(?:(?P<external>{_EXTERNAL})|(?P<file>{_FILE})|(?P<elsewhere>{_ELSEWHERE})|(?P<one>{_ONE})|(?P<many>{_MANY})) (?P<list>\S+)"
    r"(?P<other> (?:or specify other|or_other|or other))?",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?P<edge>begin|end)[ _](?P<frame>group|repeat|lgroup|looped group|loop)(?: over (?P<list>\S+))?",
    re.IGNORECASE,
)
_REPEATS = ("repeat", "lgroup", "looped group")
_KNOWN = {name.lower(): (about.get("control") or {}).get("tag") for name, about in QUESTION_TYPE_DICT.items()}


def row_type(text: str) -> RowType:
    """What a row is by its type cell; any spelling that XLSForm ever had."""
    words = " ".join(text.split())
    if frame := _FRAME.fullmatch(words):
        name = frame["frame"].lower()
        role = Role.BEGIN if frame["edge"].lower() == "begin" else Role.END
        return RowType(role, "repeat" if name in _REPEATS else name, frame["list"] or "")
    if select := _SELECT.fullmatch(words):
        if select["external"]:
            return RowType(Role.SELECT, "choose_one", select["list"], external=True)
        if select["file"]:
            one = "one" in select["file"].lower().replace("_", " ").split()
            return RowType(Role.SELECT, "choose_one" if one else "choose_many", file=select["list"])
        if select["elsewhere"]:
            if select["elsewhere"].lower() == "rank":
                return RowType(Role.SELECT, "ranking", select["list"])
            return RowType(Role.SELECT, "text", nearest=True)
        ours = "choose_one" if select["one"] else "choose_many"
        return RowType(Role.SELECT, ours, select["list"], bool(select["other"]))
    return _plain(words.lower())


def _plain(name: str) -> RowType:
    if name in OURS:
        return RowType(Role.QUESTION, OURS[name])
    if name in _KNOWN:
        if _KNOWN[name] in (None, "action"):
            return RowType(Role.METADATA, "hidden", nearest=True)
        return RowType(Role.QUESTION, NEAREST.get(name, "text"), nearest=True)
    return RowType(Role.UNKNOWN)
