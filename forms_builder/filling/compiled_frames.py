"""The page around a person's questions, made once a (version, page, language, state of the wizard), kept in the process.

It holds nothing of anybody: what is a person's own (the draft's id, the token, the way back, their name in the header)
are gaps that are filled in each time, as the questions with what was typed are. A page with anything to tell is drawn by
its template.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeData

from forms_builder.filling.compiled_parts import TEMPLATE as PART
from forms_builder.filling.page_parts import Part
from forms_builder.filling.spoken import names_in

if TYPE_CHECKING:
    from forms_builder.filling.draft_wizard import DraftWizard

QUESTIONS, DRAFT, TOKEN, BACK, HEADER, REVISION, TAB = map(chr, range(0xE000, 0xE007))
"""Gaps, signs of no script, which no text of a form has: where the questions go, the draft's id, and so on."""
GAP = re.compile(f"([{QUESTIONS}-{TAB}])")
LIMIT = 2_000
PLAIN = (
    "changed_form",
    "delete_url",
    "description",
    "for_visitors",
    "form_title",
    "is_sheet",
    "is_test",
    "needs_files",
    "one_question",
    "saves_each",
    "step_count",
    "step_number",
)
"""What of the context the frame depends on besides version, page, language and the way back."""
TELLING = ("errors", "opened", "conflict", "kept")

Pieces = Sequence[str]
"""HTML cut at its gaps, which stand between."""
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    before: Pieces
    after: Pieces


_made: dict[Key, Frame] = {}


def frame_of(wizard: "DraftWizard", context: Mapping[str, Any]) -> Frame | None:
    """What goes around the page's questions; None where only the page's template can draw it."""
    form = context["form"]
    telling = any(context.get(name) for name in TELLING)
    if telling or not form.source or names_in(form.step.title, form.step.hint) or not is_plain(wizard):
        return None  # a heading may repeat what this person answered
    draft = str(wizard.storage.draft.pk)
    back = with_gap(wizard, context["back_url"])
    state = (str(context.get(name)).replace(draft, DRAFT) for name in PLAIN)
    key = (
        wizard.template_name,
        form.source,
        form.step.key,
        form.language,
        back.replace(draft, DRAFT),
        *state,
    )
    if key not in _made:
        if len(_made) >= LIMIT:
            _made.pop(next(iter(_made)))
        _made[key] = _drawn(wizard, {**context, "back_url": back}, draft)
    return _made[key]


def is_plain(wizard: "DraftWizard") -> bool:
    """Whether the page was asked for as it is, and nothing is to be told on it."""
    request = wizard.request
    return request.method == "GET" and not request.META.get("QUERY_STRING") and not len(get_messages(request))


def with_gap(wizard: "DraftWizard", back_url: str) -> str:
    """The way back; where it leads out of the form, to whatever this person came from, its gap."""
    return BACK if back_url and back_url == wizard.storage.payload.back_url else back_url


def filled(wizard: "DraftWizard", pieces: Pieces, **more: str) -> str:
    """The HTML with what is this person's own. `more`: other gaps and what goes there."""
    payload, own = wizard.storage.payload, {DRAFT: str(wizard.storage.draft.pk), **more}
    if BACK in pieces:
        own[BACK] = escape(payload.back_url)
    if TOKEN in pieces:
        own[TOKEN] = get_token(wizard.request)
    if HEADER in pieces:
        own[HEADER] = render_to_string("workspace/header.html", {}, wizard.request)
    return "".join([own.get(piece, piece) for piece in pieces])


def cut(html: str) -> Pieces:
    return tuple(GAP.split(html))


def page(wizard: "DraftWizard", frame: Frame, context: Mapping[str, Any]) -> str:
    """The whole page. What was typed is looked at for no gaps."""
    questions = questions_html(context, context["service"])
    return "".join((filled(wizard, frame.before), questions, filled(wizard, frame.after)))


def questions_html(context: Mapping[str, Any], service: Sequence[tuple[str, str]]) -> str:
    """The questions with their hidden inputs."""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', service)
    heads = context["one_question"]
    drawn = (part.html or render_to_string(PART, {"part": part, "heads": heads}) for part in context["parts"])
    return hidden + "".join(drawn)


def _drawn(wizard: "DraftWizard", context: Mapping[str, Any], draft: str) -> Frame:
    gaps: dict[str, Any] = {
        "parts": [Part("field", "", html=_gap(QUESTIONS))],
        "service": [],
        "csrf_token": TOKEN,
        "header_gap": HEADER,
    }
    html = render_to_string(wizard.template_name, {**context, **gaps}, wizard.request)
    before, _gap_between, after = html.replace(draft, DRAFT).partition(QUESTIONS)
    return Frame(cut(before), cut(after))


def _gap(sign: str) -> SafeData:
    return format_html("{}", sign)
