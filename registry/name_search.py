"""Finding a record by a name, which is sealed: opened in memory, newest records first, and compared by sound.

There is no index of names, not even a blind one: how often a name occurs would tell about it. So the search is
capped, in how many records it opens and in how often somebody searches, and every search has its access event.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.models import FormVersion
from forms_builder.questions import types
from forms_builder.questions.texts import TextType
from forms_builder.schema import Compartment, Question
from forms_builder.sealing import SealingError
from registry.access import Reach
from registry.answers import each
from registry.audit import AccessKind, reading
from registry.models import AccessEvent, Record, RecordType
from registry.name_keys import fits, words_of
from registry.query import CHUNK, RecordQuery
from registry.sealing import KeyRing, compartment_of, is_sealed, open_record, questions_by_key

MOST_OPENED = 5_000
"""Records whose names one search opens, the newest."""
MOST_FOUND = 25
AN_HOUR = 60
"""Searches that one person makes within an hour."""
SHORTEST = 2


class NotSearched(Exception):
    """There was no search; the message says why."""


@dataclass(frozen=True, slots=True)
class Hit:
    record: Record
    names: tuple[str, ...]
    """The answers that fitted."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    opened: int
    """How many records were looked into."""
    whole: bool
    """Whether those were all that the person sees."""


def name_questions(within: Reach, known: Mapping[str, Question]) -> dict[str, Question]:
    """The questions whose answers are names for this person: words about who somebody is, within their rights."""
    return {
        key: question
        for key, question in known.items()
        if question.compartment is Compartment.IDENTITY
        and isinstance(types.of(question), TextType)
        and within.allows(question)
    }


def search(user: Any, record_type: RecordType, asked: str, *, address: str | None = None) -> Found:
    """Records with a name that fits, the best first. `NotVisible`; `NotSearched` says why there was no search."""
    query = RecordQuery(user, record_type)
    if len("".join(words_of(asked))) < SHORTEST:
        raise NotSearched(_("Type at least two letters of the name."))
    if searches_of(user) >= AN_HOUR:
        raise NotSearched(
            _("That is %(number)s searches within an hour. Please wait a while, or look by record number.")
            % {"number": in_readers_digits(AN_HOUR)}
        )
    scan = _Scan(query, asked)
    ranked = sorted(scan.run(), key=lambda pair: -pair[0])[:MOST_FOUND]
    hits = tuple(hit for _rank, hit in ranked)
    with reading(user, AccessKind.SEARCH, record_type.key, address=address) as seen:
        seen.add([hit.record.pk for hit in hits], scan.tiers if hits else ())
    return Found(hits, scan.opened, scan.whole)


def searches_of(user: Any) -> int:
    """How many name searches somebody made within the last hour."""
    since = timezone.now() - timedelta(hours=1)
    return AccessEvent.objects.filter(user=user, action=AccessKind.SEARCH, at__gte=since).count()


class _Scan:
    """One walk through a list's records."""

    def __init__(self, query: RecordQuery, asked: str) -> None:
        self.query, self.asked = query, asked
        self.live = name_questions(query.reach, query.live)
        self.by_version: dict[int, dict[str, Question]] = {}
        self.opened = 0
        self.whole = True

    @property
    def tiers(self) -> set[Any]:
        return {one.sensitivity for known in self.by_version.values() for one in known.values()}

    def run(self) -> Iterator[tuple[int, Hit]]:
        for records in self.query.sealed_chunks(CHUNK):
            for record in records:
                if self.opened >= MOST_OPENED:
                    self.whole = False
                    return
                self.opened += 1
                yield from self.look(record)

    def look(self, record: Record) -> Iterator[tuple[int, Hit]]:
        known = self.known(record)
        if not known:
            return
        wanted = {compartment_of(one) for one in known.values() if is_sealed(one)}
        try:
            answers = open_record(record, KeyRing.of(record), wanted)
        except SealingError:  # erased: there is no name any more
            return
        named = [answer for key, _row, answer in each(answers) if key in known and isinstance(answer, str)]
        ranks = [(fits(self.asked, name), name) for name in named]
        best = max((rank for rank, _name in ranks), default=0)
        if best:
            yield best, Hit(record, tuple(name for rank, name in ranks if rank))

    def known(self, record: Record) -> Mapping[str, Question]:
        """Questions that are names both in the record's own version and, where they live on, today."""
        if record.version_id not in self.by_version:
            version = FormVersion.objects.get(pk=record.version_id)
            then = name_questions(self.query.reach, questions_by_key(version.parsed))
            asked = self.query.live
            self.by_version[record.version_id] = {
                key: one for key, one in then.items() if key in self.live or key not in asked
            }
        return self.by_version[record.version_id]
