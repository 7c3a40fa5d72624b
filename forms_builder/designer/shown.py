"""Which attributes of a part the designer shows, and how each is read from a part and written back to it.

Pure: parts are JSON dictionaries as `schema.to_json` writes them. What is not listed here is kept by `conversion`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from forms_builder.designer import choice_lines, setting_lines
from forms_builder.questions import QuestionType
from forms_builder.questions.rows import Lined
from forms_builder.schema import Text
from forms_builder.schema.text import clean_text

Part = dict[str, Any]
LANGUAGES = ("en", "bn")


@dataclass(frozen=True)
class Shown:
    """One input of the designer; `name` is the block's."""

    name: str

    def read(self, part: Part) -> Any:
        raise NotImplementedError

    def write(self, part: Part, value: Any) -> None:
        """Change `part` so that `read` gives `value`."""
        raise NotImplementedError

    def same(self, shown: Any, posted: Any) -> bool:
        """Whether the person left it as it was; browsers change line ends, and drop them from one-line boxes."""
        return _as_posted(shown) == _as_posted(posted)


@dataclass(frozen=True)
class Worded(Shown):
    """A text in one language."""

    attribute: str = ""
    language: str = ""

    def read(self, part: Part) -> Any:
        return part.get(self.attribute, {}).get(self.language, "")

    def write(self, part: Part, value: Any) -> None:
        texts = {**part.get(self.attribute, {}), self.language: clean_text(value or "")}
        _put(part, self.attribute, {language: text for language, text in texts.items() if text}, {})


@dataclass(frozen=True)
class Plain(Shown):
    """A value of the part's own. `lines`: more than one line may be typed.

    `default` is what a document means by leaving it out; `new` is what a part added in the designer begins with.
    """

    default: Any = ""
    lines: bool = False
    new: Any = None

    def read(self, part: Part) -> Any:
        return part.get(self.name, self.default)

    def write(self, part: Part, value: Any) -> None:
        if isinstance(value, str):
            value = clean_text(value)
        _put(part, self.name, self.default if value is None else value, self.default)

    def same(self, shown: Any, posted: Any) -> bool:
        if self.lines and isinstance(shown, str):
            return _lines(shown) == _lines(posted)
        return super().same(shown, posted)


@dataclass(frozen=True)
class Setting(Shown):
    """A setting of the question's type; the block is named `setting_` and its name.

    A value that its input could not show (another kind, no option) reads as the default and is kept untouched.
    """

    default: Any = ""
    options: tuple[str, ...] = ()
    least: int = 0

    @property
    def setting(self) -> str:
        return self.name.removeprefix("setting_")

    def read(self, part: Part) -> Any:
        value = part.get("settings", {}).get(self.setting, self.default)
        fits = type(value) is type(self.default) and (not self.options or value in self.options)
        return value if fits else self.default

    def write(self, part: Part, value: Any) -> None:
        """A box that was emptied means the default, unless empty is one of the options."""
        settings = dict(part.get("settings", {}))
        emptied = value is None or (value == "" and "" not in self.options)
        _put(settings, self.setting, self.default if emptied else value, self.default)
        _put(part, "settings", settings, {})


@dataclass(frozen=True)
class SettingText(Shown):
    """A setting that is a text, in one language."""

    setting: str = ""
    language: str = ""

    def read(self, part: Part) -> Any:
        texts = part.get("settings", {}).get(self.setting, {})
        return texts.get(self.language, "") if isinstance(texts, dict) else ""

    def write(self, part: Part, value: Any) -> None:
        settings = dict(part.get("settings", {}))
        before = settings.get(self.setting, {})
        texts = {**(before if isinstance(before, dict) else {}), self.language: clean_text(value or "")}
        _put(settings, self.setting, {language: text for language, text in texts.items() if text}, {})
        _put(part, "settings", settings, {})

    def same(self, shown: Any, posted: Any) -> bool:
        return _lines(shown) == _lines(posted)


@dataclass(frozen=True)
class SettingKeys(Shown):
    """A setting that names questions: their keys with spaces or commas between."""

    setting: str = ""

    def read(self, part: Part) -> Any:
        keys = part.get("settings", {}).get(self.setting, [])
        return " ".join(map(str, keys)) if isinstance(keys, list) else ""

    def write(self, part: Part, value: Any) -> None:
        settings = dict(part.get("settings", {}))
        _put(settings, self.setting, clean_text(value or "").replace(",", " ").split(), [])
        _put(part, "settings", settings, {})

    def same(self, shown: Any, posted: Any) -> bool:
        return str(shown).split() == str(posted or "").replace(",", " ").split()


