"""Record references: a pattern such as `{office}-{yy}-{counter:04}` filled in, without gaps and without races."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

PLACEHOLDER = re.compile(r"\{(?P<name>[a-z]+)(?::(?P<width>0\d))?\}")
NAMES = {"office", "yy", "yyyy", "mm", "counter"}
MONTH = "{mm"
"""In a pattern without it all records of a year are counted together."""


class PatternError(ValueError):
    """A reference pattern that cannot work; the message is for the admin."""


def check_pattern(pattern: str) -> None:
    """Raise `PatternError` unless the pattern has exactly one counter and only known placeholders."""
    found = [match["name"] for match in PLACEHOLDER.finditer(pattern)]
    unknown = [name for name in found if name not in NAMES]
    if unknown:
        raise PatternError(_("{%(name)s} is not known.") % {"name": unknown[0]})
    if found.count("counter") != 1:
        raise PatternError(_("The pattern needs {counter} once, for example {office}-{yy}-{counter:04}."))
    if re.search(r"[{}]", PLACEHOLDER.sub("", pattern)):
        raise PatternError(_("A bracket is not closed."))
    if len(PLACEHOLDER.sub("", pattern)) > 20:
        raise PatternError(_("The pattern is too long."))


def same_numbers(pattern: str, other: str, offices: Iterable[str] = ()) -> bool:
    """Whether two patterns could give one and the same reference in some office, year or month.

    `offices` are the codes there are: `DHK-{counter}` and `{office}-{counter}` meet once there is an office DHK.
    """
    codes = set(offices)
    return any(
        _meet(one, two) for one in _signs_of(pattern, codes) for two in _signs_of(other, codes) if one and two
    )


_Signs = list[str]
"""What may stand at each place of a reference: a sign, or `ANY_DIGIT`, or `MORE_DIGITS` for as many as one likes."""
ANY_DIGIT, MORE_DIGITS = "0-9", "0-9*"
DIGITS_OF = {"yy": 2, "yyyy": 4, "mm": 2}


def _signs_of(pattern: str, codes: Collection[str]) -> list[_Signs]:
    """A pattern place by place, once for each office."""
    if "{office" in pattern:
        return [_signs(pattern, code) for code in (codes or {"{office}"})]
    return [_signs(pattern, "")]


def _signs(pattern: str, code: str) -> _Signs:
    found: _Signs = []
    end = 0
    for match in PLACEHOLDER.finditer(pattern):
        found += pattern[end : match.start()].casefold()
        name, end = match["name"], match.end()
        if name == "office":
            found += [code] if code == "{office}" else list(code.casefold())
        elif name == "counter":
            found += [ANY_DIGIT] * max(int(match["width"] or 1), 1) + [MORE_DIGITS]
        else:
            found += [ANY_DIGIT] * DIGITS_OF.get(name, 1)
    return found + list(pattern[end:].casefold())


def _meet(one: _Signs, two: _Signs) -> bool:
    """Whether a text fits both, found by reading them side by side."""
    waiting, seen = [(0, 0)], set()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        left, right = place
        if left == len(one) and right == len(two):
            return True
        waiting += _next(one, two, left, right)
    return False


def _next(one: _Signs, two: _Signs, left: int, right: int) -> Iterator[tuple[int, int]]:
    here = one[left] if left < len(one) else ""
    there = two[right] if right < len(two) else ""
    if here == MORE_DIGITS:
        yield left + 1, right
    if there == MORE_DIGITS:
        yield left, right + 1
    if here and there and _agree(here, there):
        yield left + (here != MORE_DIGITS), right + (there != MORE_DIGITS)


def _agree(here: str, there: str) -> bool:
    digits = (ANY_DIGIT, MORE_DIGITS)
    if here in digits:
        return there in digits or there.isdecimal()
    return here == there or (there in digits and here.isdecimal())


def next_reference(type_key: str, pattern: str, office_code: str, day: date) -> str:
    """The next reference. Must run inside the transaction that saves the record: a rollback takes it back."""
    return next_references(type_key, pattern, office_code, day, 1)[0]


def next_references(
    type_key: str, pattern: str, office_code: str, day: date, count: int, *, free: bool = False
) -> list[str]:
    """The next references, `count` of them, with one turn of the counter. In a transaction, like `next_reference`.

    `free`: those that records bear already are passed over. Costs a query, so it is asked only after a clash.
    """
    from registry.models import ReferenceCounter

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A reference belongs to the transaction that saves its record.")
    values = {"office": office_code, "yy": f"{day:%y}", "yyyy": f"{day:%Y}", "mm": f"{day:%m}"}
    scope = f"{type_key}|{PLACEHOLDER.sub(lambda match: values.get(match['name'], '#'), pattern)}"
    ReferenceCounter.objects.get_or_create(scope=scope)
    counter = ReferenceCounter.objects.select_for_update().get(scope=scope)
    found: list[str] = []
    while len(found) < count:
        first, missing = counter.last + 1, count - len(found)
        counter.last += missing
        made = [_filled(pattern, values, number) for number in range(first, first + missing)]
        found += _not_taken(made) if free else made
    counter.save(update_fields=["last"])
    return found


def _not_taken(references: list[str]) -> list[str]:
    """Without those that records bear, or bore before they went into another one."""
    from registry.models import Record

    taken = set(Record.objects.filter(reference__in=references).values_list("reference", flat=True))
    return [one for one in references if one not in taken]


def _filled(pattern: str, values: Mapping[str, str], number: int) -> str:
    return PLACEHOLDER.sub(
        lambda match: values.get(match["name"]) or f"{number:{match['width'] or ''}d}", pattern
    )
