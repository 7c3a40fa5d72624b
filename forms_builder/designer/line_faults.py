"""What is wrong with the lines of choices that somebody typed or pasted, at the question and with the line's number.

Only lines that were changed are looked at, so that a form that came from elsewhere can always be opened and saved.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.designer import choice_lines
from forms_builder.designer.choice_lines import LineFault, What
from forms_builder.designer.conversion import Block, identity, original
from forms_builder.designer.faults import PartFault
from forms_builder.designer.shown import ChoiceLines
from forms_builder.digits import in_readers_digits

TOLD_AT_ONCE = 3
CHOICES = ChoiceLines("choices")
MESSAGES: Mapping[What, str | Promise] = {
    What.BAD_VALUE: gettext_lazy(
        "Line %(line)s: “%(text)s” cannot be stored. The first cell is a short name without spaces, like very_good."
    ),
    What.TWICE: gettext_lazy("Line %(line)s: “%(text)s” is there twice."),
    What.LONG_LABEL: gettext_lazy("Line %(line)s: the text that begins with “%(text)s” is too long."),
    What.BAD_MARK: gettext_lazy(
        "Line %(line)s: “%(text)s” is not understood. Behind the texts stand points like score 3, or alone, or retired."
    ),
    What.BAD_COLUMN: gettext_lazy(
        "Line %(line)s: there is no column “%(text)s” here. Make a choice list for choices with more columns."
    ),
}


def line_faults(value: Mapping[str, Any]) -> Iterator[PartFault]:
    """Of a whole form, as the value of its block."""
    for block in value.get("pages", []):
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[PartFault]:
    value = block["value"]
    part, typed = original(value), value.get(CHOICES.name) or ""
    if typed and not CHOICES.same(CHOICES.read(part), typed):
        found = choice_lines.faults(typed)
        if found:
            yield PartFault(identity(block), CHOICES.name, _told(found))
    for child in value.get("items", []):
        yield from _of_block(child)


def _told(found: list[LineFault]) -> str:
    texts = [
        str(MESSAGES[one.what]) % {"line": in_readers_digits(one.line), "text": one.text}
        for one in found[:TOLD_AT_ONCE]
    ]
    rest = len(found) - TOLD_AT_ONCE
    return " ".join(
        [*texts, _("And %(count)s more.") % {"count": in_readers_digits(rest)}] if rest > 0 else texts
    )
