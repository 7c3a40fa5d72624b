"""The translations page of a form: all its texts side by side, edited in place, out to a translator and back."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from forms_builder.designer.reused import reused
from forms_builder.designer.saving import Locked, Shown
from forms_builder.designer.task_views import TaskView
from forms_builder.designer.tasks import State, Task, Tone
from forms_builder.designer.translations import keeping, sheet, table
from forms_builder.designer.translations.notes import TextState
from forms_builder.designer.translations.table import Row
from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceList, FormDefinition
from forms_builder.models.notes import notes_of
from forms_builder.schema.document import text_in
from forms_builder.spreadsheets import table_of, workbook_response
from forms_builder.xlsform.limits import Refused

AT_ONCE = 400
"""Texts on one page; a form with more is shown page by page."""


def translations_state(definition: FormDefinition) -> State:
    """For the form's home: what is missing first, then what went stale, then what nobody reviewed."""
    own = table.rows(definition.document, notes_of(definition).translations)
    theirs = [row for block in reused(definition) for row in block.texts()]
    found = [row.state for row in (*own, *theirs)]
    missing, stale = found.count(TextState.MISSING), found.count(TextState.STALE)
    if missing:
        words = ngettext("%(count)s text lacks a language", "%(count)s texts lack a language", missing)
        return State(words % {"count": in_readers_digits(missing)}, Tone.TODO)
    if stale:
        words = ngettext(
            "%(count)s translation is behind its English",
            "%(count)s translations are behind their English",
            stale,
        )
        return State(words % {"count": in_readers_digits(stale)}, Tone.TODO)
    drafts = found.count(TextState.DRAFT)
    if drafts:
        words = ngettext("%(count)s text is not reviewed", "%(count)s texts are not reviewed", drafts)
        return State(words % {"count": in_readers_digits(drafts)}, Tone.PLAIN)
    return State(_("All texts are reviewed"), Tone.DONE)


class TranslationsView(TaskView):
    template_name = "designer/translations.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            title = f"{self.definition.key}-translations"
            return workbook_response(title, self.definition.key, sheet.outgoing(self._all_rows()))
        return self._page(self._chosen_rows())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._receive() if "receive" in request.POST else self._save()

    def _save(self) -> HttpResponse:
        posted = {name: str(words) for name, words in self.request.POST.items()}
        was = Shown.posted(posted.pop("shown", ""))
        try:
            taken = keeping.save(self.definition, self.request.user, posted, was)
        except (Locked, ValidationError) as error:
            messages.error(self.request, " ".join(getattr(error, "messages", None) or [str(error)]))
            return self._page(self._as_typed(posted), status=409)
        if taken.saved:
            words = ngettext("%(count)s change is saved.", "%(count)s changes are saved.", taken.saved)
            messages.success(self.request, words % {"count": in_readers_digits(taken.saved)})
        if not taken.conflicts and not taken.gone:
            return redirect(self.request.get_full_path())
        del self.definition  # read anew: it was saved just now, here or by somebody else
        return self._page(table.with_conflicts(self._all_rows(), taken.conflicts), taken, status=409)

    def _receive(self) -> HttpResponse:
        """A sheet from a translator: what differs is shown, and nothing is saved yet."""
        try:
            file = self.request.FILES.get("file")
            found = sheet.received(table_of(file.read()) if file else [], self._all_rows())
        except Refused as refused:
            messages.error(self.request, refused.message)
            return self._page(self._chosen_rows(), status=400)
        except sheet.NoSheet:
            text = _("Choose the sheet that was downloaded here: it has a column “id” and a column “bangla”.")
            messages.error(self.request, text)
            return self._page(self._chosen_rows(), status=400)
        return self._page(found.rows, received=found)

    def _all_rows(self) -> list[Row]:
        return table.rows(self.definition.document, notes_of(self.definition).translations)

    def _chosen_rows(self) -> list[Row]:
        """What the filter above the table lets through."""
        listed = self._all_rows()
        page, state = self._page_key(listed), self.request.GET.get("show", "")
        return [
            row
            for row in listed
            if (not page or row.text.page_key == page) and (not state or row.state.value == state)
        ]

    def _page_key(self, listed: Sequence[Row]) -> str:
        if "page" in self.request.GET or len(listed) <= AT_ONCE:
            return self.request.GET.get("page", "")
        return next((row.text.page_key for row in listed if row.text.page_key), "")

    def _as_typed(self, posted: dict[str, str]) -> list[Row]:
        """Nothing was saved: the page again with what was typed."""
        return [
            Row(row.text, row.state, {code: posted[f"{code}:{row.text.id}"] for code in ("en", "bn")})
            for row in self._all_rows()
            if f"en:{row.text.id}" in posted and f"bn:{row.text.id}" in posted
        ]

    def _page(
        self,
        listed: list[Row],
        taken: table.Taken | None = None,
        received: sheet.Received | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self._filter(),
            "groups": self._grouped(listed),
            "shown": table.shown(listed),
            "count": len(listed),
            "taken": taken,
            "received": received,
            "lists": _lists_used(self.definition),
            "blocks": self._reused(),
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _reused(self) -> list[dict[str, Any]]:
        """Texts of other forms that are read here, as the filter lets them through."""
        page, state = self.request.GET.get("page", ""), self.request.GET.get("show", "")
        return [
            {
                "form": block.other,
                "url": block.url("translations"),
                "group": text_in(block.group.label, self.request.LANGUAGE_CODE, block.group.key),
                "rows": [row for row in block.texts() if not state or row.state.value == state],
            }
            for block in reused(self.definition)
            if not page or block.page_key == page
        ]

    def _filter(self) -> dict[str, Any]:
        everything = self._all_rows()
        states = [row.state for row in everything]
        return {
            "states": [(state.value, label, states.count(state)) for state, label in table.STATES.items()],
            "chosen_state": self.request.GET.get("show", ""),
            "pages": [(part["key"], self._title_of(part["key"])) for part in self._document_pages()],
            "chosen_page": self._page_key(everything),
        }

    def _document_pages(self) -> list[dict[str, Any]]:
        pages: list[dict[str, Any]] = self.definition.document.get("pages", [])
        return pages

    def _title_of(self, page_key: str) -> str:
        part = next((page for page in self._document_pages() if page["key"] == page_key), {})
        return text_in(part.get("label", {}), self.request.LANGUAGE_CODE, page_key) or _("The form itself")

    def _grouped(self, listed: list[Row]) -> list[tuple[str, list[Row]]]:
        by_page = groupby(listed, key=lambda row: row.text.page_key)
        return [(self._title_of(page_key), list(found)) for page_key, found in by_page]


def _lists_used(definition: FormDefinition) -> list[dict[str, Any]]:
    """Shared choice lists that the form takes its choices from; their texts are edited with the list."""
    keys = {question.choice_list for question in _questions(definition) if question.choice_list}
    lacking = Count("items", filter=Q(items__label_bn="") | Q(items__label_en=""))
    found = ChoiceList.objects.filter(key__in=keys).annotate(choices=Count("items"), lacking=lacking)
    edit = ChoiceList.snippet_viewset.get_url_name("edit")
    return [{"list": one, "url": reverse(edit, args=[one.pk])} for one in found]


def _questions(definition: FormDefinition) -> list[Any]:
    from forms_builder.schema import questions

    return [question for question, _repeat in questions(definition.parsed)]


task = Task(
    slug="translations",
    title=gettext_lazy("Translations"),
    summary=gettext_lazy("All texts in English and Bangla side by side."),
    icon="globe",
    state=translations_state,
    view=TranslationsView,
    order=30,
)
