"""Lists in a question's settings as lines of text, an entry a line: `0 | 59 | At risk | ঝুঁকিতে | danger`.

What stands between the bars is told by the entry's model (`questions.rows.Lined.LINE`). Pure functions over JSON. What
a line cannot say (texts in other languages) is kept; what cannot be read stays as it was typed, for publishing to
refuse at its place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from forms_builder.designer.keys import snake_case
from forms_builder.questions.rows import Lined
from forms_builder.schema.text import latin_digits

Entry = dict[str, Any]


def write(entries: Any, model: type[Lined]) -> str:
    """One line an entry; nothing for a setting that is no list of entries."""
    if not isinstance(entries, list):
        return ""
    return "\n".join(_line(entry, model) for entry in entries if isinstance(entry, dict))


def read(text: str, before: Any, model: type[Lined]) -> list[Entry]:
    """The entries that lines stand for; `before` are those that stood there."""
    old = [entry for entry in before if isinstance(entry, dict)] if isinstance(before, list) else []
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    return [_entry(line, number, old, model) for number, line in enumerate(lines)]


def _line(entry: Entry, model: type[Lined]) -> str:
    cells = [_cell(entry, part, model) for part in model.LINE]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _cell(entry: Entry, part: str, model: type[Lined]) -> str:
    name, _dot, language = part.partition(".")
    value = entry.get(name, "")
    if language:
        return str(value.get(language, "")) if isinstance(value, Mapping) else ""
    if _is_mark(name, model):
        return name if value else ""
    return str(value)


def _entry(line: str, number: int, before: Sequence[Entry], model: type[Lined]) -> Entry:
    """A line from a spreadsheet has tabs between its cells. A line with one cell is a label, where entries have names."""
    cells = [cell.strip() for cell in line.replace("\t", "|").split("|")]
    if model.NAMED_BY and len(cells) == 1:
        cells = [snake_case(cells[0]) or f"row_{number + 1}", *cells]
    said = dict(zip(model.LINE, [*cells, *("" for _part in model.LINE)], strict=False))
    entry: Entry = dict(_same_entry(said, number, before, model))
    for part, cell in said.items():
        _put(entry, part, cell, model)
    return entry


def _same_entry(said: Mapping[str, str], number: int, before: Sequence[Entry], model: type[Lined]) -> Entry:
    """The entry that stood there before: the one of the same name, else the one on the same line."""
    if model.NAMED_BY:
        return next((one for one in before if one.get(model.NAMED_BY) == said[model.NAMED_BY]), {})
    return before[number] if number < len(before) else {}


def _put(entry: Entry, part: str, cell: str, model: type[Lined]) -> None:
    name, _dot, language = part.partition(".")
    if language:
        texts = {**entry.get(name, {}), language: cell}
        entry[name] = {code: text for code, text in texts.items() if text}
        return
    value = name in cell.lower() if _is_mark(name, model) else _number(cell, name, model)
    if value in ("", False):
        entry.pop(name, None)
    else:
        entry[name] = value


def _number(cell: str, name: str, model: type[Lined]) -> Any:
    """A number where the model wants one and the cell is one; else the text."""
    if model.model_fields[name].annotation is not float:
        return cell
    try:
        number = float(latin_digits(cell))
    except ValueError:
        return cell
    return int(number) if number.is_integer() else number


def _is_mark(name: str, model: type[Lined]) -> bool:
    return model.model_fields[name].annotation is bool
