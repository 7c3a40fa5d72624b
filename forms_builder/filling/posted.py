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
from forms_builder.filling.spots import ROW_ID_PATTERN
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
    UP = "up"
    DOWN = "down"
    UNDO = "undo"
    """Bring back the row that was removed last."""
    FIND = "find"
    """Show what fits the text in a search box."""
    OPTIONS = "options"
    """The same for a script: give only what was found; keep nothing."""
    AUTOSAVE = "autosave"
    REFRESH = "refresh"
    """Show the page as it would be; keep nothing."""


ROW_CHANGES = frozenset({Action.ADD, Action.REMOVE, Action.UP, Action.DOWN, Action.UNDO})
BUTTONS = ROW_CHANGES | {Action.SAVE, Action.FIND}


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
    """Field name of the repeat whose rows change, or of the question whose search box was used."""
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


def is_own(request: HttpRequest) -> bool:
    """Whether a post was sent from a page of this site: browsers say so. For pages without a token."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _action(request: HttpRequest, wish: str) -> Action:
    if "refresh" in request.GET:
        return Action.REFRESH
    if "save" in request.GET:
        return Action.AUTOSAVE
    if "options" in request.GET:
        return Action.OPTIONS
    return Action(wish) if wish in BUTTONS else Action.CONTINUE


def new_tab() -> str:
    return secrets.token_hex(8)


def typed_on(items: Sequence[Item], request: HttpRequest) -> Typed:
    """What belongs to the page among all that was posted: no tokens, no fields of other pages."""
    posted = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    shown = {SHOWN: posted[SHOWN]} if SHOWN in posted else {}
    return {**typed_among(items, posted), **shown}


def typed_among(items: Sequence[Item], typed: Typed) -> Typed:
    """What was typed into the fields of these items."""
    keys = set(_keys(items))
    return {
        name: texts for name, texts in typed.items() if name.split("-")[0] in keys or _part_of(name, keys)
    }


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
