"""Rows of cells by column, laid out as a sheet: the columns that were there stand where they stood, new ones behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms_builder.xlsform.columns import Column, Key, column_of, heading_of, nameless
from forms_builder.xlsform.limits import Row, Sheet
from forms_builder.xlsform.own import whole_name

Cells = dict[Key, str]
BEHIND_THE_USUAL = 3
"""Place of columns that we do not know, like a choice's filters: after name and label."""


@dataclass(slots=True)
class Table:
    """One sheet in the making. `headings` are those it had; `known` names the columns in the order new ones come in."""

    name: str
    known: Sequence[str]
    default_language: str
    headings: list[str] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    """Language code → the name it has in headings."""
    always: tuple[Key, ...] = ()
    """Columns that stand there even when nothing is in them."""
    rows: list[Cells] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict, init=False)

    def add(self, cells: Cells) -> Cells:
        self.rows.append(cells)
        return cells

    def __post_init__(self) -> None:
        """What each heading means; a second one that means the same is no known column."""
        seen: set[Key] = set()
        for heading in map(str.strip, self.headings):
            column = column_of(heading, self.known, self.default_language)
            self.columns[heading] = Column(heading) if column.key in seen else column
            seen.add(self.columns[heading].key)

    def by_heading(self, cells: dict[str, str]) -> Cells:
        """Cells that were kept by their headings."""
        return {self.meant(heading).key: text for heading, text in cells.items()}

    def meant(self, heading: str) -> Column:
        if nameless(heading) is not None:
            return Column(heading)
        return self.columns.get(heading) or column_of(heading, self.known, self.default_language)

    def laid_out(self) -> Sheet:
        """The sheet with its headings; nothing where nothing is to be written."""
        places = self._places()
        sheet = Sheet(self.name)
        if not places and not self.headings:
            return sheet
        heads = {**dict(enumerate(self.headings)), **self._new(places)}
        sheet.rows.append(Row(1, {at: heading for at, heading in heads.items() if heading}))
        for number, cells in enumerate(self.rows, start=2):
            sheet.rows.append(Row(number, {places[key]: text for key, text in cells.items() if text}))
        return sheet

    def _places(self) -> dict[Key, int]:
        """Column → its place: where it stood, by its number where it has no heading, else behind the others."""
        headings = enumerate(map(str.strip, self.headings))
        places = {self.columns[heading].key: at for at, heading in headings if heading}
        filled = (key for cells in self.rows for key, text in cells.items() if text)
        wanted = [key for key in dict.fromkeys((*self.always, *filled)) if key not in places]
        numbered = {key: at for key in wanted if (at := _number(key)) is not None}
        free = max([len(self.headings) - 1, *numbered.values()]) + 1
        new = sorted((key for key in wanted if key not in numbered), key=self._order)
        return {**places, **numbered, **{key: free + at for at, key in enumerate(new)}}

    def _order(self, key: Key) -> tuple[int, int, str]:
        name, code = key
        codes = list(self.languages)
        known = whole_name(name) in self.known
        place = self.known.index(whole_name(name)) if known else BEHIND_THE_USUAL
        return place, codes.index(code) if code in codes else len(codes), name

    def _new(self, places: dict[Key, int]) -> dict[int, str]:
        """Headings of the columns that come behind; those without a heading stay without."""
        return {
            at: heading_of(key, self.languages)
            for key, at in places.items()
            if at >= len(self.headings) and _number(key) is None
        }


def _number(key: Key) -> int | None:
    return None if key[0] else nameless(key[1])
