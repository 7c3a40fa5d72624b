"""The form behind the designer's page: proposes the form's own key, refuses changed keys beside the question."""

from typing import Any

from django.forms.utils import ErrorList
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StructValue

from forms_builder import schema
from forms_builder.copied_in import left_out
from forms_builder.designer.faults import PartFault, from_problems
from forms_builder.designer.keys import free, snake_case
from forms_builder.designer.locating import located
from forms_builder.evolution.retiring import put_back, retire_missing
from forms_builder.models import FormDefinition
from forms_builder.publishing import candidate, reused_keys
from forms_builder.questions import types
from forms_builder.schema import Question
from forms_builder.schema.document import text_in


class FormDefinitionForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: list[PartFault] = []
        """What keeps the form from going live, once `show_problems` has looked."""
        self.retired: list[Question] = []
        """Published questions that were taken out, or some of whose choices were: kept as retired."""
        key = self.fields["key"]
        key.required = False
        if self.instance.live_version_id:
            key.disabled = True
            key.help_text = _("Published: the key stays.")

    def clean_document(self) -> dict[str, Any]:
        """Retire what was published and is gone; refuse other changes of it, at the question they are about."""
        document = self._with_cases(self.cleaned_data["document"])
        published = self.instance.versions.order_by("-number").first() if self.instance.pk else None
        if published is not None:
            typed = schema.from_json(document)
            kept = retire_missing(left_out(published.as_document), typed, types.__contains__)
            self.retired = put_back(typed, kept)
            document = schema.to_json(kept)
            problems = reused_keys(self.instance, schema.from_json(document))
            if problems:
                raise located(self["document"].data, from_problems(document, problems))
        return document

    def _with_cases(self, document: dict[str, Any]) -> dict[str, Any]:
        """Test cases are not edited here: those saved meanwhile stay, whatever this page brought along."""
        stored = self.instance.document.get("test_cases")
        rest = {name: value for name, value in document.items() if name != "test_cases"}
        return {**rest, "test_cases": stored} if stored else rest

    def retired_names(self) -> list[str]:
        """The texts of those questions, in the reader's language."""
        return [text_in(question.label, get_language() or "bn", question.key) for question in self.retired]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("key") and "key" not in self.errors:
            cleaned["key"] = self.proposed_key()
        return cleaned

    def proposed_key(self) -> str:
        """From the English title, unlike any other form's."""
        title = self.cleaned_data.get("document", {}).get("title", {}).get("en", "")
        taken = FormDefinition.objects.exclude(pk=self.instance.pk).values_list("key", flat=True)
        return free(snake_case(title) or "form", taken)

    def show_problems(self) -> None:
        """Compile the draft on the page and show what keeps it from going live, each at its block."""
        document = self.instance.document
        self.faults = from_problems(document, candidate(self.instance, schema.from_json(document)).errors)
        if self.faults:
            error = located(self._value(), self.faults)
            self.errors["document"] = ErrorList([error], error_class="nonfield")

    def _value(self) -> StructValue:
        value: StructValue = self["document"].value()
        return value
