"""One line of help for the functions people use in rules, for the list that opens while one types."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HELP: Mapping[str, tuple[str, str | Promise]] = {
    "selected": ("selected(${question}, 'value')", _("True if this choice was ticked.")),
    "count-selected": ("count-selected(${question})", _("How many choices were ticked.")),
    "not": ("not(…)", _("True if what stands inside is false.")),
    "if": ("if(condition, then, else)", _("The one value or the other, as the condition says.")),
    "coalesce": ("coalesce(${first}, ${second})", _("The first of the two that is answered.")),
    "once": ("once(…)", _("Worked out once and then kept.")),
    "today": ("today()", _("The date of today.")),
    "now": ("now()", _("The date and time of now.")),
    "date": ("date('2026-01-31')", _("A date, written year-month-day.")),
    "format-date": ("format-date(${date}, '%d/%m/%Y')", _("A date as text, in a pattern.")),
    "decimal-date-time": ("decimal-date-time(${date})", _("A date as a number of days, to count with.")),
    "count": ("count(${repeat})", _("How many rows a repeat has.")),
    "count-non-empty": ("count-non-empty(${question})", _("How many rows have this answered.")),
    "sum": ("sum(${question})", _("The sum over the rows of a repeat.")),
    "min": ("min(${question})", _("The smallest of the values.")),
    "max": ("max(${question})", _("The largest of the values.")),
    "round": ("round(${number}, 1)", _("A number with so many decimals.")),
    "int": ("int(${number})", _("A number without its decimals.")),
    "abs": ("abs(${number})", _("A number without its minus.")),
    "number": ("number(…)", _("Reads a text as a number.")),
    "string": ("string(…)", _("Reads a value as text.")),
    "string-length": ("string-length(${question})", _("How many signs a text has.")),
    "concat": ("concat(${first}, ' ', ${second})", _("Texts one behind the other.")),
    "contains": ("contains(${question}, 'text')", _("True if the text is found inside.")),
    "starts-with": ("starts-with(${question}, 'text')", _("True if it begins with the text.")),
    "ends-with": ("ends-with(${question}, 'text')", _("True if it ends with the text.")),
    "substr": ("substr(${question}, 0, 3)", _("A piece of a text, from one place to another.")),
    "regex": ("regex(., '[0-9]{10}')", _("True if the whole text fits the pattern.")),
    "position": ("position(..)", _("The number of the row in its repeat.")),
    "indexed-repeat": ("indexed-repeat(${question}, ${repeat}, 1)", _("The answer in one row of a repeat.")),
    "jr:choice-name": ("jr:choice-name(${question}, '${question}')", _("The words of the choice made.")),
    "weighted-checklist": (
        "weighted-checklist(1, 9, ${a}, 2, …)",
        _("True if the weights add up to enough."),
    ),
}
"""Function → how it is called, what it does. Functions that are missing here work all the same."""
