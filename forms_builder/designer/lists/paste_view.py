"""Pasting choices, or reading them from a file: looked at line by line first, and saved by a second button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from forms_builder.designer.lists import planning, using
from forms_builder.designer.lists.pasting import (
    MOST_LINES,
    Line,
    LineProblem,
    Pasted,
    as_text,
    cells_of,
    read,
)
from forms_builder.designer.lists.planning import Plan
from forms_builder.designer.lists.views import AroundList, list_address
from forms_builder.digits import in_readers_digits
from forms_builder.spreadsheets import table_of
from forms_builder.xlsform.limits import Refused

SHOWN = 50
"""Lines of each kind in the preview."""
PROBLEMS: dict[LineProblem, str | Promise] = {
    LineProblem.BAD_VALUE: gettext_lazy("A value has no spaces and at most 100 signs."),
    LineProblem.TWICE: gettext_lazy("This value stands further up already."),
    LineProblem.NO_LABEL: gettext_lazy("A choice has a text in one language at least."),
    LineProblem.LONG_LABEL: gettext_lazy("A text has at most 300 signs."),
}


class PasteView(AroundList):
    template_name = "designer/choice_paste.html"

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_subtitle()}]

    def get_page_subtitle(self) -> str:
        return _("Paste choices")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page("")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = str(request.POST.get("lines", ""))
        if file := request.FILES.get("file"):
            try:
                text = as_text(table_of(file.read()))
            except Refused as refused:
                messages.error(request, refused.message)
                return self._page(text, status=400)
        pasted = self._read(text)
        if not pasted.lines:
            messages.error(request, _("There is nothing to read: paste some lines, or choose a file."))
            return self._page(text, status=400)
        return self._save(text, pasted) if "save" in request.POST else self._look(text, pasted)

    def _read(self, text: str) -> Pasted:
        return read(cells_of(text), list(self.choice_list.items.values_list("value", flat=True)))

    def _options(self, pasted: Pasted) -> dict[str, Any]:
        return {
            "parents": using.parent_values(pasted.filter_columns),
            "retire_others": "retire_others" in self.request.POST,
            "in_order": "in_order" in self.request.POST,
        }

    def _look(self, text: str, pasted: Pasted, status: int = 200) -> HttpResponse:
        plan = planning.plan(self.choice_list, pasted, **self._options(pasted))
        if plan.too_many or pasted.too_many:
            messages.error(
                self.request,
                _("A list has at most %(most)s choices.") % {"most": in_readers_digits(MOST_LINES)},
            )
            return self._page(text, status=400)
        return self._page(text, pasted, plan, status)

    def _save(self, text: str, pasted: Pasted) -> HttpResponse:
        if any(line.problems for line in pasted.lines) and "without_faulty" not in self.request.POST:
            return self._look(text, pasted, status=400)
        plan = planning.paste(self.choice_list, pasted, **self._options(pasted))
        if plan.too_many or pasted.too_many:
            return self._look(text, pasted, status=400)
        words = _("%(added)s added, %(changed)s changed, %(retired)s retired.")
        numbers = {"added": plan.added, "changed": plan.changed, "retired": plan.retired}
        said = {name: in_readers_digits(len(lines)) for name, lines in numbers.items()}
        messages.success(self.request, words % said)
        return redirect(list_address("edit", self.choice_list))

    def _page(
        self, text: str, pasted: Pasted | None = None, plan: Plan | None = None, status: int = 200
    ) -> HttpResponse:
        context: dict[str, Any] = {"text": text, "pasted": pasted, "plan": plan, "most": MOST_LINES}
        if pasted and plan:
            faulty = [line for line in pasted.lines if line.problems]
            context |= {
                "faulty": [_faulty(line) for line in faulty[:SHOWN]],
                "faulty_count": len(faulty),
                "added": plan.added[:SHOWN],
                "changed": plan.changed[:SHOWN],
                "retired": plan.retired[:SHOWN],
                "orphans": plan.orphans[:SHOWN],
                "proposed": sum(line.proposed and not line.problems for line in pasted.lines),
                "retire_others": "retire_others" in self.request.POST,
                "in_order": "in_order" in self.request.POST,
            }
        return self.render_to_response(self.get_context_data(**context), status=status)


def _faulty(line: Line) -> dict[str, Any]:
    said = [str(PROBLEMS[problem]) for problem in line.problems]
    return {"number": line.number, "words": line.english or line.bangla or line.value, "problems": said}
