"""`make messages`: compiles the Bangla catalogue, and knows which strings of code and templates it lacks.

Needs no gettext programs. Both .po and .mo are in the repository; a test keeps them in step.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("site/nirapod", "forms_builder", "registry", "trainings", "knowledge")
CATALOGUE = ROOT / "site/nirapod/locale/bn/LC_MESSAGES/django.po"
PACKAGES_CATALOGUES = ROOT / "site/nirapod/package_locale/bn/LC_MESSAGES"  # what packages say

# Position of the message, and of the context where there is one, among a function's arguments.
FUNCTIONS = {
    name + lazy: places
    for lazy in ("", "_lazy")
    for name, places in {
        "_": (0, None),
        "gettext": (0, None),
        "gettext_noop": (0, None),
        "ngettext": (0, None),
        "pgettext": (1, 0),
        "npgettext": (1, 0),
    }.items()
}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(((?:\s*{LITERAL}\s*,?)+)", re.DOTALL)


class Message(NamedTuple):
    """A string that a person may see, as the catalogue files it."""

    text: str
    context: str | None


def messages() -> dict[Message, str]:
    """Every translatable string, with the place where it was met first."""
    found: dict[Message, str] = {}
    for path in source_files():
        place = str(path.relative_to(ROOT))
        for message in in_python(path) if path.suffix == ".py" else in_template(path):
            found.setdefault(message, place)
    return found


def source_files() -> Iterator[Path]:
    """Our modules without migrations, then every template."""
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)
    for folder in ("templates", *PACKAGES):
        for suffix in ("html", "txt"):
            yield from (
                path for path in sorted((ROOT / folder).rglob(f"*.{suffix}")) if "templates" in path.parts
            )


def in_python(path: Path) -> Iterator[Message]:
    """Messages of a module: literal arguments of the gettext functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FUNCTIONS:
                literals = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
                yield from message(name, literals)


def in_template(path: Path) -> Iterator[Message]:
    """Messages of a template, read through Django's own preparation for gettext."""
    prepared = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for name, arguments in TEMPLATE_CALL.findall(prepared):
        yield from message(name, list(ast.literal_eval(f"({arguments.rstrip().rstrip(',')},)")))


def message(function: str, arguments: Sequence[object]) -> Iterator[Message]:
    """The message of one call; none where its text is not a literal."""
    text_at, context_at = FUNCTIONS[function]
    text = arguments[text_at] if len(arguments) > text_at else None
    context = arguments[context_at] if context_at is not None and arguments else None
    if isinstance(text, str) and text:
        yield Message(text, context if isinstance(context, str) else None)


def untranslated(catalogue: Path = CATALOGUE) -> dict[Message, str]:
    """Messages without Bangla (missing, empty or fuzzy), with the place where they are used."""
    entries = polib.pofile(str(catalogue)) if catalogue.is_file() else []
    known = {Message(entry.msgid, entry.msgctxt) for entry in entries if entry.translated()}
    return {message: place for message, place in messages().items() if message not in known}


def compiled(catalogue: Path) -> bytes:
    """The .mo file that belongs to a .po file."""
    return bytes(polib.pofile(str(catalogue)).to_binary())


def main() -> int:
    """Compile every catalogue and list what lacks Bangla. Returns the exit status."""
    for catalogue in (CATALOGUE, *sorted(PACKAGES_CATALOGUES.glob("*.po"))):
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
    missing = untranslated()
    for lacking, place in missing.items():
        print(f"{place}: {lacking.text!r}" + (f" ({lacking.context})" if lacking.context else ""))
    print(f"{len(missing)} strings lack Bangla." if missing else "Every string has Bangla.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
