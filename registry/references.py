"""Record references: a pattern such as `{office}-{yy}-{counter:04}` filled in, without gaps and without races."""

import re
from collections.abc import Mapping
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


def same_numbers(pattern: str, other: str) -> bool:
    """Whether two patterns would give the same references: alike but for the width of the counter."""
    plain, other_plain = (PLACEHOLDER.sub(r"{\g<name>}", one).casefold() for one in (pattern, other))
    return plain == other_plain


def next_reference(type_key: str, pattern: str, office_code: str, day: date) -> str:
    """The next reference. Must run inside the transaction that saves the record: a rollback takes it back."""
    return next_references(type_key, pattern, office_code, day, 1)[0]


def next_references(type_key: str, pattern: str, office_code: str, day: date, count: int) -> list[str]:
    """The next references, `count` of them, with one turn of the counter. In a transaction, like `next_reference`."""
    from registry.models import ReferenceCounter

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A reference belongs to the transaction that saves its record.")
    values = {"office": office_code, "yy": f"{day:%y}", "yyyy": f"{day:%Y}", "mm": f"{day:%m}"}
    scope = f"{type_key}|{PLACEHOLDER.sub(lambda match: values.get(match['name'], '#'), pattern)}"
    ReferenceCounter.objects.get_or_create(scope=scope)
    counter = ReferenceCounter.objects.select_for_update().get(scope=scope)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [_filled(pattern, values, number) for number in range(first, first + count)]


def _filled(pattern: str, values: Mapping[str, str], number: int) -> str:
    return PLACEHOLDER.sub(
        lambda match: values.get(match["name"]) or f"{number:{match['width'] or ''}d}", pattern
    )
