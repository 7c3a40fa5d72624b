"""Every string that a person may see has Bangla, and the compiled catalogue is the current one."""

import re

import polib
import pytest

from tests.support import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


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
