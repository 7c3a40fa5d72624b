"""Whether something may be told about a record: asked before it is sent, and stopped when consent is withdrawn.

The newest consent below the record counts (`registry.agreeing`). What is opened here answers the one question whether
it covers a recipient; nothing of it goes any further, so whoever asks learns no more than yes or no.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_builder.expressions import ExpressionError, parse
from registry import directory
from registry.agreeing import Standing as Standing
from registry.agreeing import standing_of as standing_of
from registry.answers import Answers, changed_keys, only
from registry.casework import Sharing, casework_of
from registry.models import Record, RecordTransition, RecordType
from registry.sealing import KeyRing, open_record
from registry.workflow.configuring import workflow_of
from registry.workflow.facts import Facts

MISSING = _("There is no consent, valid today, to share with every kind of provider that this may go to.")
NOT_GIVEN = _("A consent form is needed that agrees, is valid today and was not withdrawn.")
WITHDRAWN = _("Consent was withdrawn. Nothing is shared until a new one, given on a later day, is recorded.")
OVER = _("This has ended: no letter is made for it any more.")
NEVER_SENT = _("This was never sent: there is no letter for it.")
SETTLED = _("This was sent already and stays as it was. Cancel it and make a new one instead.")


def covers(record: Record) -> bool:
    """Whether what was agreed to lets a record be sent, or a case be taken a step that needs consent."""
    return not why_not(record)


def why_not(record: Record) -> str:
    """Why nothing may be told by a record that tells others of the one above, or of a case itself; blank where it may."""
    sharing = casework_of(record.type).sharing
    if sharing is None:
        standing = standing_of(record)
        return _words(standing, bool(standing.given), NOT_GIVEN)
    if record.parent is None:
        return str(MISSING)
    if record.status in sharing.allowed:
        return str(WITHDRAWN) if _withdrawn_since(record, record.status) else ""
    if _inside(record, sharing):
        return ""
    standing = standing_of(record.parent)
    needed = sharing.kinds.get(str(_answer(record, sharing.about)), ())
    covered = standing.given and bool(needed) and standing.kinds.issuperset(needed)
    return _words(standing, covered, MISSING)


def no_letter(record: Record) -> str:
    """Why there is no letter for a record that tells others; blank where one may be made.

    Unsent, it needs what sending needs. Later it needs to have been sent, not to be over, and no withdrawal.
    """
    sharing = casework_of(record.type).sharing
    if sharing is None or record.status in sharing.unsent:
        return why_not(record)
    workflow = workflow_of(record.type)
    state = workflow.state(record.status) if workflow else None
    if state is not None and state.end:
        return str(OVER)
    if record.parent is None or not was_sent(record):
        return str(NEVER_SENT)
    return str(WITHDRAWN) if standing_of(record.parent).withdrawn else ""


def was_sent(record: Record) -> bool:
    """Whether somebody outside was told by it, whatever became of it since."""
    sharing = casework_of(record.type).sharing
    return sharing is not None and sendings(sharing).filter(record=record).exists()


def settled_keys(record: Record) -> frozenset[str]:
    """Keys of the questions whose answers were told and decided whether they might be: once sent, they stay."""
    if not record.type.casework.get("sharing") or not was_sent(record):
        return frozenset()
    sharing = casework_of(record.type).sharing
    if sharing is None:
        return frozenset()
    conditions = _named_in(sharing.inside_when) | _named_in(sharing.identity_when)
    return frozenset({sharing.about, sharing.recipient, *sharing.letter}) | conditions


def settled_words() -> dict[str, str]:
    """Why such an answer stays, in both languages: who reads it may not be who began to change the record."""
    words = {}
    for language in ("bn", "en"):
        with override(language):
            words[language] = str(SETTLED)
    return words


def unsettled(record: Record, after: Answers) -> set[str]:
    """Keys of the answers that would change although they were told already."""
    settled = settled_keys(record)
    return changed_keys(open_record(record, KeyRing.of(record)), after) & settled if settled else set()


def stopped_by(record: Record) -> Iterator[tuple[Record, str]]:
    """What is not sent any more because `record` withdraws consent: (record, key of the transition it makes)."""
    if not record.type.casework.get("consent") or record.parent is None:
        return
    if not standing_of(record.parent).withdrawn:
        return
    yield from _unsent(record.parent)


def ends_in(record_type: RecordType, state: str) -> bool:
    """Whether a record that comes into this state withdraws consent."""
    wanted = casework_of(record_type).consent
    return wanted is not None and state in wanted.withdrawn_in


def would_stop(record: Record, state: str) -> list[Record] | None:
    """What is not sent yet and would be cancelled if a consent came into a state; None where that withdraws nothing."""
    if record.parent is None or not ends_in(record.type, state):
        return None
    return [one for one, _cancel in _unsent(record.parent)]


def told(above: Record, among: Collection[int]) -> list[Record]:
    """Records below `above`, of the types in `among`, by which somebody was told of it: the past recipients."""
    found: list[Record] = []
    for kind, sharing in _sharing_types(above.type):
        if kind.pk in among:
            sent = Record.objects.filter(parent=above, type=kind, pk__in=sendings(sharing).values("record"))
            found += sent.select_related("type", "version").order_by("created_at")
    return found


def sendings(sharing: Sharing) -> QuerySet[RecordTransition]:
    """The transitions by which something was told: out of the unsent states, otherwise than by cancelling."""
    left = RecordTransition.objects.filter(from_status__in=sharing.unsent)
    return left.exclude(to_status__in=sharing.unsent).exclude(rule=sharing.cancel)


def _unsent(above: Record) -> Iterator[tuple[Record, str]]:
    """(record, key of the transition that cancels it) of what tells others about `above` and was not sent yet."""
    for kind, sharing in _sharing_types(above.type):
        waiting = Record.objects.filter(parent=above, type=kind, status__in=sharing.unsent, withdrawn=False)
        yield from ((one, sharing.cancel) for one in waiting.order_by("created_at"))


def _words(standing: Standing, covered: bool, missing: Any) -> str:
    if standing.withdrawn:
        return str(WITHDRAWN)
    return "" if covered else str(missing)


def _withdrawn_since(record: Record, state: str) -> bool:
    """Whether consent was withdrawn after the day on which a record came into a state."""
    standing = standing_of(record.parent) if record.parent else Standing()
    came = record.transitions.filter(to_status=state).order_by("-at").first()
    if not standing.withdrawn or standing.withdrawn_on is None or came is None:
        return False
    return standing.withdrawn_on > came.day


def _inside(record: Record, sharing: Sharing) -> bool:
    """The recipient is one of us: the answers say so, and the directory, which others look after, says so too."""
    if not sharing.inside_when or not Facts(record).holds(sharing.inside_when):
        return False
    return directory.is_ours(str(_answer(record, sharing.recipient) or ""))


def _sharing_types(parent_type: RecordType | None) -> Iterator[tuple[RecordType, Sharing]]:
    for kind in RecordType.objects.filter(parent_type=parent_type, casework__isnull=False):
        sharing = casework_of(kind).sharing
        if sharing is not None:
            yield kind, sharing


def _named_in(condition: str) -> frozenset[str]:
    try:
        return parse(condition).references if condition else frozenset()
    except ExpressionError:
        return frozenset()


def _answer(record: Record, key: str) -> Any:
    """An answer, sealed or not. Which kind of help a referral is for may itself be a secret."""
    if key in record.data:
        return record.data[key]
    opened: Mapping[str, Any] = only(open_record(record, KeyRing.of(record)), {key}.__contains__)
    return opened.get(key)
