"""Whether a JSON value has the shape that the schema of a question asks for: the words of JSON Schema that types use.

Only shape: dates that are none, numbers out of range and the like are told by the question's own field afterwards.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def fits(schema: Mapping[str, Any], value: Any) -> bool:
    return all(_checks(schema, value))


def _checks(schema: Mapping[str, Any], value: Any) -> Iterator[bool]:
    kinds = schema.get("type")
    if kinds is not None:
        yield any(_is(kind, value) for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if "enum" in schema:
        yield any(type(one) is type(value) and one == value for one in schema["enum"])
    if "const" in schema:
        yield bool(schema["const"] == value)
    if "anyOf" in schema:
        yield any(fits(one, value) for one in schema["anyOf"])
    if isinstance(value, str):
        yield "pattern" not in schema or re.search(schema["pattern"], value) is not None
    elif isinstance(value, list):
        yield from _of_list(schema, value)
    elif isinstance(value, dict):
        yield from _of_mapping(schema, value)


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, PYTHON[kind])


def _of_list(schema: Mapping[str, Any], value: list[Any]) -> Iterator[bool]:
    yield len(value) >= schema.get("minItems", 0)
    yield not schema.get("uniqueItems") or len({*map(repr, value)}) == len(value)
    yield from (fits(schema["items"], inner) for inner in value if "items" in schema)


def _of_mapping(schema: Mapping[str, Any], value: dict[str, Any]) -> Iterator[bool]:
    properties = schema.get("properties", {})
    yield set(schema.get("required", ())) <= set(value)
    yield schema.get("additionalProperties") is not False or set(value) <= set(properties)
    yield len(value) >= schema.get("minProperties", 0)
    for name, others in schema.get("dependentRequired", {}).items():
        yield name not in value or set(others) <= set(value)
    for name, inner in value.items():
        yield name not in properties or fits(properties[name], inner)
