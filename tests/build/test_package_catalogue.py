"""The Bangla of what packages say: whole sentences with every value, of words that a package really has."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from tests.support import catalogue

MARK = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}|<[^<>]+>")  # a value to fill in, or a tag of HTML
OURS = tuple(Path(name).name for name in catalogue.PACKAGES)
DOMAINS = ("django", "djangojs")


@pytest.fixture(params=DOMAINS)
def domain(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def entries(domain: str) -> polib.POFile:
    return polib.pofile(str(catalogue.PACKAGES_CATALOGUES / f"{domain}.po"))


def test_every_entry_has_bangla_and_none_is_a_guess(entries: polib.POFile) -> None:
    assert not [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy or entry.obsolete]


def test_no_entry_stands_twice(entries: polib.POFile) -> None:
    keys = Counter(catalogue.Message(entry.msgid, entry.msgctxt) for entry in entries)
    assert not [message for message, times in keys.items() if times > 1]


def test_values_and_links_of_the_original_stand_in_the_bangla(entries: polib.POFile) -> None:
    assert not [entry.msgid for entry in entries if not fits(entry)]


def test_every_entry_is_said_by_a_package_in_use(domain: str, entries: polib.POFile) -> None:
    said = said_by_packages(domain)
    assert not [entry.msgid for entry in entries if (entry.msgid, entry.msgctxt) not in said]


def test_our_own_words_come_before_those_for_packages() -> None:
    ours, packages = (Path(folder).name for folder in settings.LOCALE_PATHS)
    assert (ours, packages) == ("locale", "package_locale")


def test_the_compiled_catalogue_is_current(domain: str) -> None:
    source = catalogue.PACKAGES_CATALOGUES / f"{domain}.po"
    assert source.with_suffix(".mo").read_bytes() == catalogue.compiled(source), "run `make messages`"


def test_words_of_packages_come_out_in_bangla() -> None:
    with override("bn"):
        assert gettext("Filter") == "ফিল্টার"
        assert ngettext("%(num)d hour", "%(num)d hours", 3) % {"num": 3} == "3 ঘণ্টা"


def fits(entry: polib.POEntry) -> bool:
    """Whether a translation has the values and tags of its original; the singular may also say the number."""
    original = marks(entry.msgid)
    if not entry.msgid_plural:
        return marks(entry.msgstr) == original
    plural = marks(entry.msgid_plural)
    one, many = entry.msgstr_plural[0], entry.msgstr_plural[1]
    return original <= marks(one) <= original | plural and marks(many) == plural


def marks(text: str) -> set[str]:
    return set(MARK.findall(text))


@cache
def said_by_packages(domain: str) -> set[tuple[str, str | None]]:
    """The messages that Django and the installed apps of others bring for translation."""
    return {
        (entry.msgid, entry.msgctxt)
        for folder in package_folders()
        for path in any_language(folder, domain)
        for entry in polib.pofile(str(path))
    }


def package_folders() -> Iterator[Path]:
    yield Path(django.__file__).parent / "conf"
    yield from (Path(app.path) for app in apps.get_app_configs() if not app.name.startswith(OURS))


def any_language(folder: Path, domain: str) -> list[Path]:
    """A package's messages: its English catalogue, else what it has been translated to."""
    english = folder / f"locale/en/LC_MESSAGES/{domain}.po"
    return [english] if english.is_file() else sorted(folder.glob(f"locale/*/LC_MESSAGES/{domain}.po"))
