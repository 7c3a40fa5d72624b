"""What the cells of one column may be called, in either language and script, and which value that is.

Made once a column, so that a cell costs a look into a table. A name that several things have is refused, not guessed.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.options import Spelled
from forms_builder.questions.base import QuestionType
from forms_builder.schema import Choice, Question
from forms_builder.schema.text import search_text


class Names:
    """Plain words → values. What is given first wins: a value over a name, a name over another spelling."""

    def __init__(self, *ranked: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, tuple[str, ...]] = {}
        for pairs in ranked:
            found: dict[str, dict[str, None]] = {}
            for words, value in pairs:
                if words:
                    found.setdefault(search_text(words), {})[value] = None
            self._values = {words: tuple(values) for words, values in found.items()} | self._values

    @classmethod
    def of_choices(cls, kind: QuestionType, question: Question) -> Self:
        """Those of a question; a choice that is no longer offered gives way to one that is."""
        choices: list[Choice] = [*question.choices, *kind.fixed(question)]
        return cls(
            [(one.value, one.value) for one in choices],
            [(label, one.value) for one in choices if not one.retired for label in one.label.values()],
            [(label, one.value) for one in choices for label in one.label.values()],
        )

    @classmethod
    def of_source(cls, source: Spelled, user: Any, settings: dict[str, Any]) -> Self:
        """All that somebody may choose from outside the form."""
        known = list(source.spellings(user, settings))
        return cls(
            [(one.value, one.value) for one in known],
            [(name, one.value) for one in known for name in one.names],
            [(name, one.value) for one in known for name in one.others],
        )

    def __bool__(self) -> bool:
        return bool(self._values)

    def __contains__(self, text: str) -> bool:
        return search_text(text) in self._values

    def value(self, text: str) -> str | None:
        """None where nothing is called so; ValidationError where several things are."""
        return only_one(self._values.get(search_text(text), ()), text)


def only_one(values: Iterable[str], text: str) -> str | None:
    """The one value that a name has, None for no value; ValidationError for several."""
    found = list(values)
    if len(found) > 1:
        raise ValidationError(_("“%(text)s” is there several times. Give its code.") % {"text": text[:60]})
    return found[0] if found else None
