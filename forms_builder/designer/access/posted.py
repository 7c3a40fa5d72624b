"""What the access page posts: a setting for each question it showed, and one change for many at once."""

from collections.abc import Mapping
from typing import Any

from forms_builder.designer.access.rows import CHOSEN, OPTIONS, SETTABLE, TICKED

PICKED = "pick"
TO_ALL = "all"
BULK = "bulk"
YES, NO = "yes", "no"

Typed = dict[str, dict[str, Any]]
"""Question id → setting → value."""


def settings_posted(posted: Mapping[str, str]) -> Typed:
    """What each row of the page says. A tick that is not there counts as no, because its row was."""
    typed: Typed = {}
    for name, value in posted.items():
        setting, _colon, question_id = name.partition(":")
        if setting in CHOSEN and question_id and value in OPTIONS[setting]:
            typed.setdefault(question_id, {})[setting] = value
    for question_id, settings in typed.items():
        settings |= {setting: f"{setting}:{question_id}" in posted for setting in TICKED}
    return typed


def apply_to_many(typed: Typed, posted: Mapping[str, str]) -> int:
    """Put the change for many into those that are ticked, or into all that were shown; tells how many."""
    change: dict[str, Any] = {}
    for setting in SETTABLE:
        value = posted.get(f"{BULK}_{setting}", "")
        if setting in CHOSEN and value in OPTIONS[setting]:
            change[setting] = value
        elif setting in TICKED and value in (YES, NO):
            change[setting] = value == YES
    everybody = posted.get("which") == TO_ALL
    chosen = [one for one in typed if everybody or f"{PICKED}:{one}" in posted] if change else []
    for question_id in chosen:
        typed[question_id] |= change
    return len(chosen)
