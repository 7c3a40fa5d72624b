"""What a workbook names of the files that come with it: looked up, judged by their bytes, and told where they are missing."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import JsonValue

from forms_builder.digits import in_readers_digits
from forms_builder.media import BY_USE, content_type_of, ending_of
from forms_builder.questions import pictures
from forms_builder.schema import Choice, Media
from forms_builder.xlsform.columns import MEDIA, Line
from forms_builder.xlsform.companions import Find, TooLarge, nothing
from forms_builder.xlsform.file_lists import choices_in, table_in
from forms_builder.xlsform.limits import Refused
from forms_builder.xlsform.report import Brought, Report

TABLE = "text/plain"
"""What the tables of choices are given out as."""
_PULLED = re.compile(r"""pulldata\s*\(\s*['"]([^'"]+)['"]""")
_OUTSIDE = {"csv-external": ".csv", "xml-external": ".xml"}
"""Types of rows that only name a file for `instance()`."""


@dataclass
class Enclosed:
    """The files of one workbook. What is found goes into the report with its content."""

    report: Report
    find: Find = nothing
    lists: dict[tuple[str, str], tuple[Choice, ...] | None] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Name → sha256."""
    missing: set[str] = field(default_factory=set)

    def media(self, line: Line, sheet: str) -> tuple[Media, ...]:
        """What accompanies the words of a row, in the order of the columns."""
        found = []
        for (column, code), name in line.values.items():
            if column in MEDIA and name.strip():
                use = MEDIA[column]
                self.take_media(use, name.strip(), sheet, line.number)
                found.append(Media(kind=use, name=name, language=code))
        return tuple(found)

    def take_media(self, use: str, name: str, sheet: str, row: int) -> None:
        content = None if name in self.files else self.content(name, sheet, row)
        if content is None:
            return
        kind = content_type_of(name, content) if ending_of(name) in BY_USE[use] else ""
        try:
            if not kind:
                raise ValidationError(_("it is of another kind than its name or its column says"))
            if use in ("image", "big-image"):
                content = pictures.made_safe(content, ending_of(name))
        except ValidationError as error:
            message = _("The file “%(name)s” is left out: %(reason)s")
            self.report.warning(sheet, row, message % {"name": name, "reason": " ".join(error.messages)})
            return
        self.keep(name, kind, content)

    def choices(
        self, name: str, parameters: str, language: str, sheet: str, row: int
    ) -> tuple[Choice, ...] | None:
        """The choices that the file holds, the same object for all that ask alike; None where it is not there."""
        key = (name, parameters)
        if self.lists.get(key) is None:  # a file that is missing is told at every row that names it
            self.lists[key] = self.read_choices(name, parameters, language, sheet, row)
        return self.lists[key]

    def read_choices(
        self, name: str, parameters: str, language: str, sheet: str, row: int
    ) -> tuple[Choice, ...] | None:
        content = self.content(name, sheet, row)
        if content is None:
            return None
        try:
            found = choices_in(name, content, parameters, language)
            if not found:
                raise Refused(_("There is no row in the file “%(name)s”.") % {"name": name}, name, 1)
        except Refused as refusal:
            message = _("%(file)s, row %(row)s: %(reason)s")
            said = {"file": name, "row": in_readers_digits(refusal.row), "reason": refusal.message}
            self.report.error(sheet, row, message % said)
            return None
        self.keep(name, TABLE, content)
        return found

    def table(self, name: str, sheet: str, row: int) -> tuple[Choice, ...]:
        """A file that rules read (`pulldata`, `instance`); nothing where it is not there."""
        content = self.content(name, sheet, row)
        if content is None:
            return ()
        try:
            found = table_in(name, content)
        except Refused as refusal:
            message = _("%(file)s, row %(row)s: %(reason)s")
            said = {"file": name, "row": in_readers_digits(refusal.row), "reason": refusal.message}
            self.report.warning(sheet, row, message % said)
            return ()
        self.keep(name, TABLE, content)
        return found

    def content(self, name: str, sheet: str, row: int) -> bytes | None:
        """The file; None, and a remark at its place, where it is missing or too large."""
        try:
            found = self.find(name)
        except TooLarge:
            message = _("The file “%(name)s” is larger than %(size)s MB and is left out.")
            self.report.warning(sheet, row, message % {"name": name, "size": in_readers_digits(10)})
            return None
        if found is None:
            message = _("The file “%(name)s” did not come with the workbook.")
            self.report.warning(sheet, row, message % {"name": name[:100]})
        return found

    def keep(self, name: str, content_type: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        self.files[name] = digest
        self.report.brought[digest] = Brought(name, content_type, content)


def read_by_rules(lines: list[Line], sheet: str, enclosed: Enclosed) -> dict[str, JsonValue]:
    """The tables that rules read and no question offers: name → choices."""
    wanted: dict[str, tuple[str, int]] = {}
    for line in lines:
        if ending := _OUTSIDE.get(line.word("type").lower()):
            wanted.setdefault(line.word("name"), (f"{line.word('name')}{ending}", line.number))
        for text in line.values.values():
            for name in _PULLED.findall(text) if "pulldata" in text else ():
                stem = name.removesuffix(".csv")
                wanted.setdefault(stem, (f"{stem}.csv", line.number))
    offered = {PurePosixPath(name).stem for name, _parameters in enclosed.lists}
    found: dict[str, JsonValue] = {}
    for name, (file, row) in wanted.items():
        table = () if name in offered else enclosed.table(file, sheet, row)
        if table:
            found[name] = [choice.model_dump(mode="json", exclude_defaults=True) for choice in table]
    return found
