"""Text functions: XPath 1.0 section 4.2 and ODK's additions. Searches treat Bangla and Latin digits as equal."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
from functools import lru_cache
from typing import Any

import re2

from forms_builder.expressions.functions.registry import Refusal, function
from forms_builder.expressions.nodes import NodeSet, string_value
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import Value, ValueType, fold, to_string

MAX_PATTERN = 1_000
MAX_TEXT = 1_000_000
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_SPACES = " \t\r\n"


def texts(values: tuple[Value, ...]) -> list[str]:
    """The texts of values, each node of a node-set by itself."""
    found: list[str] = []
    for value in values:
        if isinstance(value, NodeSet):
            found.extend(string_value(node) for node in value)
        else:
            found.append(to_string(value))
    return found


@function("string", "any.", ValueType.TEXT)
def string(value: Value) -> str:
    return to_string(value)


@function("concat", "any*", ValueType.TEXT)
def concat(*values: Value) -> str:
    return "".join(texts(values))


@function("join", "text any*", ValueType.TEXT)
def join(separator: str, *values: Value) -> str:
    parts = texts(values)
    if len(separator) * len(parts) > MAX_TEXT:
        raise Refusal()
    return separator.join(parts)


@function("starts-with", "text text", ValueType.BOOLEAN)
def starts_with(text: str, start: str) -> bool:
    return fold(text).startswith(fold(start))


@function("ends-with", "text text", ValueType.BOOLEAN)
def ends_with(text: str, end: str) -> bool:
    return fold(text).endswith(fold(end))


@function("contains", "text text", ValueType.BOOLEAN)
def contains(text: str, part: str) -> bool:
    return fold(part) in fold(text)


@function("substring-before", "text text", ValueType.TEXT)
def substring_before(text: str, mark: str) -> str:
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


@function("substring-after", "text text", ValueType.TEXT)
def substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


@function("substring", "text number number?", ValueType.TEXT)
def substring(text: str, start: float, length: float | None = None) -> str:
    """XPath's: the first character is 1 and both numbers are rounded."""
    first = _half_up(start)
    end = math.inf if length is None else first + _half_up(length)
    return "".join(character for place, character in enumerate(text, 1) if first <= place < end)


@function("substr", "text number number?", ValueType.TEXT)
def substr(text: str, start: float, end: float | None = None) -> str:
    """ODK's: counted from 0, negative numbers from the end, `end` not included."""
    return text[_place(start) : None if end is None else _place(end)]


def _half_up(number: float) -> float:
    return math.floor(number + 0.5) if math.isfinite(number) else number


def _place(number: float) -> int:
    if number != number:
        return 0
    return int(max(-1e9, min(1e9, number)))


@function("string-length", "text.", ValueType.NUMBER)
def string_length(text: str) -> float:
    return float(len(text))


@function("normalize-space", "text.", ValueType.TEXT)
def normalize_space(text: str) -> str:
    for space in _SPACES[1:]:
        text = text.replace(space, " ")
    return " ".join(word for word in text.split(" ") if word)


@function("translate", "text text text", ValueType.TEXT)
def translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return text.translate(table)


@function("boolean-from-string", "text", ValueType.BOOLEAN)
def boolean_from_string(text: str) -> bool:
    return fold(text) in ("1", "true")


@lru_cache(maxsize=1024)
def pattern(source: str) -> Any:
    """A compiled regular expression that cannot run away (RE2). Raises Refusal `bad-pattern`."""
    if len(source) > MAX_PATTERN:
        raise Refusal("bad-pattern", pattern=source[:40] + "…")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 4 << 20
    try:
        return re2.compile(source, options)
    except re2.error:
        raise Refusal("bad-pattern", pattern=source) from None


@function("regex", "text text", ValueType.BOOLEAN)
def regex(text: str, source: str) -> bool:
    """Whether the pattern matches the whole text (JavaRosa), as typed or with Latin digits."""
    compiled = pattern(source)
    if compiled.fullmatch(text):
        return True
    return not text.isascii() and compiled.fullmatch(fold(text)) is not None


@function("digest", "text text text?", ValueType.TEXT)
def digest(text: str, method: str, encoding: str = "base64") -> str:
    name = _HASHES.get(method.upper())
    if name is None or encoding not in ("base64", "hex"):
        raise Refusal()
    made = hashlib.new(name, text.encode(), usedforsecurity=False)
    return made.hexdigest() if encoding == "hex" else base64.b64encode(made.digest()).decode()


@function("base64-decode", "text", ValueType.TEXT)
def base64_decode(text: str) -> str:
    """The UTF-8 text, '' when it is not valid base64."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


@function("uuid", "number?", ValueType.TEXT, scope=True)
def uuid(scope: Scope, node: object, length: float | None = None) -> str:
    """A version 4 UUID, or that many letters and digits, from the scope's random source."""
    if length is None:
        digits = f"{scope.random.getrandbits(128):032x}"
        variant = "89ab"[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
    if not 0 <= length <= MAX_PATTERN:
        raise Refusal()
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return "".join(scope.random.choice(alphabet) for _ in range(int(length)))
