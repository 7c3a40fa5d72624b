"""The preview of a draft: a page with the form in a frame as wide as a phone or a screen, in either language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from forms_builder.compiling import compile_draft
from forms_builder.designer.task_views import TaskView
from forms_builder.designer.tasks import State, Task, Tone
from forms_builder.filling.layouts import steps_of
from forms_builder.models import FormDefinition
from forms_builder.schema.document import text_in

LANGUAGES = {"bn": gettext_lazy("Bangla"), "en": gettext_lazy("English")}
WIDTHS = {"phone": gettext_lazy("Phone"), "desktop": gettext_lazy("Screen")}


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewView(TaskView):
    """`?frame` gives the form alone, which the page around it shows in its frame."""

    template_name = "designer/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = _one_of(LANGUAGES, request.GET.get("language", ""), "bn")
        if "frame" in request.GET:
            return self.definition.serve_preview(request, language)
        width = _one_of(WIDTHS, request.GET.get("width", ""), "phone")
        page = request.GET.get("page", "")
        context = self.get_context_data(
            language=language,
            width=width,
            languages=self._links(
                "language", LANGUAGES, {"language": language, "width": width, "page": page}
            ),
            widths=self._links("width", WIDTHS, {"language": language, "width": width, "page": page}),
            pages=self._pages(language),
            chosen_page=page,
            frame=f"{request.path}?{urlencode({'frame': '1', 'language': language})}"
            + (f"#page-{page}" if page else ""),
        )
        return self.render_to_response(context)

    def _links(self, name: str, options: dict[str, Any], now: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": f"?{urlencode({**now, name: value})}", "chosen": now[name] == value}
            for value, label in options.items()
        ]

    def _pages(self, language: str) -> list[tuple[str, str]]:
        steps = steps_of(self.definition.parsed)
        return [(step.key, text_in(step.title, language, step.key)) for step in steps]


def preview_state(definition: FormDefinition) -> State:
    errors = len(compile_draft(definition.parsed).errors)
    if errors:
        return State(_("Shows what has to be mended first"), Tone.WRONG)
    return State(_("Ready to look at"), Tone.PLAIN)


def _one_of(options: dict[str, Any], value: str, default: str) -> str:
    return value if value in options else default


task = Task(
    slug="preview",
    title=gettext_lazy("Preview"),
    summary=gettext_lazy("The draft as people will see it, in either language."),
    icon="view",
    state=preview_state,
    view=PreviewView,
    order=80,
)
