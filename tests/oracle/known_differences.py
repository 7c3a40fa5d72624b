"""Where JavaRosa and our engine are known to differ, each with its reason. Never relevance, required or constraint."""

_TRUTH = "JavaRosa writes a calculated truth as 1 or 0; we write it as XPath's string() does, true or false"
_NUMBERED = (
    "a path with a row's number, outside indexed-repeat(), is blank in JavaRosa; we give that row's answer"
)

KNOWN: dict[tuple[str, str, str], str] = {
    ("or_other.xlsx", "choices", "fav_pastel"): (
        "pyxform puts the `other` of one question into the list that another one shares; and the filter `pastel=yes`, "
        "without quotation marks, compares with a column that is not there, which JavaRosa takes for blank"
    ),
    **{("tricky", "calculation", key): _TRUTH for key in ("check", "weighed", "same", "nothing")},
    **{("tricky", "calculation", key): _NUMBERED for key in ("first", "second_too")},
    (
        "tricky",
        "calculation",
        "before",
    ): "there is no row 0: ours is blank, JavaRosa gives the answer of another row",
}
"""(form, aspect, question) → why."""

LOSES_A_DAY = frozenset(("date", "decimal-date-time"))
"""Functions of the rules that differ on a phone east of Greenwich.

`decimal-date-time` of a date counts from midnight UTC, so in Dhaka it ends in .75; JavaRosa's `date()` cuts a number
to whole days before it goes back to local time, and what was the 10th becomes the 9th. Ours keeps the fraction: a
follow-up 14 days after the 1st is on the 15th, in every time zone. In UTC the two agree.
"""

OURS_INSTEAD: dict[str, str] = {
    "bad_calc.xlsx": "its calculation is prose, which we keep beside the form and leave without effect",
    "xl_date_ambiguous.xlsx": (
        "its choice filter names a column label::English, which XPath reads as an axis; we keep the words beside the "
        "form and offer all choices"
    ),
}
"""Valid example workbook → why JavaRosa cannot open what pyxform makes of it, and is given the XForm that we export."""
