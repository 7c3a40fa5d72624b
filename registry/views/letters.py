"""The letter of a referral: the least that the recipient needs to know, on paper."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from forms_builder.logic import blank
from forms_builder.printing.paper import Asked, Block, Frame, Paper, Paragraph, Told, Words
from forms_builder.printing.responses import asked_wording, printed
from forms_builder.printing.wording import Wording
from forms_builder.questions import types
from registry import audit, consent
from registry.casework import Sharing, casework_of
from registry.models import Record
from registry.opening import Opened, get_record, opened
from registry.tables.labels import at_hand, in_answers
from registry.views.common import find_record
from registry.views.printing import printed_by
from registry.views.summary import worded
from registry.workflow.facts import Facts


@login_required
@require_GET
def letter(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/letter/: refused with the reason where none may be made."""
    found = find_record(request, key, pk)
    sharing = casework_of(found.type).sharing
    if sharing is None:
        raise Http404
    back = reverse("registry:record", args=[key, pk])
    if refusal := consent.no_letter(found):
        messages.error(request, refusal)
        return redirect(back)
    wording = asked_wording(request, found.version.parsed)
    seen = opened(request.user, found, kind=audit.AccessKind.PRINT, address=audit.address_of(request))
    blocks = [*said(found, seen, sharing.letter, wording), *identity(request, found, seen, sharing, wording)]
    paper = Paper(
        title=wording.say(gettext_lazy("Referral")),
        language=wording.main,
        blocks=(*blocks, *reply(wording)),
        facts=(
            (wording.say(gettext_lazy("Record number")), Told((Words("en", found.reference),))),
            (
                wording.say(gettext_lazy("Day")),
                Told(wording.say("%(day)s", day=wording.day(timezone.localdate()))),
            ),
            (wording.say(gettext_lazy("From")), Told(worded(wording, found.office.name_in))),
        ),
        secrecy=wording.say(gettext_lazy("Confidential")),
        foot=printed_by(str(request.user), wording),
    )
    return printed(request, paper, found.reference, back)


def said(found: Record, seen: Opened, keys: tuple[str, ...], wording: Wording) -> list[Block]:
    """The answers to these questions, each under its question; what is blank or withheld is left out."""
    blocks: list[Block] = []
    for key in keys:
        question, answer = seen.questions.get(key), seen.answers.get(key)
        if question is None or blank(answer):
            continue
        words = []
        for language in wording.languages:
            with at_hand(in_answers(seen.questions, {key: answer}), language):
                words.append(Words(language, types.of(question).display(question, answer, language)))
        told = tuple(
            one for place, one in enumerate(words) if one.text not in {w.text for w in words[:place]}
        )
        blocks.append(Asked(wording.of(question.label, key), Told(told), key=key))
    return blocks


def identity(
    request: HttpRequest, found: Record, seen: Opened, sharing: Sharing, wording: Wording
) -> list[Block]:
    """Who it is about, only where the referral says that it is shared."""
    shared = bool(sharing.identity_when) and Facts(found, seen.answers).holds(sharing.identity_when)
    if not shared or found.parent_id is None:
        return []
    above = get_record(request.user, found.parent_id)
    known = opened(request.user, above, kind=audit.AccessKind.PRINT, address=audit.address_of(request))
    return said(above, known, sharing.identity, wording)


def reply(wording: Wording) -> list[Block]:
    """Room for the answer: accepted or not, and from when."""
    return [
        Paragraph(
            wording.say(
                gettext_lazy(
                    "Please answer whether you can help and from when. Share this letter with nobody who does not need it."
                )
            )
        ),
        Asked(wording.say(gettext_lazy("Your answer")), Frame(25), key="reply"),
        Asked(wording.say(gettext_lazy("Name and signature")), Frame(20), key="sign"),
    ]
