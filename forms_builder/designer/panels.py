"""The panels of the designer's page, and the sentence on top of it that says what is live."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel

from forms_builder.designer.forms import FormDefinitionForm
from forms_builder.designer.home_buttons import address
from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceList, FormDefinition
from forms_builder.schema.document import text_in


class LiveSentencePanel(Panel):
    """What people get now, what is being edited, and what keeps it from going live."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "designer/live_sentence.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "sentence": live_sentence(self.instance),
                "home": address("home", self.instance) if self.instance.pk else "",
                "checkable": bool(self.instance.pk),
                "prints": prints(self.instance) if self.instance.pk else [],
                "checked": "check" in self.request.GET,
                "faults": getattr(self.form, "faults", []),
                "choice_lists": ChoiceList.objects.values_list("key", "name"),
                "other_forms": other_forms(self.instance),
            }


def other_forms(definition: FormDefinition) -> list[tuple[str, str]]:
    """Live forms whose questions can be asked in this one too: key and title."""
    found = FormDefinition.objects.filter(live=True, live_version__isnull=False, archived_at__isnull=True)
    language = get_language() or "bn"
    titles = found.exclude(pk=definition.pk).values_list("key", "document__title")
    return [(key, text_in(title or {}, language, key)) for key, title in titles]


def prints(definition: FormDefinition) -> list[tuple[str, str]]:
    """What of the form can be printed: (words, address) of the draft and of the live version."""
    name = definition.snippet_viewset.get_url_name
    found = [(_("Print the draft:"), reverse(name("print"), args=[definition.pk]))]
    if definition.live_version is not None:
        number = definition.live_version.number
        address = reverse(name("print_version"), args=[definition.pk, number])
        found.append((_("Print version %(number)s:") % {"number": in_readers_digits(number)}, address))
    return found


def live_sentence(definition: FormDefinition) -> str:
    """Which version people get, and which one this is."""
    live = definition.live_version
    if live is None:
        return _("Nothing is live yet. You are editing version 1; people get it when it is published.")
    if not definition.has_unpublished_changes:
        return _("Version %(live)s is live, and it is what you see here.") % {
            "live": in_readers_digits(live.number)
        }
    return _(
        "Version %(live)s is live. You are editing version %(next)s; people still get version %(live)s."
    ) % {
        "live": in_readers_digits(live.number),
        "next": in_readers_digits(live.number + 1),
    }


# Everything on one page: a form is not published at a set time, because publishing may be refused. The title comes
# first; the key, which is made from it, is only there for those who want another.
form_panels = ObjectList(
    [
        LiveSentencePanel(),
        FieldPanel("document", heading=gettext_lazy("Questions")),
        FieldPanel(
            "key", help_text=gettext_lazy("Names the form. Left empty, it is made from the English title.")
        ),
    ],
    base_form_class=FormDefinitionForm,
)
