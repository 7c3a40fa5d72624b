"""Rows that come from a spreadsheet: cut into cells, columns guessed by their headings, cells turned into details.

Pure but for the words of choices. Nothing here looks anybody up or writes anything: see `importing`.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.questions import types
from forms_builder.questions.base import FieldContext
from forms_builder.questions.cleaning import one_line
from forms_builder.schema import Question
from forms_builder.schema.text import search_text
from forms_builder.spreadsheets import table_of
from trainings.models import Person
from trainings.people.finding import normal_phone
from trainings.people.writing import Details

MOST_ROWS = 2_000
MOST_COLUMNS = 60
NAME, SKIP = "name", ""
PERSON = ("designation", "agency_kind", "agency", "phone", "sex", "age_band", "disability")
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "participant", "full name", "নাম", "অংশগ্রহণকারী", "পূর্ণ নাম"),
    "name_bn": ("name in bangla", "bangla name", "বাংলা নাম", "নাম (বাংলা)", "বাংলায় নাম"),
    "name_en": ("name in english", "english name", "ইংরেজি নাম", "নাম (ইংরেজি)", "ইংরেজিতে নাম"),
    "designation": ("designation", "title", "position", "rank", "পদবি", "পদবী"),
    "agency": (
        "agency",
        "office",
        "organisation",
        "organization",
        "station",
        "office / station",
        "সংস্থা",
        "দপ্তর",
        "কার্যালয়",
        "প্রতিষ্ঠান",
    ),
    "agency_kind": ("kind of agency", "agency kind", "সংস্থার ধরন"),
    "phone": (
        "phone",
        "mobile",
        "telephone",
        "telephone number",
        "contact",
        "phone no",
        "mobile no",
        "ফোন",
        "মোবাইল",
        "মোবাইল নম্বর",
        "ফোন নম্বর",
    ),
    "sex": ("sex", "gender", "লিঙ্গ"),
    "age_band": ("age band", "age", "বয়স", "বয়সের ধাপ"),
    "disability": ("disability", "প্রতিবন্ধিতা"),
}
SPOKEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {
        "f": ("f", "female", "woman", "women", "girl", "নারী", "মহিলা", "মেয়ে", "নারী/মেয়ে"),
        "m": ("m", "male", "man", "men", "boy", "পুরুষ", "ছেলে", "পুরুষ/ছেলে"),
        "t": ("t", "hijra", "third gender", "তৃতীয় লিঙ্গ", "হিজড়া"),
        "x": ("x", "-", "not stated", "উল্লেখ নেই"),
    },
    "age_band": {
        "under_18": ("under_18", "under 18", "<18", "১৮-এর কম"),
        "18_24": ("18_24", "18 to 24", "18-24", "18–24"),
        "25_59": ("25_59", "25 to 59", "25-59", "25–59"),
        "60_up": ("60_up", "60+", "60 and over"),
        "x": ("x", "-", "not stated", "unknown"),
    },
    "disability": {
        "y": ("y", "yes", "হ্যাঁ", "আছে"),
        "n": ("n", "no", "না", "নেই"),
        "dk": ("dk", "-", "not asked", "unknown", "জানা নেই"),
    },
}


class NotRead(Exception):
    """The text or file is no table that fits; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was pasted: headings, and rows by the number that the spreadsheet shows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(slots=True)
class Typed:
    """One row, read. `problems`: what cannot be taken, in the reader's language."""

    number: int
    details: Details
    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def table_in(text: str) -> Table:
    """A table from pasted text: cells with tabs between, as spreadsheets copy them, or commas or semicolons."""
    lines = text.replace("\r\n", "\n").strip("\n")
    if not lines.strip():
        raise NotRead(_("There is nothing to read. Paste the rows with their headings."))
    first = lines.partition("\n")[0]
    between = "\t" if "\t" in first else max(",;", key=first.count)
    try:
        cells = list(csv.reader(StringIO(lines), delimiter=between))
    except csv.Error as error:
        raise NotRead(_("These rows cannot be read. Copy them from the spreadsheet again.")) from error
    return _checked([[one_line(cell) for cell in row] for row in cells])


def as_text(content: bytes) -> str:
    """An uploaded workbook or CSV file as text to paste. `xlsform.limits.Refused` says what is wrong with it."""
    made = StringIO()
    csv.writer(made, delimiter="\t", lineterminator="\n").writerows(table_of(content))
    return made.getvalue()


