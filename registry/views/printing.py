"""A record on paper: what its page shows to this person, noted like every reading."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from forms_builder.logic import blank
from forms_builder.printing.editions import edition_of
from forms_builder.printing.filled_form import Filled, Occasion, filled_form
from forms_builder.printing.paper import Asked, Block, Heading, Paper, Paragraph, Text, Told, Words
from forms_builder.printing.responses import asked_wording, printed
from forms_builder.printing.wording import Wording
from forms_builder.questions import types
from forms_builder.questions.texts import PhoneType
from registry import audit, reaching, signing
from registry.answers import each
from registry.casework import casework_of
from registry.models import Record
from registry.opening import Opened, opened
from registry.tables.labels import at_hand, in_answers
from registry.type_rules import on_paper
from registry.views.common import find_record
from registry.views.profile import missing_paths
from registry.views.summary import status_text, summary_blocks, worded

SIGNED = _("Signed by %(who)s, %(day)s")
COUNTERSIGNED = _("Countersigned by %(who)s, %(day)s")
ADDENDUM = _("Addendum %(number)s: %(who)s, %(day)s")


@login_required
@require_GET
def record_print(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/print/: the record as a PDF, named by its reference."""
    found = find_record(request, key, pk)
    wording = asked_wording(request, found.version.parsed)
    seen = opened(request.user, found, kind=audit.AccessKind.PRINT, address=audit.address_of(request))
    whole, seen = seen, on_paper(found.type, seen)
    occasion = Occasion(facts(found, wording), printed_by(str(request.user), wording))
    back = reverse("registry:record", args=[found.type.key, found.pk])
    made = paper(found, seen, occasion, wording)
    before = tuple(reach_blocks(request, found, whole, wording)) if has_phones(seen) else ()
    after = (*signed_blocks(request, found, wording), *summary_blocks(request, found, wording))
    made = replace(made, blocks=before + made.blocks + after)
    return printed(request, made, found.reference, back)


def has_phones(seen: Opened) -> bool:
    """Whether a telephone number stands among the answers, in rows or not."""
    said = (seen.questions.get(key) for key, _row, answer in each(seen.answers) if not blank(answer))
    return any(question is not None and isinstance(types.of(question), PhoneType) for question in said)


def reach_blocks(request: HttpRequest, found: Record, seen: Opened, wording: Wording) -> Iterator[Block]:
    """Above telephone numbers: how the person is reached safely. Paper is read where nobody can look it up."""
    address = audit.address_of(request)
    known = reaching.on_paper(request.user, found, seen, languages=wording.languages, address=address)
    if not known[wording.main].concerns:
        return
    safe = wording.of({language: contact.safe for language, contact in known.items()})
    yield Asked(wording.say(reaching.SAFE), Told(safe or wording.say(reaching.NOT_KNOWN), faint=not safe))
    if not known[wording.main].calls:
        yield Paragraph(wording.say(reaching.CONTROLLED))


def signed_blocks(request: HttpRequest, found: Record, wording: Wording) -> Iterator[Block]:
    """Below the answers: who signed them, and what was added since."""
    standing = signing.signatures_of(found)
    for sentence, event in ((SIGNED, standing.author), (COUNTERSIGNED, standing.second)):
        if event is not None:
            yield Paragraph(wording.say(sentence, who=str(event.by), day=wording.day(event.at)))
    if casework_of(found.type).signing is None:
        return
    address = audit.address_of(request)
    added = signing.addenda_of(request.user, found, kind=audit.AccessKind.PRINT, address=address)
    for number, one in enumerate(added, start=1):
        head = wording.say(ADDENDUM, number=wording.number(number), who=str(one.by), day=wording.day(one.at))
        yield Heading(head, 2)
        text = wording.say(_("Withheld")) if one.words is None else (Words(wording.main, one.words),)
        yield Paragraph(text)


def paper(found: Record, seen: Opened, occasion: Occasion, wording: Wording) -> Paper:
    """The record in the words of the version it was filled in with."""
    printed_keys = set(found.type.print_keys)
    missing = {path for path in missing_paths(found) if not printed_keys or path[0] in printed_keys}
    filled = Filled(seen.answers, frozenset(seen.withheld), frozenset(missing))
    with ExitStack() as labels:
        for language in wording.languages:
            labels.enter_context(at_hand(in_answers(seen.questions, seen.answers), language))
        return filled_form(found.version.parsed, edition_of(found.version), filled, occasion, wording)


def facts(found: Record, wording: Wording) -> tuple[tuple[Text, Text], ...]:
    """What is known of a record without opening it."""
    return (
        (wording.say(_("Record number")), (Words("en", found.reference),)),
        (wording.say(_("Office")), worded(wording, found.office.name_in)),
        (
            wording.say(_("Status")),
            status_text(wording, found.type, found.status),
        ),
        (wording.say(_("Filled in on")), wording.say("%(day)s", day=wording.day(found.created_at))[:1]),
    )


def printed_by(person: str, wording: Wording) -> Text:
    """Whose paper this is: printed pages go astray."""
    today = wording.day(timezone.localdate())
    return wording.say(_("Printed by %(who)s, %(day)s"), who=person, day=today)
