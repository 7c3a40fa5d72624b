"""A validator of the part of JSON Schema 2020-12 that question types use; anything else is refused, not passed over."""

import re
import uuid
from datetime import date, datetime
from typing import Any

KNOWN = {
    *("type", "enum", "const", "anyOf", "pattern", "format", "minLength", "maxLength", "minimum", "maximum"),
    *("exclusiveMinimum", "exclusiveMaximum", "items", "minItems", "maxItems", "uniqueItems", "properties"),
    *("required", "additionalProperties", "minProperties", "dependentRequired"),
    *("title", "description", "readOnly", "x-ui", "$schema"),
}
PYTHON: dict[str, Any] = {
    "string": str,
    "integer": int,
    "object": dict,
    "array": list,
    "null": type(None),
    "number": (int, float),
}
FORMATS: dict[str, Any] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "uuid": uuid.UUID,
    "email": lambda text: text.index("@"),
}


def complaints(schema: dict[str, Any], value: Any, where: str = "$") -> list[str]:
    """What is wrong with `value`; empty when it fits."""
    assert set(schema) <= KNOWN, f"unknown words in a schema: {set(schema) - KNOWN}"
    if "anyOf" in schema and all(complaints(one, value, where) for one in schema["anyOf"]):
        return [f"{where}: none of the ways fits {value!r}"]
    found = [f"{where}: {what}" for what in _own(schema, value)]
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                found += complaints(inner, value[name], f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value):
            found += complaints(schema["items"], inner, f"{where}[{index}]")
    return found


def _own(schema: dict[str, Any], value: Any) -> list[str]:
    """The words about this value itself."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    checks = [
        (not kinds or any(isinstance(value, PYTHON[kind]) for kind in kinds), "type"),
        ("enum" not in schema or value in schema["enum"], "enum"),
        ("const" not in schema or value == schema["const"], "const"),
    ]
    if isinstance(value, str):
        checks += _of_text(schema, value)
    if isinstance(value, int):
        checks += [
            (value >= schema.get("minimum", value), "minimum"),
            (value <= schema.get("maximum", value), "maximum"),
            (value > schema.get("exclusiveMinimum", value - 1), "exclusiveMinimum"),
            (value < schema.get("exclusiveMaximum", value + 1), "exclusiveMaximum"),
        ]
    if isinstance(value, list):
        checks += [
            (len(value) >= schema.get("minItems", 0), "minItems"),
            (len(value) <= schema.get("maxItems", len(value)), "maxItems"),
            (not schema.get("uniqueItems") or len({*map(str, value)}) == len(value), "uniqueItems"),
        ]
    if isinstance(value, dict):
        checks += _of_mapping(schema, value)
    return [word for fits, word in checks if not fits]


def _of_text(schema: dict[str, Any], text: str) -> list[tuple[bool, str]]:
    checks = [
        (len(text) >= schema.get("minLength", 0), "minLength"),
        (len(text) <= schema.get("maxLength", len(text)), "maxLength"),
        ("pattern" not in schema or re.search(schema["pattern"], text) is not None, "pattern"),
    ]
    if "format" in schema:
        try:
            FORMATS[schema["format"]](text)
        except ValueError:
            checks.append((False, "format"))
    return checks


def _of_mapping(schema: dict[str, Any], value: dict[str, Any]) -> list[tuple[bool, str]]:
    closed = schema.get("additionalProperties") is False
    together = schema.get("dependentRequired", {})
    return [
        (set(schema.get("required", [])) <= set(value), "required"),
        (not closed or set(value) <= set(schema.get("properties", {})), "additionalProperties"),
        (len(value) >= schema.get("minProperties", 0), "minProperties"),
        (
            all(set(more) <= set(value) for name, more in together.items() if name in value),
            "dependentRequired",
        ),
    ]
