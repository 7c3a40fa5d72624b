"""What a draft holds, and how it is sealed into its row. Nothing else ever sees it in the clear."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.datastructures import MultiValueDict

from forms_builder import sealing
from forms_builder.models import Draft
from forms_builder.schema.document import Text
from forms_builder.sealing import Binding, DataKey

COMPARTMENT = "drafts"

Typed = dict[str, list[str]]
"""What was posted, field name → texts, in the order and wording in which the browser sent it."""


@dataclass
class PageStamp:
    """When a page was last changed, and by which open page of the browser."""

    revision: int
    tab: str = ""


@dataclass
class Removed:
    """A row that was taken away, as long as the person may want it back."""

    repeat: str
    """Field name of the repeat."""
    row: str
    index: int
    typed: Typed
    answers: dict[str, Any] | None
    label: str


@dataclass
class Payload:
    """The answers on their way.

    `answers` is what is understood so far, `raw` what was typed on pages that are not finished: shown again
    as it was typed, right or wrong. Answers to questions that are hidden now stay until the form is sent.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Typed] = field(default_factory=dict)
    stamps: dict[str, PageStamp] = field(default_factory=dict)
    base_revision: int = 0
    back_url: str = ""
    is_test: bool = False
    withheld: list[str] = field(default_factory=list)
    """Keys of questions and repeats that this person may not see: not asked, and kept as they are."""
    settled: dict[str, Text] = field(default_factory=dict)
    """Keys of questions whose answers stay as they are in `original`, each with why."""
    removed: dict[str, Removed] = field(default_factory=dict)
    """The row that was taken away last, by page."""
    original: dict[str, Any] = field(default_factory=dict)
    """What a record said when somebody began to change it: tells their changes from other people's."""
    left_behind: list[tuple[str, str]] = field(default_factory=list)
    """Label and text of answers whose questions a newer version of the form does not ask."""

    def typed_on(self, step: str) -> MultiValueDict[str, str] | None:
        typed = self.raw.get(step)
        return None if typed is None else MultiValueDict(typed)

    def forget(self, names: Collection[str]) -> None:
        """What was typed there counts no more: an answer was set instead."""
        for typed in self.raw.values():
            for name in [
                one for one in typed if one in names or re.split(r"_\d+$|-reason$", one)[0] in names
            ]:
                del typed[name]


def new_key() -> DataKey:
    return sealing.new_data_key(COMPARTMENT)


def seal(draft: Draft, payload: Payload, key: DataKey | None = None) -> None:
    """Put the payload into the draft's fields, under `key` when it gets a new one. Does not save."""
    key = key or sealing.unwrap(bytes(draft.wrapped_key))
    draft.wrapped_key = key.wrapped
    draft.sealed = key.seal(json.dumps(payload, default=vars).encode(), _binding(draft))


def unseal(draft: Draft) -> Payload:
    """The payload of a draft; `SealingError` when its row was changed from outside."""
    data = json.loads(sealing.unwrap(bytes(draft.wrapped_key)).open(bytes(draft.sealed), _binding(draft)))
    stamps = {step: PageStamp(**stamp) for step, stamp in data.pop("stamps").items()}
    removed = {step: Removed(**row) for step, row in data.pop("removed", {}).items()}
    return Payload(**data, stamps=stamps, removed=removed)


def _binding(draft: Draft) -> Binding:
    return Binding(Draft._meta.db_table, str(draft.pk), COMPARTMENT)
