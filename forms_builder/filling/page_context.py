"""What the templates of a page are given."""

from typing import Any

from django.conf import settings

from forms_builder.filling import compiled_parts, drafts, posted
from forms_builder.filling.draft_wizard import DraftWizard
from forms_builder.filling.page_form import SHOWN, PageForm
from forms_builder.filling.page_parts import parts_of, single_question
from forms_builder.filling.posted import Action
from forms_builder.questions import attachments
from forms_builder.schema import Document, Layout, Sensitivity, questions
from forms_builder.schema.document import text_in


def page_context(wizard: DraftWizard, form: PageForm) -> dict[str, Any]:
    """See `templates/filling/page.html` for what each name means."""
    draft, language = wizard.storage.draft, wizard.language
    parts = parts_of(form)
    compiled_parts.fill(parts, form, heads=single_question(parts))
    steps = wizard.steps
    previous = steps.prev
    tab = wizard.posted.tab if wizard.posted and wizard.posted.tab else posted.new_tab()
    return {
        "form_title": text_in(draft.version.parsed.title, language),
        "title": text_in(form.step.title, language),
        "hint": text_in(form.step.hint, language),
        "parts": parts,
        "one_question": single_question(parts),
        "step_number": steps.step1,
        "step_count": steps.count,
        "back_url": wizard.get_step_url(previous) if previous else wizard.storage.payload.back_url,
        "errors": form.error_links,
        "has_errors": bool(form.error_links),
        "opened": form.opened,
        "first_opened": form.target_of(form.opened[0]) if form.opened else "",
        "service": service_fields(wizard, form, tab),
        "save_url": "?save=1",
        "refresh_url": "?refresh=1",
        "rows_url": "?rows=1",
        "draft": draft,
        "is_test": wizard.storage.payload.is_test,
        "changed_form": drafts.is_outdated(draft),
        "needs_files": form.is_multipart(),
        "is_sheet": draft.version.parsed.layout is Layout.SHEET,
        "saves_each": is_sensitive(draft.version.sha256, draft.version.parsed),
        "delete_url": wizard.address("delete"),
        "idle_minutes": settings.NIRAPOD_IDLE_MINUTES,
        "file_limit": attachments.LIMIT_MB * 1024 * 1024,
        "file_too_large": attachments.too_large(),
    }


_sensitive: dict[str, bool] = {}


def is_sensitive(sha256: str, document: Document) -> bool:
    """Whether a form asks anything confidential or restricted: then each answer is saved as it is given."""
    if sha256 not in _sensitive:
        _sensitive[sha256] = any(
            question.sensitivity.rank >= Sensitivity.CONFIDENTIAL.rank for question, _ in questions(document)
        )
    return _sensitive[sha256]


def service_fields(wizard: DraftWizard, form: PageForm, tab: str) -> list[tuple[str, str]]:
    """Hidden inputs beside the questions: (name, value)."""
    wish = wizard.posted
    # A refresh keeps nothing, so it must not make the page look newer than it is.
    revision = wish.seen if wish and wish.action is Action.REFRESH else wizard.storage.draft.revision
    fields = [
        (posted.REVISION, str(revision)),
        (posted.TAB, tab),
        (f"{wizard.prefix}-current_step", form.step.key),
        (SHOWN, form.shown_names),
    ]
    return [*fields, (posted.FROM, "check")] if wizard.to_check else fields