def _checked(cells: list[list[str]]) -> Table:
    rows = [(number, row) for number, row in enumerate(cells, 1) if any(row)]
    if len(rows) < 2:
        raise NotRead(_("There are headings but no rows below them, or rows without headings."))
    if len(rows) - 1 > MOST_ROWS:
        raise NotRead(_("At most %(number)s rows fit at once.") % {"number": in_readers_digits(MOST_ROWS)})
    width = len(rows[0][1])
    if width > MOST_COLUMNS:
        raise NotRead(_("At most %(number)s columns fit.") % {"number": in_readers_digits(MOST_COLUMNS)})
    even = ((number, tuple((row + [""] * width)[:width])) for number, row in rows)
    (_number, headings), *rest = even
    return Table(headings, tuple(rest))


def guess(headings: Sequence[str], columns: Sequence[Question]) -> list[str]:
    """What each column means, as far as its heading says: a detail of the person, a key of the sheet, or nothing."""
    meant = {search_text(word): target for target, words in HEADINGS.items() for word in words}
    for question in columns:
        for words in (question.key, *question.label.values()):
            meant.setdefault(search_text(words), question.key)
    found, taken = [], set()
    for heading in headings:
        target = meant.get(search_text(heading).rstrip(" .:"), SKIP)
        found.append(SKIP if target in taken else target)
        taken.add(target)
    return found


def read_rows(
    table: Table, targets: Sequence[str], columns: Sequence[Question], agencies: Mapping[str, str]
) -> list[Typed]:
    """The rows under this mapping. `agencies`: how a kind of agency may be written → its value."""
    known = {question.key: question for question in columns}
    return [
        _row(number, dict(zip(targets, cells, strict=True)), known, agencies) for number, cells in table.rows
    ]


def _row(
    number: int, cells: dict[str, str], known: Mapping[str, Question], agencies: Mapping[str, str]
) -> Typed:
    cells.pop(SKIP, None)
    problems: list[str] = []
    values: dict[str, str] = {
        name: cells[name] for name in ("name_bn", "name_en", "designation", "agency") if name in cells
    }
    name = cells.get(NAME, "")
    if name:
        values.setdefault("name_bn" if _is_bangla(name) else "name_en", name)
    if not values.get("name_bn") and not values.get("name_en"):
        problems.append(_("There is no name."))
    if any(len(text) > 200 for text in values.values()):
        problems.append(_("A text is longer than 200 characters."))
    try:
        values["phone"] = normal_phone(cells.get("phone", ""))
    except ValidationError as error:
        problems += error.messages
    for detail, spoken in SPOKEN.items():
        _spoken(detail, cells.get(detail, ""), spoken, values, problems)
    kind = cells.get("agency_kind", "")
    if kind:
        values["agency_kind"] = agencies.get(search_text(kind), "")
        if not values["agency_kind"]:
            problems.append(_("There is no kind of agency “%(text)s”.") % {"text": kind[:40]})
    answers = {
        key: _answer(known[key], cells[key], problems) for key in cells.keys() & known.keys() if cells[key]
    }
    return Typed(number, Details(**values), answers, problems)  # type: ignore[arg-type]  # texts only


def _spoken(
    detail: str, said: str, spoken: Mapping[str, tuple[str, ...]], values: dict[str, str], problems: list[str]
) -> None:
    if not said:
        return
    meant = next(
        (value for value, words in spoken.items() if search_text(said) in map(search_text, words)), None
    )
    if meant is None and detail == "age_band":
        meant = _band(said)
    if meant is None:
        problems.append(_("“%(text)s” is not understood.") % {"text": said[:40]})
    else:
        values[detail] = meant


def _band(said: str) -> str | None:
    """The band of an age in years."""
    years = search_text(said)
    if not years.isdigit() or not 0 < int(years) < 120:
        return None
    age = int(years)
    bands = ((18, Person.AgeBand.CHILD), (25, Person.AgeBand.YOUNG), (60, Person.AgeBand.ADULT))
    return next((band.value for below, band in bands if age < below), Person.AgeBand.OLDER.value)


def _answer(question: Question, text: str, problems: list[str]) -> Any:
    """A cell as an answer to a column: by the label of a choice, or as the question itself reads it."""
    kind = types.of(question)
    asked = kind.form_field(question, FieldContext("bn"))
    spoken = {
        search_text(label): choice.value
        for choice in (*question.choices, *kind.fixed(question))
        for label in (choice.value, *choice.label.values())
    }
    try:
        return kind.clean(question, asked.clean(spoken.get(search_text(text), text)))
    except ValidationError as error:
        problems += [f"{next(iter(question.label.values()), question.key)}: {one}" for one in error.messages]
        return None


def _is_bangla(text: str) -> bool:
    return any("\u0980" <= sign <= "\u09ff" for sign in text)
