"""The access page of a form: sensitivity of every answer, who may see which, and what looks too open."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from forms_builder import usage
from forms_builder.designer import wording
from forms_builder.designer.access import rows as table
from forms_builder.designer.access.posted import apply_to_many, settings_posted
from forms_builder.designer.access.rows import AccessRow, Warning
from forms_builder.designer.reused import reused
from forms_builder.designer.saving import Locked, Shown, change_draft
from forms_builder.designer.task_views import TaskView
from forms_builder.designer.tasks import State, Task, Tone
from forms_builder.digits import in_readers_digits
from forms_builder.models import FormDefinition
from forms_builder.questions import types
from forms_builder.schema import Sensitivity
from forms_builder.schema.document import text_in

WARNINGS: dict[Warning, str | Promise] = {
    Warning.SEALED_FILTER: gettext_lazy(
        "Sealed answers cannot be filtered. Take the filter away, or publishing is refused."
    ),
    Warning.LOOKS_PERSONAL: gettext_lazy(
        "This looks like something that tells who or where somebody is, and it is not sealed. "
        "Is “Confidential” or “Restricted” right?"
    ),
    Warning.NO_COMPARTMENT: gettext_lazy(
        "Say what it is kept with, so that only those who need it can open it."
    ),
}
TIERS: dict[Sensitivity, str | Promise] = {
    Sensitivity.PUBLIC: gettext_lazy("Could be printed in a report: the number of a meeting, a district."),
    Sensitivity.INTERNAL: gettext_lazy(
        "For everybody who may see such records. Never outside the organisation."
    ),
    Sensitivity.CONFIDENTIAL: gettext_lazy(
        "Only for roles cleared for it. What people type or attach is sealed: encrypted, not in lists or filters."
    ),
    Sensitivity.RESTRICTED: gettext_lazy(
        "Only for the few who need it for their work. Always sealed; each look is written down."
    ),
}


def access_state(definition: FormDefinition) -> State:
    """For the form's home: warnings first, then how many answers are sealed."""
    listed = table.rows(definition.parsed)
    warned = sum(bool(row.warnings) for row in listed)
    if warned:
        words = ngettext("Look at %(count)s question", "Look at %(count)s questions", warned)
        return State(words % {"count": in_readers_digits(warned)}, Tone.TODO)
    listed += [row for block in reused(definition) for row in block.answers()]
    sealed = sum(row.is_sealed for row in listed)
    words = ngettext("%(count)s answer is sealed", "%(count)s answers are sealed", sealed)
    return State(words % {"count": in_readers_digits(sealed)}, Tone.DONE if listed else Tone.PLAIN)


