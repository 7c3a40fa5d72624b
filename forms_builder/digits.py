"""Numbers and days in the digits of a language; in the reader's own where no language is named.

Every app says them through here, templates through the filters of `nirapod`. Not for what is looked up or typed back
as it stands: references, keys, addresses, names of files, answers to programs.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language

from forms_builder.schema.text import bangla_digits


def in_script(text: str, language: str) -> str:
    """Text with the digits of the language's script."""
    return bangla_digits(text) if language == "bn" else text


def reader_language() -> str:
    """bn or en."""
    return "en" if (get_language() or "bn").startswith("en") else "bn"


def in_readers_digits(value: object) -> str:
    """A number, or a text with its digits, for a sentence in the reader's language.

    Where no language is active, a sentence comes out in English, and so does its number.
    """
    return in_script(str(value), get_language() or "en")


in_readers_digits_lazy = lazy(in_readers_digits, str)
"""For a text that is made once and shown to many, like the help of a form field."""


def write_date(day: date) -> str:
    """Day/month/year in Latin digits."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def day_in_script(day: date, language: str) -> str:
    """Day/month/year; of a moment, its day in Dhaka."""
    return in_script(write_date(_in_dhaka(day) if isinstance(day, datetime) else day), language)


def readers_day(day: date) -> str:
    """The same, for a sentence in the reader's language."""
    return day_in_script(day, get_language() or "en")


def readers_moment(moment: datetime) -> str:
    """Day, month, year, hour and minute in Dhaka, such as 05/11/2026 14:30."""
    local = _in_dhaka(moment)
    return in_readers_digits(f"{write_date(local)} {local:%H:%M}")


def _in_dhaka(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
