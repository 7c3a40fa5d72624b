"""One record for one person: found if they may see it, opened as far as they may see into it, with an access event."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404

from forms_builder.models import FormVersion
from forms_builder.questions import types
from forms_builder.schema import Place, Question, Repeat, walk
from registry.access import Reach, reach
from registry.answers import each, only
from registry.audit import AccessKind, reading
from registry.known import VERSION_BULK, ledger_questions, live_questions
from registry.models import Action, Handover, Record
from registry.sealing import KeyRing, compartment_of, open_record, questions_by_key


class NotVisible(Http404):
    """There is no such thing for this person. Whether there is one for others is not said."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a record's questions are, and which of them one person may read."""

    questions: dict[str, Question]
    """As the record's own version has them, then those its form had before."""
    allowed: frozenset[str]

    @property
    def compartments(self) -> frozenset[str]:
        """What has to be unsealed to read what is allowed, and no more."""
        return frozenset(
            compartment_of(question)
            for key, question in self.questions.items()
            if key in self.allowed and types.of(question).is_sealed(question)
        )

    @property
    def withheld(self) -> tuple[str, ...]:
        return tuple(key for key in self.questions if key not in self.allowed)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record's answers as far as somebody may see them."""

    answers: dict[str, Any]
    withheld: tuple[str, ...]
    """Keys of the questions they may not see, answered or not."""
    questions: dict[str, Question]


def get_record(user: Any, record_id: object, action: Action = Action.VIEW) -> Record:
    """The record if `user` may see it and do `action` with it, else `NotVisible`: a 404 either way."""
    try:
        pk = UUID(str(record_id))
    except ValueError as error:
        raise NotVisible from error
    related = ("type", "office", "owner", "version")
    bulk = [f"version__{name}" for name in VERSION_BULK]
    offered = Exists(Handover.objects.filter(record=OuterRef("pk")))  # spares most pages of records a query
    found = Record.objects.visible_to(user).select_related(*related).defer(*bulk).annotate(offered=offered)
    record: Record | None = found.filter(pk=pk).first()
    if record is None or not reach(user, record.type).on(record).can(action):
        raise NotVisible
    return record


def visible(user: Any, record_id: object) -> bool:
    """Whether `user` may see the record."""
    try:
        get_record(user, record_id)
    except NotVisible:
        return False
    return True


def opened(
    user: Any,
    record: Record,
    *,
    kind: AccessKind = AccessKind.VIEW,
    address: str | None = None,
    purpose: str = "",
) -> Opened:
    """What `user` may see of the record, unsealed, with the access event in the same transaction.

    For `AccessKind.EDIT`: what they may see and change. `SealingError` when something they may see cannot be
    opened: sealed bytes are never shown in its place.
    """
    known = knowledge(user, record, Action.EDIT if kind is AccessKind.EDIT else Action.VIEW)
    with reading(user, kind, record.type.key, purpose=purpose, address=address) as seen:
        ring = KeyRing.of(record) if known.compartments else KeyRing(record, {})
        answers = only(open_record(record, ring, known.compartments), known.allowed.__contains__)
        seen.add([record.pk], {known.questions[key].sensitivity for key, _row, _answer in each(answers)})
    return Opened(answers, known.withheld, known.questions)


def knowledge(user: Any, record: Record, action: Action = Action.VIEW) -> Knowledge:
    """The record's questions, and which of them `user` may see (or change). Audits nothing, opens nothing."""
    within = reach(user, record.type).on(record)
    known = questions_by_key(record.version.parsed)
    if record.version.number > 1:
        # An edit under a newer version keeps the answers to questions that version lacks, sealed ones among them.
        published = ledger_questions(record.version.definition_id)
        known |= {key: question for key, question in published.items() if key not in known}
    newest = live_questions(record.type)
    allowed = {
        key
        for key, question in known.items()
        if types.of(question).stored and _allows(within, question, newest.get(key), action)
    }
    return Knowledge({key: one for key, one in known.items() if types.of(one).stored}, frozenset(allowed))


def withheld_from_edit(user: Any, record: Record, version: FormVersion) -> frozenset[str]:
    """Keys of the questions of `version` that `user` may not change in this record, and of repeats full of them."""
    within = reach(user, record.type).on(record)
    before = knowledge(user, record, Action.EDIT)
    asked = questions_by_key(version.parsed)
    kept = {
        key
        for key, question in asked.items()
        if not (
            key in before.allowed if key in before.questions else _allows(within, question, None, Action.EDIT)
        )
    }
    repeats = [place for place in walk(version.parsed) if isinstance(place.part, Repeat)]
    return frozenset(kept | {place.part.key for place in repeats if _inside(version, place) <= kept})


def _inside(version: FormVersion, repeat: Place) -> set[str]:
    """Keys of the questions in a repeat, at any depth."""
    places = walk(version.parsed)
    return {one.part.key for one in places if isinstance(one.part, Question) and repeat.part in one.parents}


def _allows(within: Reach, then: Question, now: Question | None, action: Action) -> bool:
    """A question that has become more sensitive since protects older answers too, and one less so does not bare them."""
    wanted = {Action.VIEW, action}
    return all(within.allows(question, one) for question in (then, now or then) for one in wanted)
