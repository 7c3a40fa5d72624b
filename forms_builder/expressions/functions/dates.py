"""Dates and times as ODK has them. Days and zones come from the scope's clock, never from the machine's.

Month and weekday names follow the language of the form: Bangla for `bn`, else English.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from forms_builder.expressions.functions.registry import function
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import (
    NAN,
    SECONDS_A_DAY,
    Value,
    ValueType,
    XPathDate,
    days_of,
    fold,
    parse_date,
    text_to_number,
    to_number,
    to_string,
)

_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(?:(Z)|([+-])(\d{2}):?(\d{2})?)?", re.ASCII)
_PART = re.compile("%(.)", re.DOTALL)
_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "bn": "জানু ফেব মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টে অক্টো নভে ডিসে".split(),
}
_WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun".split(),
    "bn": "সোম মঙ্গল বুধ বৃহস্পতি শুক্র শনি রবি".split(),
}


def as_date(value: Value, zone: tzinfo) -> XPathDate | None:
    """A value as a date: days when it is a number, else an ISO text; None for blank. May be invalid (NaN)."""
    if isinstance(value, XPathDate):
        return value
    if type(value) is float:
        return XPathDate(value, zone)
    if type(value) is bool:
        return XPathDate(NAN, zone)
    text = fold(to_string(value)).strip()
    if not text:
        return None
    days = parse_date(text, zone)
    return XPathDate(days if days == days else text_to_number(text, zone), zone)


@function("today", "", ValueType.DATE, scope=True)
def today(scope: Scope, node: object) -> XPathDate:
    """Local midnight of the scope's day."""
    return XPathDate(days_of(scope.now.replace(hour=0, minute=0, second=0, microsecond=0)), scope.zone)


@function("now", "", ValueType.DATETIME, scope=True)
def now(scope: Scope, node: object) -> XPathDate:
    return XPathDate(days_of(scope.now), scope.zone)


def _date(scope: Scope, node: object, value: Value) -> Value:
    """A date from ISO text or from days since 1970; '' from blank."""
    found = as_date(value, scope.zone)
    return "" if found is None else found


function("date", "any", ValueType.DATE, scope=True)(_date)
function("date-time", "any", ValueType.DATETIME, scope=True)(_date)


@function("decimal-date-time", "any", ValueType.NUMBER, scope=True)
def decimal_date_time(scope: Scope, node: object, value: Value) -> float:
    """Days and part of a day since 1 January 1970 UTC."""
    return float(to_number(value, scope.zone))


@function("decimal-time", "any", ValueType.NUMBER, scope=True)
def decimal_time(scope: Scope, node: object, value: Value) -> float:
    """The part of the local day that has passed: 0.25 at six in the morning."""
    text = fold(to_string(value)).strip()
    found = _TIME.fullmatch(text)
    if found is None:
        return _time_of_date(value, scope.zone)
    hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3))
    if hour > 23 or minute > 59 or second > 59:
        return NAN
    passed = hour * 3600 + minute * 60 + second + float(found[4] or 0)
    if found[5] or found[6]:
        shift = _offset(found)
        if shift is None:
            return NAN
        local = scope.now.utcoffset() or timedelta()
        passed = (passed + local.total_seconds() - shift) % SECONDS_A_DAY
    return passed / SECONDS_A_DAY


def _offset(found: re.Match[str]) -> int | None:
    """Seconds east of UTC; None when it is no offset."""
    hours, minutes = int(found[7] or 0), int(found[8] or 0)
    if hours > 23 or minutes > 59:
        return None
    return (hours * 3600 + minutes * 60) * (-1 if found[6] == "-" else 1)


def _time_of_date(value: Value, zone: tzinfo) -> float:
    made = as_date(value, zone)
    moment = made.moment() if made is not None else None
    if moment is None:
        return NAN
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return (moment - midnight).total_seconds() / SECONDS_A_DAY


def _format(scope: Scope, node: object, value: Value, layout: str) -> str:
    """ODK's layout letters; '' for blank and for what is no date."""
    made = as_date(value, scope.zone)
    moment = made.moment() if made is not None else None
    if moment is None:
        return ""
    language = scope.language.partition("-")[0]
    shown = _parts(moment, language if language in _MONTHS else "en")
    return _PART.sub(lambda found: shown.get(found[1], found[0]), layout)


def _parts(moment: datetime, language: str) -> dict[str, str]:
    return {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[language][moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "a": _WEEKDAYS[language][moment.weekday()],
        "W": str(moment.isocalendar().week),
        "%": "%",
    }


function("format-date", "any text", ValueType.TEXT, scope=True)(_format)
function("format-date-time", "any text", ValueType.TEXT, scope=True)(_format)
