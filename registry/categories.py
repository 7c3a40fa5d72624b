"""As what a person counted and from which day on, told from the history of their record. Pure.

A record may be typed long after it happened: its first category counts from the day that it bears itself, a later one from
the day of the change, or from the day that the record was given along with it.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from forms_builder.logic.answers import day_of
from registry.history import Change, RevisionRow


def dated(rows: Iterable[RevisionRow], key: str, day_key: str) -> list[tuple[date, Change]]:
    """The changes of the answer to `key`, each with its day. `rows`: the oldest first; `day_key`: the record's own day.

    A day that is put right later on dates the change anew that went by it.
    """
    found: list[tuple[date, Change]] = []
    by_the_record = False
    for row in rows:
        changed = {one.key: one for one in row.changes if one.row == 0}
        said = day_of(changed[day_key].after) if day_key in changed else None
        if key in changed:
            found.append((said or timezone.localtime(row.at).date(), changed[key]))
            by_the_record = said is not None or len(found) == 1
        elif found and said is not None and by_the_record:
            found[-1] = (said, found[-1][1])
    return found
