"""What comes with a posted page besides the answers: what the person wants, and which page it was typed on.

Names of these fields hold a hyphen and no row id, so no question can have the same.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest

from forms_builder.filling.page_form import SHOWN
from forms_builder.filling.payload import Typed
from forms_builder.filling.spots import MOST_ROWS, ROW_ID_PATTERN, new_row_id
from forms_builder.schema import Item, Question, Repeat

DO = "page-do"
REVISION = "page-revision"
TAB = "page-tab"
FROM = "page-from"
TAB_PATTERN = re.compile(r"^[0-9a-f]{16}$")


class Action(StrEnum):
    CONTINUE = "continue"
    SAVE = "save"
    """Keep it and leave; it may be incomplete."""
    ADD = "add"
    REMOVE = "remove"
    FIND = "find"
    """Look for what fits the letters typed into a question's search box."""
    AUTOSAVE = "autosave"
    REFRESH = "refresh"
    """Show the page as it would be; keep nothing."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One posted page."""

    action: Action
    seen: int
    """Revision of the draft that the page was made from; −1 when the page does not say."""
    tab: str
    """Tells one open page of the browser from another."""
    to_check: bool
    """The person came from the check page and wants to go back there."""
    repeat: str = ""
    """Field name of the repeat that gets or loses a row, or of the question that searches."""
    row: str = ""


def read(request: HttpRequest) -> Posted:
    wish, _, rest = request.POST.get(DO, "").partition(":")
    repeat, _, row = rest.partition(":")
    revision = request.POST.get(REVISION, "")
    tab = request.POST.get(TAB, "")
    return Posted(
        action=_action(request, wish),
        seen=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1,
        tab=tab if TAB_PATTERN.match(tab) else "",
        to_check=request.POST.get(FROM) == "check",
        repeat=repeat,
        row=row if ROW_ID_PATTERN.match(row) else "",
    )


def _action(request: HttpRequest, wish: str) -> Action:
    if "refresh" in request.GET:
        return Action.REFRESH
    if "save" in request.GET:
        return Action.AUTOSAVE
    return Action(wish) if wish in {Action.SAVE, Action.ADD, Action.REMOVE, Action.FIND} else Action.CONTINUE


def new_tab() -> str:
    return secrets.token_hex(8)


def typed_on(items: Sequence[Item], request: HttpRequest) -> Typed:
    """What belongs to the page among all that was posted: no tokens, no fields of other pages."""
    keys = set(_keys(items))
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name == SHOWN or name.split("-")[0] in keys or _part_of(name, keys)
    }


def change_rows(typed: Typed, posted: Posted) -> str:
    """Add or remove the row the person asked for; gives the id of a new row, else ""."""
    rows = typed.get(posted.repeat)
    if rows is None:
        return ""
    if posted.action is Action.REMOVE and posted.row in rows:
        rows.remove(posted.row)
        for name in [name for name in typed if name.startswith(f"{posted.repeat}-{posted.row}-")]:
            del typed[name]
    if posted.action is Action.ADD and len(rows) < MOST_ROWS:
        rows.append(new_row_id())
        return rows[-1]
    return ""


def _keys(items: Sequence[Item]) -> list[str]:
    """Keys that begin a field name: questions and repeats at the top, also those in groups."""
    found: list[str] = []
    for item in items:
        found += [item.key] if isinstance(item, Question | Repeat) else _keys(item.items)
    return found


def _part_of(name: str, keys: set[str]) -> bool:
    """A part of a field in several parts, such as `born_0`."""
    whole, _, part = name.rpartition("_")
    return part.isdigit() and whole in keys
