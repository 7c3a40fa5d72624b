"""One filter of a list: what it compares, with what, and the condition on index rows that it becomes.

Filters reach slots, fixed columns and value rows, never the answers themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.questions.base import SlotKind
from forms_builder.schema.text import clean_text, latin_digits
from registry import receipts
from registry.indexing import TEXT_LENGTH
from registry.models import Record, RecordValue


class QueryError(Exception):
    """A list cannot be made this way. The message is for the person."""


class NotFilterable(QueryError):
    """No such filter, or not for this person: the two are not told apart."""


class BadValue(QueryError):
    """The value does not suit what it is compared with."""


class Op(StrEnum):
    """How a filter compares. BETWEEN takes a pair whose ends may be None."""

    EQUAL = "equal"
    IN = "in"
    BETWEEN = "between"
    CONTAINS = "contains"
    EMPTY = "empty"
    FILLED = "filled"


BLANK = None
"""Among the values of `IN`: records without an answer, too."""


class Holder(StrEnum):
    """What holds the values that are compared."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    KEY = "key"
    VALUES = "values"
    """Rows of `RecordValue`."""


OPERATORS: dict[Holder, frozenset[Op]] = {
    Holder.TEXT: frozenset(Op) - {Op.BETWEEN},
    Holder.NUMBER: frozenset(Op) - {Op.CONTAINS},
    Holder.DATE: frozenset(Op) - {Op.CONTAINS},
    Holder.MOMENT: frozenset({Op.EQUAL, Op.BETWEEN}),
    Holder.KEY: frozenset({Op.EQUAL, Op.IN}),
    Holder.VALUES: frozenset({Op.EQUAL, Op.IN, Op.EMPTY, Op.FILLED}),
}
HOLDER_OF_SLOT = {SlotKind.TEXT: Holder.TEXT, SlotKind.NUMBER: Holder.NUMBER, SlotKind.DATE: Holder.DATE}


@dataclass(frozen=True, slots=True)
class Target:
    """Something to filter, sort or count by. `column`: of `RecordIndex`; the question's key for value rows."""

    name: str
    holder: Holder
    column: str
    nullable: bool = True

    @property
    def operators(self) -> frozenset[Op]:
        wanted = OPERATORS[self.holder]
        return wanted if self.nullable else wanted - {Op.EMPTY, Op.FILLED}


FIXED: dict[str, Target] = {
    name: Target(name, holder, column, nullable=False)
    for name, holder, column in (
        ("_reference", Holder.TEXT, "reference"),
        ("_status", Holder.TEXT, "status"),
        ("_office", Holder.KEY, "office_id"),
        ("_owner", Holder.KEY, "owner_id"),
        ("_created_at", Holder.MOMENT, "created_at"),
        ("_updated_at", Holder.MOMENT, "updated_at"),
    )
}
"""Columns that every record has. Their names begin with _, which no question's key does."""


def condition(target: Target, op: Op, value: Any, type_id: int) -> Q:
    """The filter as a condition on `RecordIndex`; `BadValue`, `NotFilterable` when it makes no sense."""
    if op not in target.operators:
        raise NotFilterable(_("This cannot be filtered that way."))
    if target.holder is Holder.VALUES:
        return _on_values(target, op, value, type_id)
    if op in (Op.EMPTY, Op.FILLED):
        return Q(**{f"{target.column}__isnull": op is Op.EMPTY})
    if target.name == "_reference" and op in (Op.CONTAINS, Op.EQUAL):
        return _by_reference(op, read_text(value))
    if op is Op.CONTAINS:
        return Q(**{f"{target.column}__icontains": read_text(value)})
    if op is Op.IN:
        return _among(target, _several(value))
    if target.holder is Holder.MOMENT:
        return _on_days(target, *(value if op is Op.BETWEEN else (value, value)))
    if op is Op.BETWEEN:
        return _between(target, *value)
    return Q(**{target.column: READERS[target.holder](value)})


def _by_reference(op: Op, text: str) -> Q:
    """By the record's own number, or by the code that a visitor was given for what they sent."""
    same = Q(reference=text) if op is Op.EQUAL else Q(reference__icontains=text)
    if receipts.range_of(text) is None:
        return same
    return same | Q(pk__in=Record.objects.filter(receipts.quoted(text)).values("pk"))


def _on_values(target: Target, op: Op, value: Any, type_id: int) -> Q:
    rows = RecordValue.objects.filter(type=type_id, key=target.column)
    answered = Q(pk__in=rows.values("record"))
    if op in (Op.EMPTY, Op.FILLED):
        return ~answered if op is Op.EMPTY else answered
    asked = _several(value) if op is Op.IN else [value]
    texts = [read_text(one) for one in asked if one is not BLANK]
    found = Q(pk__in=rows.filter(text__in=texts).values("record")) if texts else Q(pk__in=[])
    return found | ~answered if BLANK in asked else found


def _among(target: Target, asked: Sequence[Any]) -> Q:
    values = [READERS[target.holder](one) for one in asked if one is not BLANK]
    found = Q(**{f"{target.column}__in": values})
    return found | Q(**{f"{target.column}__isnull": True}) if BLANK in asked else found


def _between(target: Target, low: Any, high: Any) -> Q:
    found = Q()
    if low not in (None, ""):
        found &= Q(**{f"{target.column}__gte": READERS[target.holder](low)})
    if high not in (None, ""):
        found &= Q(**{f"{target.column}__lte": READERS[target.holder](high)})
    return found


def _on_days(target: Target, first: Any, last: Any) -> Q:
    """Moments from the beginning of the first day to the end of the last, in local time."""
    found = Q()
    if first not in (None, ""):
        found &= Q(**{f"{target.column}__gte": _midnight(read_date(first))})
    if last not in (None, ""):
        found &= Q(**{f"{target.column}__lt": _midnight(read_date(last) + timedelta(days=1))})
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _several(value: Any) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        raise BadValue(_("Choose at least one."))
    return value


def read_text(value: Any) -> str:
    text = clean_text(str(value))[:TEXT_LENGTH]
    if not text:
        raise BadValue(_("Say what to look for."))
    return text


def read_number(value: Any) -> Decimal:
    try:
        number = Decimal(latin_digits(str(value)).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise BadValue(_("“%(value)s” is not a number.") % {"value": str(value)[:40]})
    return number


def read_date(value: Any) -> date:
    if isinstance(value, datetime):
        return timezone.localdate(value)
    if isinstance(value, date):
        return value
    try:
        found = date.fromisoformat(latin_digits(str(value)).strip())
    except ValueError as error:
        raise BadValue(_("“%(value)s” is not a date.") % {"value": str(value)[:40]}) from error
    if not 1900 <= found.year <= 2200:
        raise BadValue(_("“%(value)s” is not a date.") % {"value": str(value)[:40]})
    return found


def read_key(value: Any) -> int:
    text = latin_digits(str(value)).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadValue(_("Choose from the list."))
    return int(text)


READERS: dict[Holder, Callable[[Any], Any]] = {
    Holder.TEXT: read_text,
    Holder.NUMBER: read_number,
    Holder.DATE: read_date,
    Holder.MOMENT: read_date,
    Holder.KEY: read_key,
}
