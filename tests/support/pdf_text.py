"""What a screen reader or a copying hand gets out of one of our PDFs: its words in their order, and its glyphs.

Reads only what the renderer writes (plain objects, two-byte glyphs, ToUnicode maps, ActualText), not any PDF.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*(.*?)(?=\nendobj)", re.DOTALL)
STREAM = re.compile(rb"(<<.*?>>)\s*stream\r?\n(.*)\nendstream", re.DOTALL)
PAGE = re.compile(rb"/Type/Page(?=/).*?/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
FONTS = re.compile(rb"/Font<<(.*?)>>|/Font (\d+) 0 R")
NAMED = re.compile(rb"/(\w+) (\d+) 0 R")
PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
LITERAL = rb"\((?:%(s)s|\((?:%(s)s|\((?:%(s)s)*\))*\))*\)" % {b"s": rb"\\.|[^\\()]"}
"""A string in brackets; brackets in pairs stand inside it as they are."""
TOKEN = re.compile(
    rb"/ActualText\s*(?P<actual><[0-9A-F]*>|" + LITERAL + rb")[^\n]*?BDC|(?P<open>BDC|BMC)|(?P<close>EMC)"
    rb"|/(?P<font>\w+) [\d.]+ Tf|(?P<text>" + LITERAL + rb"|<[0-9A-F]+>)",
    re.DOTALL,
)
ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Pdf:
    content: bytes

    @cached_property
    def objects(self) -> dict[int, bytes]:
        return {int(number): body for number, body in OBJECT.findall(self.content)}

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page, artifacts such as header and footer among them."""
        return [
            self._page(*map(int, found[0])) for body in self.objects.values() if (found := PAGE.findall(body))
        ]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @cached_property
    def letters(self) -> set[str]:
        """What single glyphs stand for: a conjunct drawn as one is one of them."""
        return {letters for number in self._maps for letters in self._map(number).values()}

    @property
    def _maps(self) -> list[int]:
        return [int(number) for number in re.findall(rb"/ToUnicode (\d+) 0 R", self.content)]

    def _stream(self, number: int) -> bytes:
        found = STREAM.search(self.objects[number])
        assert found is not None
        return zlib.decompress(found[2])

    def _map(self, number: int) -> dict[bytes, str]:
        return {
            bytes.fromhex(glyph.decode()): utf16(text) for glyph, text in PAIR.findall(self._stream(number))
        }

    def _fonts(self, resources: int) -> dict[bytes, dict[bytes, str]]:
        found = FONTS.search(self.objects[resources])
        if found is None:
            return {}
        named = NAMED.findall(found[1] if found[1] is not None else self.objects[int(found[2])])
        maps = {}
        for name, number in named:
            to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[int(number)])
            maps[name] = self._map(int(to_unicode[1])) if to_unicode else {}
        return maps

    def _page(self, resources: int, contents: int) -> str:
        fonts, font, said, spans = self._fonts(resources), dict[bytes, str](), list[str](), list[bool]()
        for token in TOKEN.finditer(self._stream(contents)):
            if token["actual"]:
                spans.append(True)
                said.append(utf16(token["actual"]))
            elif token["open"]:
                spans.append(False)
            elif token["close"]:
                spans.pop()
            elif token["font"]:
                font = fonts[token["font"]]
            elif not any(spans):
                glyphs = raw(token["text"])
                said += [font.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2)]
        return "".join(said)


def raw(text: bytes) -> bytes:
    """The bytes of a string as PDF writes it, (literal) or <hexadecimal>."""
    if text.startswith(b"<"):
        return bytes.fromhex(text.strip(b"<>").decode())

    def plain(match: re.Match[bytes]) -> bytes:
        sign = match[1]
        return bytes([int(sign, 8)]) if len(sign) == 3 else PLAIN.get(sign, sign)

    return ESCAPE.sub(plain, text[1:-1])


def utf16(text: bytes) -> str:
    """Text as PDF writes it: UTF-16 with or without a mark in front, or plain."""
    if re.fullmatch(rb"<?[0-9A-F]*>?", text):
        return bytes.fromhex(text.strip(b"<>").decode()).decode("utf-16-be").removeprefix("\ufeff")
    plain = raw(text)
    return plain[2:].decode("utf-16-be") if plain.startswith(b"\xfe\xff") else plain.decode("latin-1")


def without_spaces(text: str) -> str:
    """For comparing words: where lines break is the layout's business."""
    return "".join(text.replace("\u200b", "").split())
