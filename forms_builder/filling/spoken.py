"""Words that name answers: `How old is ${child_name}?` as its reader sees it.

As XLSForm has it, in labels, hints, titles and messages. An answer that is not shown to this person says nothing.
"""

import re

from forms_builder.filling.reading import look_up
from forms_builder.logic import Evaluation, Path, Program
from forms_builder.questions import types
from forms_builder.schema import Place, Question, Repeat
from forms_builder.schema.document import Text, text_in

REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


def names_in(*texts: Text) -> set[str]:
    """What the words of a part name, in any language."""
    return {name for text in texts for words in text.values() for name in REFERENCE.findall(words)}


def is_spoken(question: Question) -> bool:
    """Whether the words beside the question's field depend on answers."""
    return bool(names_in(question.label, question.hint, question.guidance))


class Speaker:
    """Puts the answers of one evaluation into words."""

    def __init__(self, program: Program, evaluation: Evaluation, language: str) -> None:
        self.program, self.evaluation, self.language = program, evaluation, language

    def text(self, text: Text, at: Path = ()) -> str:
        return self.words(text_in(text, self.language), at)

    def words(self, words: str, at: Path = ()) -> str:
        """`at`: where the words stand; in a row, its own answers come first. A name that is none stays as it is."""
        if "${" not in words:
            return words
        return REFERENCE.sub(lambda found: self.said(found[1], found[0], at), words)

    def said(self, name: str, as_written: str, at: Path) -> str:
        places = [place for place in self.program.named.get(name, ()) if isinstance(place.part, Question)]
        if not places:
            return as_written
        said = (self.shown(place.part, path) for place in places for path in self.paths(place, at))
        return ", ".join(words for words in said if words)

    def shown(self, part: object, path: Path) -> str:
        if not isinstance(part, Question) or not self.evaluation.shows(path):
            return ""
        return types.of(part).display(part, look_up(self.evaluation.answers, path), self.language)

    def paths(self, place: Place, at: Path) -> list[Path]:
        """Where the question's answers are: in one's own row where it stands in that repeat, else in all rows."""
        found: list[Path] = [()]
        for repeat in (parent for parent in place.parents if isinstance(parent, Repeat)):
            found = [row for path in found for row in self.rows((*path, repeat.key), at)]
        return [(*path, place.part.key) for path in found]

    def rows(self, repeat: Path, at: Path) -> list[Path]:
        depth = len(repeat)
        if at[:depth] == repeat and len(at) > depth:
            return [at[: depth + 1]]
        return [(*repeat, index) for index in range(len(look_up(self.evaluation.answers, repeat) or []))]
