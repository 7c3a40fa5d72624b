"""The renderer: what goes in as words comes out as words, whatever they are; always the same, and never without end."""

import random
import re

import pytest

from forms_builder.printing import renderer
from forms_builder.printing.characters import BREAK, COVERED, LONGEST_RUN, is_covered, printable
from forms_builder.printing.paper import Asked, Block, Lines, Paper, Paragraph, Text, Told, Words
from forms_builder.printing.renderer import NotPrintable, TooLong, render, render_pictures
from tests.support.pdf_text import Pdf, without_spaces

ACCESSIBLE = b"pdfuaid:part"
HOSTILE = [
    '#sys.inputs #import "x.typ" #read("/etc/passwd") #panic()',
    "*bold* _em_ `code` $x^2$ <label> @ref https://example.org",
    "\\ ] [ } { ) ( \" ' ~ -- --- ... /* x */ // y",
    "= Heading\n- item\n+ item\n/ term: x",
    '"); #panic("',
    "{page} %(who)s &amp; <b>",
]


def words(text: str, language: str = "bn") -> Text:
    return (Words(language, text),)


def paper(*blocks: Block, **more: object) -> Paper:
    return Paper(**{"title": words("Small form", "en"), "language": "en", "blocks": blocks, **more})  # type: ignore[arg-type]


def read(*texts: str) -> Pdf:
    return Pdf(render(paper(*(Paragraph(words(text)) for text in texts))))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_printed_is_read_as_markup(text: str) -> None:
    everywhere = paper(
        Asked(words(text), Told(words(text)), hint=words(text), condition=words(text)),
        title=words(text, "en"),
        watermark=text,
        foot=words(text),
        secrecy=words(text),
        code=text,
    )
    said = without_spaces(Pdf(render(everywhere)).text)
    assert said.count(without_spaces(text)) >= 9


def test_control_and_direction_signs_vanish_and_strange_signs_are_replaced() -> None:
    assert printable("a\x00\x07b\u202ec\u2066d\u200be\ufefff\r\ng\th") == "abcdef\ng h"
    assert printable("😀 नमस्ते")[0] == "\ufffd"
    assert printable("e\u0301") == "é"
    assert "\ufffd" in read("emoji 😀 and \ud800 alone").text


def test_every_covered_sign_has_a_glyph() -> None:
    ranges = [item.partition("-") for item in COVERED.split()]
    signs = [
        chr(code) for first, _, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    ]
    assert all(map(is_covered, signs))
    assert not is_covered("ก")
    shown = read(*(" ".join(signs[at : at + 40]) for at in range(0, len(signs), 40)))
    assert {"ক", "৳", "Ž", "€", "→", "☑"} <= set(shown.text)
    assert ACCESSIBLE in shown.content, "a sign without a glyph would have cost PDF/UA"


def test_letters_in_any_order_print() -> None:
    chance = random.Random(7)
    bangla = "কখরযষজঞতনস ািীেোৌ্্্ঁংঃ়ৎ৷৳।\u200c\u200d(1a\u0301😀"
    shown = read(*("".join(chance.choices(bangla, k=60)) for _ in range(200)))
    assert ACCESSIBLE in shown.content
    assert "◌া" in printable("(া)")


@pytest.mark.parametrize(
    ("word", "glyph"),
    [
        ("ক্ষমা", "ক্ষ"),
        ("জ্ঞান", "জ্ঞ"),
        ("স্ত্রী", "স্ত্র"),
        ("কেন্দ্র", "ন্দ্র"),
        ("ধর্ম", "র্ম"),
        ("অন্য", "ন্য"),
        ("প্রশ্ন", "শ্ন"),
        ("উদ্দেশ্য", "দ্দে"),
    ],
)
def test_conjuncts_are_joined_and_can_be_copied(word: str, glyph: str) -> None:
    shown = read(word)
    assert any(glyph in letters for letters in shown.letters)
    assert "্" not in shown.letters, "the joining sign shows only where letters could not be joined"
    assert word in shown.text


def test_a_joiner_keeps_what_it_means() -> None:
    assert "র\u200d্য" in "".join(read("র\u200d্যাব").letters)
    assert "্" in "".join(read("ক্\u200cষ").letters)


def test_a_word_without_end_stays_on_the_paper() -> None:
    text = "ক্ষ" * 500
    broken = printable(text).split(BREAK)
    assert len(broken) > 10
    assert "".join(broken) == text
    assert not any(part.startswith(("্", "ষ")) for part in broken)
    assert max(map(len, broken)) < LONGEST_RUN + 4
    assert len(Pdf(render(paper(Paragraph(words("x" * 100_000, "en"))))).pages) > 5


def test_the_same_paper_gives_the_same_bytes() -> None:
    one = paper(Asked(words("নাম"), Lines()), code="f01-v1-00000000", watermark="Draft")
    assert render(one) == render(one)


def test_the_file_is_tagged_and_says_title_and_language_and_nobodys_name() -> None:
    content = render(paper(Asked(words("নাম"), Told(words("Example Person"))), language="bn"))
    assert b"/Lang(bn)" in content
    assert b"/MarkInfo<</Marked true" in content
    assert ACCESSIBLE in content
    assert b"Small form" in content
    assert b"Example Person" not in content
    assert not re.search(rb"/Author|/CreationDate|/ModDate|dc:creator", content)


def test_strange_language_names_do_no_harm() -> None:
    assert "Nom" in Pdf(render(paper(Paragraph((Words("Français (fr)", "Nom"),)), language="default"))).text


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "MOST_PAGES", 2)
    long = paper(*(Asked(words("প্রশ্ন"), Lines(9)) for _ in range(20)))
    with pytest.raises(TooLong):
        render(long)


LONG = paper(*(Paragraph(words("শব্দ " * 2000)) for _ in range(100)))


def test_too_much_text_is_refused() -> None:
    with pytest.raises(TooLong):
        render(paper(Paragraph(words("x" * renderer.MOST_BYTES))))


def test_too_much_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "SECONDS", 1)
    monkeypatch.setattr(renderer, "MOST_PAGES", 10_000)
    with pytest.raises(TooLong):
        render(LONG)


def test_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "MEMORY", 60_000_000)
    with pytest.raises(NotPrintable):
        render(LONG)


def test_errors_carry_nothing_of_what_was_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "LAYOUT", renderer.FONTS)  # no layout there
    with pytest.raises(NotPrintable) as caught:
        render(paper(Paragraph(words("Example Secret"))))
    assert "Example Secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_pages_can_be_had_as_pictures() -> None:
    pictures = render_pictures(paper(Paragraph(words("এক"))))
    assert [picture[:4] for picture in pictures] == [b"\x89PNG"]
