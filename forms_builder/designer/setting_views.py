"""Two small pages around a form: how long drafts of answers are kept, and how the form looks on paper."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from forms_builder.designer.panels import prints
from forms_builder.designer.saving import Fate, Locked, Shown, change_draft
from forms_builder.designer.task_views import TaskView
from forms_builder.designer.tasks import State, Task, Tone
from forms_builder.digits import in_readers_digits
from forms_builder.filling.drafts import usual_days
from forms_builder.models import Draft, FormDefinition
from forms_builder.schema import MOST_BLANK_ROWS, MOST_DRAFT_DAYS, PrintSettings

NUMBER = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
"""A box that takes digits of either script."""
MOST_FOOTER = 200
"""Signs that fit into two lines at the foot of a sheet."""


class SettingsForm(forms.Form):
    """Settings of the document; a subclass reads them from it and writes them back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    @classmethod
    def values_of(cls, document: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    @staticmethod
    def write(document: dict[str, Any], values: dict[str, Any]) -> None:
        raise NotImplementedError


class SettingsView(TaskView):
    """Shows the form of settings, saves it into the draft; what others changed meanwhile is told, not overwritten."""

    template_name = "designer/settings.html"
    form_class: type[SettingsForm]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(self.form_class(initial=self._values()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, initial=self._values())
        if not form.is_valid():
            return self._page(form, status=400)
        try:
            conflicts = self._save(form)
        except (Locked, ValidationError) as error:
            messages.error(request, " ".join(getattr(error, "messages", None) or [str(error)]))
            return self._page(form, status=409)
        if not conflicts:
            messages.success(request, _("The draft is saved."))
            return redirect(request.path)
        del self.definition
        for name, now in conflicts.items():
            text = _("Somebody else changed this in the meantime, to “%(now)s”. Save again to keep yours.")
            form.add_error(name, text % {"now": said(now)})
        return self._page(form, status=409)

    def _save(self, form: SettingsForm) -> dict[str, Any]:
        """Gives the settings that somebody else changed, as they are now; then nothing is saved."""
        was = Shown.posted(self.request.POST.get("shown", ""))
        conflicts: dict[str, Any] = {}

        def change(document: dict[str, Any]) -> None:
            now = form.values_of(document)
            fates = {name: was.fate(name, form.cleaned_data[name], value) for name, value in now.items()}
            conflicts.update({name: now[name] for name, fate in fates.items() if fate is Fate.CONFLICT})
            if not conflicts:
                taken = {name for name, fate in fates.items() if fate is Fate.TAKE}
                form.write(document, {**now, **{name: form.cleaned_data[name] for name in taken}})

        change_draft(self.definition, self.request.user, change)
        return conflicts

    def _values(self) -> dict[str, Any]:
        return self.form_class.values_of(self.definition.document)

    def _page(self, form: SettingsForm, status: int = 200) -> HttpResponse:
        shown = Shown()
        for name, value in self._values().items():
            shown.add(name, value)
        context = self.get_context_data(form=form, shown=shown, facts=self.facts())
        return self.render_to_response(context, status=status)

    def facts(self) -> list[str]:
        """Sentences above the settings."""
        return []


def said(value: Any) -> str:
    """A setting in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value) if value not in (None, "") else "–"


class RetentionForm(SettingsForm):
    draft_days = forms.IntegerField(
        required=False,
        widget=NUMBER,
        min_value=1,
        max_value=MOST_DRAFT_DAYS,
        label=gettext_lazy("Days a begun draft is kept"),
        help_text=gettext_lazy(
            "Counted from when it was last saved; then it is deleted with its files. Empty: as everywhere else here."
        ),
    )

    @classmethod
    def values_of(cls, document: dict[str, Any]) -> dict[str, Any]:
        return {"draft_days": document.get("draft_days")}

    @staticmethod
    def write(document: dict[str, Any], values: dict[str, Any]) -> None:
        document["draft_days"] = values["draft_days"]


class RetentionView(SettingsView):
    form_class = RetentionForm

    def facts(self) -> list[str]:
        usual = ngettext(
            "Where a form says nothing, drafts are kept for %(count)s day.",
            "Where a form says nothing, drafts are kept for %(count)s days.",
            usual_days(),
        ) % {"count": in_readers_digits(usual_days())}
        begun = Draft.objects.filter(version__definition=self.definition.pk, state=Draft.State.OPEN).count()
        now = ngettext(
            "%(count)s draft of this form is kept now; a change counts when the draft is next saved.",
            "%(count)s drafts of this form are kept now; a change counts when a draft is next saved.",
            begun,
        ) % {"count": in_readers_digits(begun)}
        return [usual, now, _("It counts from when this version of the form is published.")]


class PrintForm(SettingsForm):
    hints = forms.BooleanField(required=False, label=gettext_lazy("Print the hints under the questions"))
    blank_rows = forms.IntegerField(
        required=False,
        widget=NUMBER,
        min_value=1,
        max_value=MOST_BLANK_ROWS,
        label=gettext_lazy("Empty rows of each repeat"),
        help_text=gettext_lazy(
            "For family members and the like, to be filled in by hand. Empty: as many as there is usually need for."
        ),
    )
    footer_en = forms.CharField(
        required=False, max_length=MOST_FOOTER, label=gettext_lazy("Foot of each sheet (English)")
    )
    footer_bn = forms.CharField(
        required=False,
        max_length=MOST_FOOTER,
        label=gettext_lazy("Foot of each sheet (Bangla)"),
        widget=forms.TextInput({"lang": "bn"}),
    )

    @classmethod
    def values_of(cls, document: dict[str, Any]) -> dict[str, Any]:
        found = PrintSettings.model_validate(document.get("print", {}))
        return {
            "hints": found.hints,
            "blank_rows": found.blank_rows,
            "footer_en": found.footer.get("en", ""),
            "footer_bn": found.footer.get("bn", ""),
        }

    @staticmethod
    def write(document: dict[str, Any], values: dict[str, Any]) -> None:
        before = document.get("print", {})
        said = {**before.get("footer", {}), "en": values["footer_en"], "bn": values["footer_bn"]}
        footer = {language: words for language, words in said.items() if words}
        document["print"] = {"hints": values["hints"], "blank_rows": values["blank_rows"], "footer": footer}


class PrintView(SettingsView):
    """With the form on paper beside the settings; the draft, and the live version."""

    form_class = PrintForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "prints": prints(self.definition)}


def retention_state(definition: FormDefinition) -> State:
    days = definition.document.get("draft_days")
    words = ngettext(
        "Drafts are kept for %(count)s day", "Drafts are kept for %(count)s days", days or usual_days()
    )
    return State(
        words % {"count": in_readers_digits(days or usual_days())}, Tone.DONE if days else Tone.PLAIN
    )


def print_state(definition: FormDefinition) -> State:
    changed = "print" in definition.document
    return State(_("Set for this form") if changed else _("As usual"), Tone.DONE if changed else Tone.PLAIN)


retention_task = Task(
    slug="retention",
    title=gettext_lazy("Retention"),
    summary=gettext_lazy("How long drafts that nobody goes on with are kept."),
    icon="history",
    state=retention_state,
    view=RetentionView,
    order=50,
)
print_task = Task(
    slug="print",
    title=gettext_lazy("Print"),
    summary=gettext_lazy("How the form looks on paper."),
    icon="doc-full-inverse",
    state=print_state,
    view=PrintView,
    order=60,
)
