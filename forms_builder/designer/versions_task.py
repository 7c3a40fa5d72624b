"""Task "Versions": every version that was published, and any two of them (or the draft) compared in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forms_builder.compiling import compile_draft
from forms_builder.designer.change_lists import grouped
from forms_builder.designer.task_views import TaskView
from forms_builder.designer.tasks import State, Task, register
from forms_builder.digits import in_readers_digits
from forms_builder.evolution import changes
from forms_builder.models import FormDefinition, FormVersion
from forms_builder.questions import types
from forms_builder.schema import Document, DocumentError

DRAFT = "draft"


class VersionsView(TaskView):
    """`?before=1&after=draft` compares; without them the newest version with the draft."""

    template_name = "designer/versions.html"
    any_permission_required = ("change", "approve")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(
            self.definition.versions.order_by("-number").select_related("published_by", "approved_by")
        )
        context = {**super().get_context_data(**kwargs), "versions": versions}
        if not versions:
            return context
        before = self.request.GET.get("before", str(versions[0].number))
        after = self.request.GET.get("after", DRAFT)
        old, new = self.document(before, versions), self.document(after, versions)
        options = [(str(version.number), name_of(str(version.number))) for version in versions]
        return {
            **context,
            "options": [(DRAFT, name_of(DRAFT)), *options],
            "before": before,
            "after": after,
            "compared": old is not None and new is not None,
            "before_name": name_of(before),
            "after_name": name_of(after),
            "classes": grouped(changes(old, new, keeps_answers=types.keeps_answers), old, new)
            if old and new
            else [],
        }

    def document(self, which: str, versions: list[FormVersion]) -> Document | None:
        """The document of a version, or the draft as it would be published; None for one that is not there."""
        if which == DRAFT:
            try:
                return compile_draft(self.definition.parsed, versions[0].as_document).document
            except DocumentError:
                return None
        found = next((version for version in versions if str(version.number) == which), None)
        return found.as_document if found else None


def name_of(which: str) -> str:
    return _("Draft") if which == DRAFT else _("Version %(number)s") % {"number": in_readers_digits(which)}


def state_of(definition: FormDefinition) -> State:
    number = definition.versions.count()
    if not number:
        return State(_("None published yet"))
    return State(
        ngettext("%(number)s version", "%(number)s versions", number) % {"number": in_readers_digits(number)}
    )


register(
    Task(
        slug="versions",
        title=gettext_lazy("Versions"),
        summary=gettext_lazy("What was published when and by whom, and what differs, in words."),
        icon="history",
        state=state_of,
        view=VersionsView,
        order=95,
    )
)
