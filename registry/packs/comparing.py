"""What applying a pack would change, told one thing a line. Writes nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.models import PackEntry
from registry.packs.applying import kinds_of
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from registry.packs.problems import PackError
from registry.packs.report import Outcome
from registry.packs.states import Kind, judge

MOST_CHANGES = 12
"""Changed attributes of one thing that are told one by one."""
LONGEST = 60
NEWS = {Outcome.CREATED: "+", Outcome.UPDATED: "~", Outcome.CHANGED_HERE: "!"}
GONE = "-"
HERE_ONLY = "<"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `sign`: + new, ~ changed by the pack, ! changed here and left alone, - no longer in it,
    < here and never in it: applying leaves that as it is, and another system would not get it.
    """

    sign: str
    kind: str
    key: str
    changes: tuple[str, ...] = ()

    def __str__(self) -> str:
        first = f"{self.sign} {self.kind} {self.key}"
        return "\n".join([first, *(f"    {change}" for change in self.changes)])


def diff_pack(folder: Path) -> Iterator[Difference]:
    """The differences between the pack in `folder` and what is here; `PackError` when it could not be applied."""
    pack = load_pack(folder)
    checked = check_pack(pack)
    if checked.problems:
        raise PackError(checked.problems)
    for kind in kinds_of(pack, checked):
        yield from _of_kind(kind, pack.about.key)


def _of_kind(kind: Kind, pack: str) -> Iterator[Difference]:
    applied = dict(PackEntry.objects.filter(pack=pack, kind=kind.name).values_list("key", "sha256"))
    wanted, present = kind.wanted(), kind.present()
    for key, state in wanted.items():
        outcome = judge(state, present.get(key), applied.get(key), overwrite=False)
        if outcome is not Outcome.UNCHANGED:
            changes = tuple(changes_of(present[key], state)) if key in present else ()
            yield Difference(NEWS[outcome], kind.name, key, _few(changes))
    for key in applied:
        if key not in wanted and key in present:
            yield Difference(GONE, kind.name, key)
    if lacking := _lacking(kind, pack, present.keys() - wanted.keys() - applied.keys()):
        yield Difference(HERE_ONLY, kind.name, f"({len(lacking)} here only)", _few(lacking))


def _lacking(kind: Kind, pack: str, strange: Collection[str]) -> tuple[str, ...]:
    """Of what is here and the pack never had, what it is to name. Where the pack was applied, what another pack brought is that one's to say."""
    elsewhere: set[str] = set()
    if PackEntry.objects.filter(pack=pack).exists():
        others = PackEntry.objects.filter(kind=kind.name).exclude(pack=pack)
        elsewhere = set(others.values_list("key", flat=True))
    return tuple(sorted(set(strange) - elsewhere))


def _few(changes: tuple[str, ...]) -> tuple[str, ...]:
    more = len(changes) - MOST_CHANGES
    return changes if more <= 0 else (*changes[:MOST_CHANGES], f"and {more} more")


def changes_of(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """`place: before → after` for each value that differs, however deep it is; lists by position."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from changes_of(before.get(key), after.get(key), f"{place}.{key}" if place else str(key))
    elif isinstance(before, list) and isinstance(after, list):
        for number in range(max(len(before), len(after))):
            old = before[number] if number < len(before) else None
            new = after[number] if number < len(after) else None
            yield from changes_of(old, new, f"{place}[{_named(new or old, number)}]")
    elif before != after:
        yield f"{place}: {_short(before)} → {_short(after)}"


def _named(part: Any, number: int) -> str:
    """How people call an entry of a list: by its key or value where it has one."""
    if isinstance(part, Mapping):
        return str(part.get("key") or part.get("value") or number + 1)
    return str(number + 1)


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping | list):
        return f"{len(value)} entries" if value else "nothing"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