class AccessView(TaskView):
    template_name = "designer/access.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(self._chosen_rows())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posted = {name: str(value) for name, value in request.POST.items()}
        typed = settings_posted(posted)
        if "apply" in posted and not apply_to_many(typed, posted):
            messages.warning(request, _("Tick the questions that it is for, and choose what to change."))
            return self._page(self._with_typed(typed), status=400)
        conflicts: dict[str, dict[str, Any]] = {}

        def change(document: dict[str, Any]) -> None:
            conflicts.update(table.take(document, typed, Shown.posted(posted.get("shown", ""))))

        try:
            saved = change_draft(self.definition, request.user, change)
        except (Locked, ValidationError) as error:
            messages.error(request, " ".join(getattr(error, "messages", None) or [str(error)]))
            return self._page(self._with_typed(typed), status=409)
        if saved:
            messages.success(request, _("The draft is saved."))
        if not conflicts:
            return redirect(request.get_full_path())
        del self.definition
        return self._page(self._with_typed(conflicts), conflicts=len(conflicts), status=409)

    def _chosen_rows(self) -> list[AccessRow]:
        listed = table.rows(self.definition.parsed)
        page, tier = self.request.GET.get("page", ""), self.request.GET.get("tier", "")
        return [
            row for row in listed if (not page or row.page_key == page) and (not tier or _is_of(row, tier))
        ]

    def _with_typed(self, typed: dict[str, dict[str, Any]]) -> list[AccessRow]:
        return [replace(row, typed=typed.get(row.question.id, {})) for row in self._chosen_rows()]

    def _page(self, listed: list[AccessRow], conflicts: int = 0, status: int = 200) -> HttpResponse:
        context = {
            "rows": [self._shown_row(row) for row in listed],
            "shown": table.shown(listed),
            "conflicts": conflicts,
            "tiers": self._tiers(),
            "compartments": wording.OPTIONS["compartment"],
            "sensitivities": wording.OPTIONS["sensitivity"],
            "bulk_ticks": [(name, wording.label(name)) for name in table.TICKED],
            "readers": _readers_shown(usage.readers(self.definition.pk)),
            "kinds": usage.kinds(self.definition.pk),
            "pages": self._pages(),
            "chosen_page": self.request.GET.get("page", ""),
            "chosen_tier": self.request.GET.get("tier", ""),
            "blocks": self._reused(),
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _reused(self) -> list[dict[str, Any]]:
        """Questions of other forms that are asked here, as the filter lets them through."""
        page, tier = self.request.GET.get("page", ""), self.request.GET.get("tier", "")
        tiers, kept_with = dict(wording.OPTIONS["sensitivity"]), dict(wording.OPTIONS["compartment"])
        return [
            {
                "form": block.other,
                "url": block.url("access"),
                "group": text_in(block.group.label, self.request.LANGUAGE_CODE, block.group.key),
                "rows": [
                    {
                        **self._shown_row(row),
                        "tier": tiers[row.question.sensitivity.value],
                        "kept_with": kept_with[row.question.compartment.value],
                    }
                    for row in block.answers()
                    if not tier or _is_of(row, tier)
                ],
            }
            for block in reused(self.definition)
            if not page or block.page_key == page
        ]

    def _pages(self) -> list[tuple[str, str]]:
        language = self.request.LANGUAGE_CODE
        return [(page.key, text_in(page.label, language, page.key)) for page in self.definition.parsed.pages]

    def _tiers(self) -> list[dict[str, Any]]:
        labels = dict(wording.OPTIONS["sensitivity"])
        return [
            {"value": tier.value, "label": labels[tier.value], "means": words}
            for tier, words in TIERS.items()
        ]

    def _shown_row(self, row: AccessRow) -> dict[str, Any]:
        """One row for the template: the values to show, and what the draft has where they differ."""
        values = {**row.settings, **row.typed}
        language = self.request.LANGUAGE_CODE
        return {
            "id": row.question.id,
            "key": row.question.key,
            "label": text_in(row.question.label, language, row.question.key),
            "type": types.of(row.question).label,
            "values": values,
            "ticks": [(name, wording.label(name), values[name]) for name in table.TICKED],
            "changed": bool(row.typed),
            "is_sealed": row.is_sealed,
            "warnings": [WARNINGS[warning] for warning in row.warnings],
        }


def _is_of(row: AccessRow, tier: str) -> bool:
    return bool(row.warnings) if tier == "warned" else row.question.sensitivity.value == tier


def _readers_shown(readers: Sequence[usage.Reader]) -> list[dict[str, Any]]:
    tiers, compartments = dict(wording.OPTIONS["sensitivity"]), dict(wording.OPTIONS["compartment"])
    return [
        {
            "role": reader.role,
            "what": reader.what,
            "whose": reader.whose,
            "tier": tiers[reader.tier.value],
            "compartments": [compartments.get(name, name) for name in reader.compartments],
        }
        for reader in readers
    ]


task = Task(
    slug="access",
    title=gettext_lazy("Access and sensitivity"),
    summary=gettext_lazy("How well each answer is protected, and who may see it."),
    icon="lock",
    state=access_state,
    view=AccessView,
    order=40,
)
