"""Which question type an item of the catalogue becomes. A table for `domain_forms`."""

from collections.abc import Mapping
from typing import Any

from registry.packs.domain_scores import SCORES

TYPES = {
    "text": "text",
    "longtext": "long_text",
    "int": "integer",
    "dec": "decimal",
    "one": "choose_one",
    "many": "choose_many",
    "date": "date",
    "dt": "datetime",
    "phone": "phone",
    "geo": "place",
    "staff": "staff",
    "case": "record",
    "org": "organisation",
    "file": "file",
    "sign": "signature",
    "note": "note",
    "calc": "calculated",
    "person": "person",
}
TYPES_OF_LISTS = {"yesno": "yes_no", "likert5": "likert"}
"""Lists that are a type of their own: the same choices, with the catalogue's codes kept."""
AMOUNT = "(BDT)"
EMAIL = r"regex(., '^[^@ ]+@[^@ ]+\.[^@ ]+$')"


def type_of(form: str, item: Mapping[str, Any]) -> str:
    """The name of the question type that a catalogue item becomes."""
    if (form, item["key"]) in SCORES:
        return "score"
    if item["type"] == "dec" and AMOUNT in item["en"]:
        return "money"
    if item["type"] == "text" and (item.get("rule") or {}).get("con") == EMAIL:
        return "email"
    if item["type"] == "one" and item["list"] in TYPES_OF_LISTS:
        return TYPES_OF_LISTS[item["list"]]
    return TYPES[item["type"]]
