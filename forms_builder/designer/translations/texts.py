"""Every text of a form document with where it stands. Pure, over JSON as `schema.to_json` writes it.

A `FormText` points into the document it came from, so writing one changes that document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms_builder.schema.text import clean_text

Part = dict[str, Any]

LANGUAGES = ("en", "bn")
"""What is written from, and what it is translated into."""
WHOLE_FORM = "form"
ALWAYS = frozenset({"title", "label"})
"""Listed even while nothing is written; any other text only where one language has it."""
OF_PART = ("label", "hint", "guidance", "required_message", "check_message")


@dataclass(frozen=True, slots=True)
class FormText:
    """One text in all its languages. `id` stays the same while the part lives; `what` names the attribute."""

    id: str
    what: str
    holder: Part
    """The dictionary that has the text …"""
    name: str
    """… under this name."""
    part: Part
    page_key: str = ""
    """Blank for the form's own texts."""

    @property
    def wording(self) -> Mapping[str, str]:
        found = self.holder.get(self.name)
        return found if isinstance(found, dict) else {}

    def said(self, language: str) -> str:
        return str(self.wording.get(language, ""))

    def write(self, language: str, words: str) -> None:
        """Change the document; a text that is blank in every language is left out of it."""
        wording = {**self.wording, language: clean_text(words)}
        self.holder[self.name] = {code: text for code, text in wording.items() if text}
        if not self.holder[self.name]:
            del self.holder[self.name]


def texts(document: Part) -> Iterator[FormText]:
    """All texts in the order of the screen."""
    for what in ("title", "description"):
        yield from _listed(FormText(f"{WHOLE_FORM}:{what}", what, document, what, document))
    footer = document.get("print", {})
    yield from _listed(FormText(f"{WHOLE_FORM}:footer", "footer", footer, "footer", document))
    for page in document.get("pages", []):
        yield from _of_part(page, page["key"])


def _of_part(part: Part, page_key: str) -> Iterator[FormText]:
    for what in OF_PART:
        yield from _listed(FormText(f"{part['id']}:{what}", what, part, what, part, page_key))
    for choice in part.get("choices", []):
        yield FormText(f"{part['id']}:choice.{choice['value']}", "choice", choice, "label", part, page_key)
    if part.get("settings"):
        yield from _of_settings(part["settings"], f"{part['id']}:settings", part, page_key)
    for item in part.get("items", []):
        yield from _of_part(item, page_key)


def _of_settings(value: Any, path: str, part: Part, page_key: str) -> Iterator[FormText]:
    """Texts anywhere in the settings of a type: whatever has nothing but languages for its names."""
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in named:
        if isinstance(value, dict) and is_text(inner):
            yield FormText(f"{path}.{name}", "setting", value, str(name), part, page_key)
        else:
            yield from _of_settings(inner, f"{path}.{name}", part, page_key)


def is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and set(value) <= set(LANGUAGES)
        and all(isinstance(words, str) for words in value.values())
    )


def _listed(text: FormText) -> Iterator[FormText]:
    if text.what in ALWAYS or any(text.wording.values()):
        yield text
