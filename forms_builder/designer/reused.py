"""Questions that a form asks because it names another form: shown on the pages around it, looked after over there.

What is shown is the other form's live version: that is what the next publishing copies in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms_builder import schema
from forms_builder.copied_in import named_in
from forms_builder.designer.access import rows as access
from forms_builder.designer.access.rows import AccessRow
from forms_builder.designer.home_buttons import address
from forms_builder.designer.translations import table
from forms_builder.designer.translations.table import Row
from forms_builder.models import FormDefinition
from forms_builder.models.notes import notes_of
from forms_builder.schema import Document, Group, walk


@dataclass(frozen=True)
class Reused:
    """One place where another form's questions stand."""

    group: Group
    page_key: str
    other: FormDefinition
    """The form that is named, which is live."""
    document: Document
    """Its live version."""

    def url(self, task: str) -> str:
        """Where its questions are looked after."""
        return address(f"task_{task}", self.other)

    def texts(self) -> list[Row]:
        """Its texts that people get to read here; those of shared lists are looked after with the list."""
        found = table.rows(schema.to_json(self.document), notes_of(self.other).translations)
        return [row for row in found if self._is_read_here(row.text.part)]

    def answers(self) -> list[AccessRow]:
        """Its questions that are still asked."""
        return [row for row in access.rows(self.document) if not row.question.retired]

    def _is_read_here(self, part: dict[str, Any]) -> bool:
        """The form's own texts are not; its pages are headings where there are several (`copied_in`)."""
        if part.get("kind") == "page":
            return len(self.document.pages) > 1 or bool(part.get("show_if"))
        return "kind" in part and not part.get("retired") and not part.get("choice_list")


def reused(definition: FormDefinition) -> list[Reused]:
    """In the order of the form. A form that is not live is left out: the publish page tells of it."""
    document = definition.parsed
    named = named_in(document)
    if not named:
        return []
    live = FormDefinition.objects.filter(key__in=named, live=True, live_version__isnull=False)
    others = {one.key: one for one in live.select_related("live_version")}
    return list(_places(document, others))


def _places(document: Document, others: dict[str, FormDefinition]) -> Iterator[Reused]:
    for place in walk(document):
        group = place.part
        if isinstance(group, Group) and group.block in others:
            other = others[group.block]
            if other.live_version is not None:
                yield Reused(group, place.page.key, other, other.live_version.as_document)
