"""Rows of a file that may be about somebody who is here already, or twice in the file: told, and left to a person.

By the record type's own rule for duplicates, among the records that the person sees and by questions they may look
for; where the rule asks for more than that, nothing is said. What is told is a number, never an answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Min

from forms_builder.questions import types
from registry.audit import AccessKind, record_access
from registry.filters import Op
from registry.indexing import slot_value, slots_of
from registry.known import live_questions
from registry.models import RecordIndex, RecordType
from registry.query import NotVisible, RecordQuery

Token = tuple[Any, ...]
"""The answers that the rule compares, as the index holds them."""


class Alike:
    """Knows the rule, and which rows of the file it has met."""

    def __init__(self, user: Any, record_type: RecordType) -> None:
        self.user, self.record_type = user, record_type
        self.columns = self._columns()
        self.met: dict[Token, int] = {}

    def found(self, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[int, str]:
        """Number of a row → the number of the record it is like, or `#` and that of the row before it in the file."""
        if not self.columns:
            return {}
        tokens = {number: token for number, answers in rows if (token := self._token(answers))}
        known = self._known(set(tokens.values()))
        alike: dict[int, str] = {}
        for number, token in tokens.items():
            if token in known:
                alike[number] = known[token]
            elif token in self.met:
                alike[number] = f"#{self.met[token]}"
            self.met.setdefault(token, number)
        return alike

    def _columns(self) -> list[tuple[str, str, Any]]:
        """(key, slot, question type) of each question of the rule; none where one of them cannot be looked for."""
        keys = self.record_type.duplicate_keys
        slots, questions = slots_of(self.record_type), live_questions(self.record_type)
        try:
            filterable = RecordQuery(self.user, self.record_type).filterable
        except NotVisible:
            return []
        if any(Op.EQUAL not in filterable.get(key, ()) or key not in slots for key in keys):
            return []
        return [(key, slots[key], types.of(questions[key]).indexed_as(questions[key])) for key in keys]

    def _token(self, answers: Mapping[str, Any]) -> Token:
        """Blank where one of the answers is missing: then nothing can be said."""
        token = tuple(slot_value(kind, slot, answers.get(key)) for key, slot, kind in self.columns)
        return () if None in token else token

    def _known(self, tokens: set[Token]) -> dict[Token, str]:
        """The first record that each is like, in one query whatever the records are."""
        if not tokens:
            return {}
        names = [slot for _key, slot, _kind in self.columns]
        rows = RecordIndex.objects.visible_to(self.user, self.record_type)
        for place, name in enumerate(names):
            rows = rows.filter(**{f"{name}__in": {token[place] for token in tokens}})
        grouped = rows.values(*names).order_by().annotate(first=Min("reference")).values_list(*names, "first")
        found = {tuple(token): first for *token, first in grouped if tuple(token) in tokens}
        self._note(found.values())
        return found

    def _note(self, references: Any) -> None:
        """What somebody is told of records is told to those who ask later who has seen them."""
        if references:
            seen = RecordIndex.objects.filter(type=self.record_type, reference__in=set(references))
            with transaction.atomic():
                ids = list(seen.values_list("pk", flat=True))
                record_access(self.user, AccessKind.SEARCH, self.record_type.key, ids, ())
