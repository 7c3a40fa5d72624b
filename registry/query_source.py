"""An option source over a table: who may choose what is one query, narrowed by letters or looked into for one value.

Sources in this app and in those above it derive from `QuerySource` and say only what is theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from forms_builder.options import Option, Spelling
from forms_builder.schema.text import clean_text

Answers = Mapping[str, Any]
Settings = Mapping[str, Any]


class QuerySource:
    """Derived classes give the rows a person may choose, how a row reads, and which columns hold its names."""

    names: Sequence[str] = ("name_en", "name_bn")
    """Columns in which the letters are looked for."""
    value = "pk"
    """The column that is stored."""
    most = 0
    """How many `options` gives at most; 0: all."""

    def rows(self, user: Any, settings: Settings, answers: Answers) -> QuerySet[Any]:
        """What the person may choose now."""
        raise NotImplementedError

    def order(self, language: str) -> Sequence[str]:
        return ("name_bn" if language == "bn" else "name_en", "pk")

    def option(self, row: Any, language: str) -> Option:
        raise NotImplementedError

    def is_value(self, value: str) -> bool:
        """Whether the text could be a value at all, so that the database is not asked for what it cannot read."""
        return True

    def options(self, user: Any, language: str, settings: Settings, answers: Answers) -> Sequence[Option]:
        return self._read(self.rows(user, settings, answers), language, self.most)

    def search(
        self, user: Any, text: str, language: str, settings: Settings, answers: Answers, limit: int
    ) -> Sequence[Option]:
        """Rows that hold each of the words in one of their names."""
        rows = self.rows(user, settings, answers)
        for word in clean_text(text).split():
            rows = rows.filter(self.fits(word))
        return self._read(rows, language, limit)

    def fits(self, word: str) -> Q:
        found = Q()
        for name in self.names:
            found |= Q(**{f"{name}__icontains": word})
        return found

    def offers(self, user: Any, value: str, settings: Settings, answers: Answers) -> bool:
        rows = self.rows(user, settings, answers)
        return self.is_value(value) and rows.filter(**{self.value: value}).exists()

    def _read(self, rows: QuerySet[Any], language: str, limit: int) -> list[Option]:
        ordered = rows.order_by(*self.order(language))
        return [self.option(row, language) for row in (ordered[:limit] if limit else ordered)]

    def label(self, value: str, language: str) -> str:
        return self.labels([value], language).get(value, value)

    def labels(self, values: Any, language: str) -> Mapping[str, str]:
        raise NotImplementedError


class SpelledSource(QuerySource):
    """One whose rows can be read at once with all their names."""

    others = ""
    """The column with other spellings, a list of texts."""

    def spellings(self, user: Any, settings: Settings) -> Iterator[Spelling]:
        columns = [self.value, *self.names, *([self.others] if self.others else [])]
        for value, *found in self.rows(user, settings, {}).values_list(*columns):
            names, others = found[: len(self.names)], found[len(self.names) :]
            yield Spelling(str(value), names, others[0] if others else ())
