"""A form with what real ones seldom have: rows that count each other, lists that are read, names found by paths."""

from __future__ import annotations

from typing import Any

from forms_builder.schema import Choice, Document, Group, Item, Page, Question, Repeat
from tests.oracle.as_xform import as_xform
from tests.oracle.forms import Form

TOWNS = tuple(
    Choice(value=value, label={"en": value.title()}, filters={"district": district, "size": size})
    for value, district, size in (
        ("savar", "dhaka", "3"),
        ("dhamrai", "dhaka", "2"),
        ("sadar", "jashore", "2"),
        ("sharsha", "jashore", ""),
    )
)
DISTRICTS = tuple(Choice(value=value, label={"en": value.title()}) for value in ("dhaka", "jashore"))
IN_ROWS = {
    "no": "position(..)",
    "of": "count(${row})",
    "mine": "${n} * 10",
    "total": "sum(${n})",
    "total_all": "sum(/data/row/n)",
    "before": "indexed-repeat(${n}, ${row}, position(..) - 1)",
    "first": "/data/row[1]/n",
    "bigger": "count(../../row[n > current()/../n])",
    "rest": "count-non-empty(/data/row/n)",
    "shown": "if(selected(${kinds}, 'savar') and ${n} > 2, 'y', 'n')",
}
AFTER = {
    "rows": "count(${row})",
    "sum_n": "sum(${n})",
    "max_n": "max(${n})",
    "min_n": "min(${n})",
    "given": "count-non-empty(${n})",
    "joined": "join(', ', ${n})",
    "second": "indexed-repeat(${n}, ${row}, 2)",
    "second_too": "${row}[2]/n",
    "high": "count(${row}[n > 4])",
    "high_too": "count(/data/row/n[. > 4])",
    "hidden_sum": "sum(${extra})",
    "listed": "count(instance('town')/root/item[district = ${district}])",
    "large": "instance('town')/root/item[name = ${town}]/size",
    "large_many": "count(instance('town')/root/item[size = '2' and district = ${district}])",
    "sizes": "sum(instance('town')/root/item[district = ${district}]/size)",
    "check": "checklist(1, 2, ${note} = '', selected(${towns}, 'savar'), ${district} = 'dhaka')",
    "weighed": "weighted-checklist(3, 9, ${district} = 'dhaka', 4, selected(${towns}, 'savar'), 2)",
    "third": "selected-at(${towns}, 2)",
    "many": "count-selected(${towns})",
    "or_else": "coalesce(${note}, coalesce(${district}, 'neither'))",
    "path": "concat(/data/g/inner, '-', ../g/inner)",
    "near": "string-length(${inner})",
    "digits": "if(regex(${note}, '[0-9]+'), number(${note}) + 1, 'none')",
    "days": "int(decimal-date-time(${on}))",
    "year": "format-date(${on}, '%Y')",
    "same": "${on} = '2026-01-05'",
    "nothing": "${note} = ''",
    "half": "round(count(${row}) div 3, 1)",
}


def tricky_form() -> Form:
    """The document, and its XForm."""
    document = Document(pages=(Page(id="page", key="page", label={"en": "Page"}, items=tuple(_items())),))
    return Form("tricky", document, as_xform(document))


def _items() -> list[Item]:
    rows: list[Item] = [
        _ask("n", "integer"),
        _ask("kinds", "choose_many", choices=TOWNS),
        _ask("extra", "integer", show_if="${n} > 2", check=". > ${n}"),
        *(_calculated(key, rule) for key, rule in IN_ROWS.items()),
    ]
    inner: list[Item] = [_ask("inner"), _ask("deep", show_if="${inner} != ''")]
    return [
        _ask("district", "choose_one", choices=DISTRICTS),
        _ask("town", "choose_one", choices=TOWNS, choice_list="town", choice_filter="district = ${district}"),
        _ask(
            "large_town",
            "choose_one",
            choices=TOWNS,
            choice_filter="district = ${district} and (size = 2 or size = '') and name != ${town}",
        ),
        _ask("towns", "choose_many", choices=TOWNS),
        _ask("note"),
        _ask("on", "date", check=". <= today() or ${district} = 'dhaka'"),
        Group(id="g", key="g", show_if="${district} != 'jashore'", items=tuple(inner)),
        Repeat(id="row", key="row", show_if="${note} != '12'", items=tuple(rows)),
        *(_calculated(key, rule) for key, rule in AFTER.items()),
    ]


def _ask(key: str, kind: str = "text", **more: Any) -> Question:
    return Question(id=key, key=key, type=kind, label={"en": key}, **more)


def _calculated(key: str, rule: str) -> Question:
    return _ask(key, "calculated", calculate=rule)
