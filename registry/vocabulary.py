"""What one person may ask a list by: the questions they may see of every record in it, and where their answers lie."""

from collections.abc import Mapping
from functools import cached_property

from django.utils.translation import gettext as _

from forms_builder.questions import types
from forms_builder.questions.base import SlotKind
from forms_builder.schema import Question, questions
from registry.access import Reach
from registry.filters import FIXED, HOLDER_OF_SLOT, Holder, NotFilterable, Target
from registry.indexing import slots_of
from registry.known import ledger_questions, live_questions, live_version
from registry.models import Action, RecordType


class Vocabulary:
    """The words a list understands. Sealed questions, and those above the person's rights, are no words."""

    def __init__(self, record_type: RecordType, reach: Reach, action: Action) -> None:
        self.record_type = record_type
        self.reach = reach
        self.action = action

    def target(self, name: str) -> Target:
        """What a name stands for. `NotFilterable`: unknown or not allowed, which are not told apart."""
        found = FIXED.get(name) or self.targets.get(name) or FIXED.get(f"_{name}")
        if found is None:
            raise NotFilterable(
                _("This list cannot be filtered or sorted by “%(name)s”.") % {"name": name[:63]}
            )
        return found

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Questions that are asked today."""
        return self._shown(
            {key: one for key, one in live_questions(self.record_type).items() if not one.retired}
        )

    @cached_property
    def all_questions(self) -> dict[str, Question]:
        return self._shown(ledger_questions(self.record_type.form_id)) | self.questions

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Questions by key; without the fixed columns."""
        slots = slots_of(self.record_type)
        found: dict[str, Target] = {}
        for key, question in (self.questions | self._gone(slots)).items():
            if key in slots:
                found[key] = Target(key, HOLDER_OF_SLOT[SlotKind(slots[key][0])], slots[key])
            elif question.filterable and (types.of(question).many or key in self.in_repeats):
                found[key] = Target(key, Holder.VALUES, key)
        return found

    def values(self, target: Target) -> tuple[str, ...]:
        """Those that are known to be possible; none where they are not known. Others may lie there from older forms."""
        if target.holder is not Holder.TEXT:
            return ()
        if target == FIXED["_status"]:
            return tuple(str(one["value"]) for one in self.record_type.statuses)
        question = self.questions.get(target.name)
        return tuple(choice.value for choice in question.choices) if question else ()

    @cached_property
    def in_repeats(self) -> frozenset[str]:
        version = live_version(self.record_type)
        found = questions(version.parsed) if version else ()
        return frozenset(question.key for question, repeat in found if repeat is not None)

    def _gone(self, slots: Mapping[str, str]) -> dict[str, Question]:
        """Questions with a slot that are asked no longer: their answers can still be looked for."""
        keys = slots.keys() - self.questions.keys()
        return self._shown(ledger_questions(self.record_type.form_id, keys)) if keys else {}

    def _shown(self, known: Mapping[str, Question]) -> dict[str, Question]:
        return {
            key: question
            for key, question in known.items()
            if types.of(question).stored
            and not types.of(question).is_sealed(question)
            and self.reach.allows(question, self.action)
        }
