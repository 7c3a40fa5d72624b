"""Texts in the languages of a print: those of the form, and our own sentences around them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder import schema
from forms_builder.digits import day_in_script, in_script
from forms_builder.printing.paper import Text, Words
from forms_builder.questions.declining import said_in
from forms_builder.schema import Document, Sensitivity, questions
from forms_builder.schema.text import unfilled

SECRECY: Mapping[Sensitivity, str | Promise] = {
    Sensitivity.CONFIDENTIAL: _("Confidential"),
    Sensitivity.RESTRICTED: _("Restricted"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Says things in one language or several; the first is the document's own."""

    languages: tuple[str, ...]

    @property
    def main(self) -> str:
        return self.languages[0]

    def of(self, text: schema.Text, fallback: str = "") -> Text:
        """A text of the form in the print's languages; in whatever language there is where it has none of them."""
        found = [
            Words(language, unfilled(text[language])) for language in self.languages if text.get(language)
        ]
        if not found:
            found = [Words(language, unfilled(words)) for language, words in text.items() if words][:1]
        if not found and fallback:
            found = [Words("en", fallback)]
        return tuple(
            one for place, one in enumerate(found) if one.text not in {w.text for w in found[:place]}
        )

    def say(self, sentence: str | Promise, **params: str | Callable[[str], str]) -> Text:
        """A sentence of ours; parameters are texts, or functions of the language."""

        def words(language: str) -> str:
            known = {name: one(language) if callable(one) else one for name, one in params.items()}
            return said_in(language, sentence) % known if known else said_in(language, sentence)

        return tuple(Words(language, words(language)) for language in self.languages)

    def number(self, number: int) -> Callable[[str], str]:
        """For `say`: a number in the language's digits."""
        return lambda language: in_script(str(number), language)

    def day(self, moment: date | datetime) -> Callable[[str], str]:
        """For `say`: day/month/year in the language's digits."""
        return lambda language: day_in_script(moment, language)

    def secrecy(self, document: Document) -> Text:
        """The mark of the most sensitive question; nothing for what is internal or public."""
        most = max(
            (question.sensitivity for question, _repeat in questions(document)), key=_rank, default=None
        )
        return self.say(SECRECY[most]) if most is not None and most in SECRECY else ()


def _rank(sensitivity: Sensitivity) -> int:
    return sensitivity.rank


def version_code(key: str, number: int | None, sha256: str) -> str:
    """Names exactly what was printed: key, version and the beginning of the document's hash. Nothing personal."""
    return f"{key}-{f'v{number}' if number else 'draft'}-{sha256[:8]}"


def numbered(text: Text, number: int) -> Text:
    """A heading with the number of its row, in the digits of each language."""
    return tuple(Words(one.language, f"{one.text} {in_script(str(number), one.language)}") for one in text)