@dataclass(frozen=True)
class SettingEntries(Shown):
    """A setting that is a list of entries, one a line."""

    setting: str = ""
    model: type[Lined] = Lined

    def read(self, part: Part) -> Any:
        return setting_lines.write(part.get("settings", {}).get(self.setting, []), self.model)

    def write(self, part: Part, value: Any) -> None:
        settings = dict(part.get("settings", {}))
        entries = setting_lines.read(clean_text(value or ""), settings.get(self.setting), self.model)
        _put(settings, self.setting, entries, [])
        _put(part, "settings", settings, {})

    def same(self, shown: Any, posted: Any) -> bool:
        return _lines(shown) == _lines(posted)


@dataclass(frozen=True)
class ChoiceLines(Shown):
    """The choices written in the form, one a line."""

    def read(self, part: Part) -> Any:
        return choice_lines.write(part.get("choices", []))

    def write(self, part: Part, value: Any) -> None:
        _put(part, "choices", choice_lines.read(value or "", part.get("choices", [])), [])

    def same(self, shown: Any, posted: Any) -> bool:
        return _lines(shown) == _lines(posted)


def worded(attribute: str) -> tuple[Shown, ...]:
    return tuple(Worded(f"{attribute}_{language}", attribute, language) for language in LANGUAGES)


RULE = {"lines": True}
KEYED = (*worded("label"), Plain("key"))
DOCUMENT: Sequence[Shown] = (*worded("title"), *worded("description"), Plain("layout", "topics"))
PAGE: Sequence[Shown] = (*KEYED, *worded("hint"), Plain("show_if", lines=True))
GROUP = PAGE
BLOCK: Sequence[Shown] = (*KEYED, Plain("block"), Plain("show_if", lines=True))
"""A group whose questions are another form's."""
REPEAT: Sequence[Shown] = (*PAGE, Plain("count", lines=True), Plain("minimum", 0), Plain("maximum", 200))
ALL_QUESTIONS: Sequence[Shown] = (*KEYED, *worded("hint"), Plain("show_if", lines=True))
ASKED: Sequence[Shown] = (
    Plain("required", "no"),
    Plain("required_if", lines=True),
    Plain("check", lines=True),
    *worded("check_message"),
    Plain("default", lines=True),
    Plain("prefill"),
    Plain("decline", False),
)
STORED: Sequence[Shown] = (
    Plain("sensitivity", "I", new="C"),  # too much protection can be taken back, too little cannot
    Plain("compartment", "none"),
    Plain("listed", False),
    Plain("filterable", False),
)
CHOOSING: Sequence[Shown] = (
    Plain("choice_list"),
    ChoiceLines("choices"),
    Plain("choice_filter", lines=True),
)


@cache
def of_question(question_type: QuestionType) -> tuple[Shown, ...]:
    """What is shown of a question, by what its type can do."""
    fields = question_type.settings_model.model_fields
    settings = [one for name, field in fields.items() for one in of_setting(name, field)]
    return (
        *ALL_QUESTIONS,
        *(ASKED if question_type.asked else ()),
        *((Plain("calculate", lines=True), Plain("trigger")) if question_type.stored else ()),
        *(STORED if question_type.stored else ()),
        *(CHOOSING if question_type.uses_choices else ()),
        *settings,
        Plain("retired", False),
    )


def of_setting(name: str, field: FieldInfo) -> list[Shown]:
    """The inputs of one setting, by the kind of its value."""
    inside = get_args(field.annotation)
    if field.annotation == Text:
        return [SettingText(f"setting_{name}_{language}", name, language) for language in LANGUAGES]
    if get_origin(field.annotation) is tuple:
        if isinstance(inside[0], type) and issubclass(inside[0], Lined):
            return [SettingEntries(f"setting_{name}", name, inside[0])]
        return [SettingKeys(f"setting_{name}", name)]
    default = "" if field.is_required() else field.get_default()
    options = inside if get_origin(field.annotation) is Literal else ()
    least = next((int(one.ge) for one in field.metadata if hasattr(one, "ge")), 0)
    return [Setting(f"setting_{name}", default, options, least)]


def _put(part: Part, name: str, value: Any, default: Any) -> None:
    """Documents leave out what stands at its default."""
    if value == default:
        part.pop(name, None)
    else:
        part[name] = value


def _lines(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _as_posted(value: Any) -> Any:
    return re.sub(r"[\r\n]+", "", value).strip() if isinstance(value, str) else value
