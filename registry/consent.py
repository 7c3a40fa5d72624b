"""Whether something may be told about a record: asked before it is sent, and stopped when consent is withdrawn.

The newest consent below the record counts. It is opened here for the one question whether it covers a recipient;
nothing of it goes any further, so whoever asks learns no more than yes or no.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from registry.answers import only
from registry.casework import Consent, Sharing, casework_of
from registry.models import Record, RecordTransition, RecordType
from registry.sealing import KeyRing, open_record
from registry.workflow.facts import Facts

MISSING = _("There is no consent, valid today, to share with this kind of provider.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What was agreed to for one record, as it stands today."""

    given: bool = False
    withdrawn: bool = False
    kinds: frozenset[str] = frozenset()


def standing_of(above: Record) -> Standing:
    """From the newest consent below a record; nothing was agreed to where there is none."""
    record = _newest_consent(above)
    if record is None:
        return Standing()
    wanted = casework_of(record.type).consent
    return _standing(record, wanted) if wanted else Standing()


def covers(record: Record) -> bool:
    """Whether a record that tells others about the one above may be sent, by what was agreed to."""
    sharing = casework_of(record.type).sharing
    if sharing is None or record.parent is None:
        return True
    if sharing.inside_when and Facts(record).holds(sharing.inside_when):
        return True
    standing = standing_of(record.parent)
    needed = sharing.kinds.get(str(_answer(record, sharing.about)), ())
    return standing.given and any(kind in standing.kinds for kind in needed)


def stopped_by(record: Record) -> Iterator[tuple[Record, str]]:
    """What is not sent any more because `record` withdraws consent: (record, key of the transition it makes)."""
    if record.parent is None or casework_of(record.type).consent is None:
        return
    if not standing_of(record.parent).withdrawn:
        return
    for kind, sharing in _sharing_types(record.type.parent_type):
        waiting = Record.objects.filter(
            parent=record.parent, type=kind, status__in=sharing.unsent, withdrawn=False
        )
        yield from ((one, sharing.cancel) for one in waiting.order_by("created_at"))


def told(above: Record, among: Collection[int]) -> list[Record]:
    """Records below `above`, of the types in `among`, by which somebody was told of it: the past recipients."""
    found: list[Record] = []
    for kind, sharing in _sharing_types(above.type):
        if kind.pk in among:
            left = RecordTransition.objects.filter(from_status__in=sharing.unsent).exclude(
                rule=sharing.cancel
            )
            sent = Record.objects.filter(parent=above, type=kind, pk__in=left.values("record"))
            found += sent.select_related("type").order_by("created_at")
    return found


def _standing(record: Record, wanted: Consent) -> Standing:
    answers = open_record(record, KeyRing.of(record))
    facts = Facts(record, answers)
    shared = answers.get(wanted.share) or []
    return Standing(
        given=facts.holds(wanted.holds_when),
        withdrawn=facts.holds(wanted.withdrawn_when),
        kinds=frozenset(map(str, shared if isinstance(shared, list) else [shared])),
    )


def _newest_consent(above: Record) -> Record | None:
    kinds = [
        kind
        for kind in RecordType.objects.filter(parent_type=above.type_id, casework__isnull=False)
        if casework_of(kind).consent
    ]
    found = Record.objects.filter(parent=above, type__in=kinds, is_test=above.is_test, withdrawn=False)
    return found.select_related("type", "version").order_by("-created_at", "-pk").first()


def _sharing_types(parent_type: RecordType | None) -> Iterator[tuple[RecordType, Sharing]]:
    for kind in RecordType.objects.filter(parent_type=parent_type):
        sharing = casework_of(kind).sharing
        if sharing is not None:
            yield kind, sharing


def _answer(record: Record, key: str) -> Any:
    """An answer, sealed or not. Which kind of help a referral is for may itself be a secret."""
    if key in record.data:
        return record.data[key]
    opened: Mapping[str, Any] = only(open_record(record, KeyRing.of(record)), {key}.__contains__)
    return opened.get(key)
