"""Every string that a person may see has Bangla, and the compiled catalogue is the current one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tests.support import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
LATIN_NUMBER = re.compile(r"%(?:\(\w+\))?[-+ #0]*[\d.]*[dioxXeEfFgG]\b(?!%)")
A_DAY_BY_HAND = re.compile(r"""(?::|strftime\(["'])%d/%m/%Y""")
COUNTED = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*\bcount (\w+)=.*?%}(.*?){%\s*endblocktrans", re.DOTALL)
A_DAY_OF_DJANGO = re.compile(r"""\|(?:date|time)(?!:"(?:c|Y-m-d)")\b""")
DIGITS = "forms_builder/digits.py"


@pytest.fixture(scope="module")
def entries() -> polib.POFile:
    return polib.pofile(str(catalogue.CATALOGUE))


def test_every_string_has_bangla() -> None:
    missing = [f"{place}: {message.text!r}" for message, place in catalogue.untranslated().items()]
    assert not missing, "\n".join(missing)


def test_a_translation_fills_in_the_same_values_as_its_original(entries: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in entries.translated_entries()
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text
        and set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert not wrong


def test_no_value_is_lost_in_translation(entries: polib.POFile) -> None:
    singular = [entry for entry in entries.translated_entries() if not entry.msgid_plural]
    lost = [
        e.msgid for e in singular if set(PLACEHOLDER.findall(e.msgid)) - set(PLACEHOLDER.findall(e.msgstr))
    ]
    assert not lost


def test_the_compiled_catalogue_is_current() -> None:
    compiled = catalogue.CATALOGUE.with_suffix(".mo").read_bytes()
    assert compiled == catalogue.compiled(catalogue.CATALOGUE), "run `make messages`"


# -- Numbers of a Bangla sentence are in Bangla digits ---------------------------------------------


def test_no_sentence_of_code_takes_a_number_that_comes_out_in_latin_digits() -> None:
    """`%(count)s` with `in_readers_digits` in the call, not `%(count)d`."""
    wrong = [f"{place}: {text!r}" for text, place in said_in_code() if LATIN_NUMBER.search(text)]
    assert not wrong, "\n".join(wrong)


def test_no_bangla_of_ours_takes_a_number_that_comes_out_in_latin_digits(entries: polib.POFile) -> None:
    ours = catalogue.messages()
    texts = [
        text
        for entry in entries
        if catalogue.Message(entry.msgid, entry.msgctxt) in ours  # a few are words of packages, said better
        for text in (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values())
    ]
    assert not [text for text in texts if LATIN_NUMBER.search(text)]


def test_what_a_template_counts_by_is_not_what_it_shows() -> None:
    """`{% blocktranslate count counter=n with number=n|digits %}`: the plural needs the bare number, the text does not."""
    wrong = [
        f"{path.relative_to(catalogue.ROOT)}: {body.strip()[:80]!r}"
        for path in templates()
        for counter, body in COUNTED.findall(path.read_text(encoding="utf-8"))
        if re.search(rf"{{{{\s*{counter}\b", body)
    ]
    assert not wrong, "\n".join(wrong)


def test_days_are_written_in_one_place() -> None:
    """Code by `readers_day` and its like, templates by `local_date` and `local_datetime`."""
    wrong = [
        str(path.relative_to(catalogue.ROOT))
        for path in catalogue.source_files()
        if (A_DAY_BY_HAND if path.suffix == ".py" else A_DAY_OF_DJANGO).search(path.read_text("utf-8"))
    ]
    assert not [path for path in wrong if path != DIGITS]


def said_in_code() -> Iterator[tuple[str, str]]:
    """Every text that is handed to a gettext function, plurals too, with its module."""
    for path in catalogue.source_files():
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and called(node) in catalogue.FUNCTIONS:
                    for argument in node.args:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            yield argument.value, str(path.relative_to(catalogue.ROOT))


def called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def templates() -> Iterator[Path]:
    return (path for path in catalogue.source_files() if path.suffix != ".py")
