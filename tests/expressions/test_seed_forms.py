"""Every rule of the seed project's forms parses and checks clean against its own form."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms_builder.expressions import ValueType, check, parse

CORPORA = Path(os.environ.get("NIRAPOD_CORPORA", Path(__file__).resolve().parents[3] / "shared"))
FORMS = CORPORA / "domain" / "forms.json"
KINDS = {
    "int": ValueType.NUMBER,
    "dec": ValueType.NUMBER,
    "date": ValueType.DATE,
    "dt": ValueType.DATETIME,
    "one": ValueType.CHOICE,
    "many": ValueType.CHOICES,
    "geo": ValueType.GEO,
    "text": ValueType.TEXT,
    "longtext": ValueType.TEXT,
    "phone": ValueType.TEXT,
}

pytestmark = pytest.mark.skipif(not FORMS.exists(), reason="The seed forms are not on this machine.")


def rules() -> Iterator[tuple[str, dict[str, ValueType], ValueType, str]]:
    """(form id and key, the form's questions, the question's own kind, the rule)."""
    seed = json.loads(FORMS.read_text(encoding="utf-8")) if FORMS.exists() else {"forms": [], "blocks": {}}
    for form in seed["forms"]:
        items = list(expanded(form["items"], seed["blocks"]))
        names = {item["key"]: kind_of(item) for item in items if "key" in item}
        for item in items:
            for key, rule in (item.get("rule") or {}).items():
                if key in ("rel", "con", "calc"):
                    yield f"{form['id']}.{item['key']}.{key}", names, kind_of(item), rule


def expanded(
    items: list[dict[str, Any]], blocks: dict[str, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    for item in items:
        if item["kind"] == "block":
            yield from blocks[item["name"]]
        else:
            yield item


def kind_of(item: dict[str, Any]) -> ValueType:
    return ValueType.NODES if item["kind"] == "repeat" else KINDS.get(item.get("type", ""), ValueType.ANY)


def test_there_are_rules_to_look_at() -> None:
    assert len(list(rules())) > 200


def test_every_rule_of_the_seed_forms_is_clean() -> None:
    found = {
        place: [problem.message for problem in check(parse(rule), names=names, here=here)]
        for place, names, here, rule in rules()
    }
    assert {place: messages for place, messages in found.items() if messages} == {}
