"""Cuts an expression into tokens: XPath 1.0 section 3.7 plus XLSForm's `${name}`. Called by the parser only.

Typed in a word processor, quotation marks come out curled: they open and close texts as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from forms_builder.expressions.errors import fault

MAX_LENGTH = 4_000
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = f"[{_START}][-.0-9\u00b7\u0300-\u036f\u203f\u2040{_START}]*"
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n\u00a0]+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<text>\"[^\"]*\"|'[^']*'|[‘’][^‘’']*[‘’']|[“”][^“”\"]*[“”\"])"
    rf"|(?P<reference>\$\{{[ \t]*(?:last-saved\#)?{_NAME}[ \t]*\}})"
    rf"|(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)"
    r"|(?P<symbol>::|\.\.|//|!=|<=|>=|[-()\[\].@,/|+=<>*])"
)
_GLUED = re.compile(r"(div|mod|and|or)(?=[0-9])")

TokenKind = Literal["number", "text", "reference", "name", "symbol", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `value` is the text itself, for texts and references without their marks."""

    kind: TokenKind
    value: str
    at: int
    end: int


def tokenize(source: str) -> list[Token]:
    """The tokens of an expression, closed by an `end` token. Raises ExpressionError."""
    _refuse(source)
    tokens: list[Token] = []
    place = 0
    while place < len(source):
        found = _TOKEN.match(source, place)
        if found is None or found.lastgroup is None:
            raise _misfit(source, place)
        end = found.end()
        if found.lastgroup == "name":
            end = place + len(_unglued(found.group(), tokens))
        if found.lastgroup != "space":
            tokens.append(_token(found.lastgroup, source[place:end], place, end))
        place = end
    tokens.append(Token("end", "", len(source), len(source)))
    return tokens


def _refuse(source: str) -> None:
    if len(source) > MAX_LENGTH:
        raise fault("too-long", MAX_LENGTH, len(source) - MAX_LENGTH, given=len(source), limit=MAX_LENGTH)
    for place, character in enumerate(source):
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise fault("bad-character", place, character=f"U+{ord(character):04X}")


def _token(group: str, text: str, at: int, end: int) -> Token:
    if group == "text":
        return Token("text", text[1:-1], at, end)
    if group == "reference":
        return Token("reference", text[2:-1].strip(), at, end)
    return Token(group, text, at, end)  # type: ignore[arg-type]


def _unglued(name: str, before: list[Token]) -> str:
    """`1div1` is read as `1 div 1`: after a value only an operator can follow."""
    glued = _GLUED.match(name)
    if (
        glued
        and before
        and (before[-1].kind in ("number", "text", "reference") or before[-1].value in (")", "]"))
    ):
        return glued.group()
    return name


def _misfit(source: str, place: int) -> Exception:
    character = source[place]
    if character in "'\"‘’“”":
        return fault("unclosed-text", place, len(source) - place)
    if character == "$":
        code = "unclosed-reference" if source.startswith("${", place) else "variable"
        return fault(code, place)  # type: ignore[arg-type]
    return fault("bad-character", place, character=character)
