"""The checklist as the safeguarding reviewer answers it in the dialog of the workflow."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

from knowledge.models.consent import MediaConsent
from knowledge.models.review import CHECKLIST, Subject


class ChecklistForm(TaskStateCommentForm):
    """The six points, who is shown, and the consents that allow it."""

    subject = forms.ChoiceField(label=_("Who is shown or described?"), choices=Subject.choices)
    consents = forms.ModelMultipleChoiceField(
        label=_("Consents of the people shown"), queryset=MediaConsent.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consents"].queryset = MediaConsent.objects.filter(withdrawn_on=None)
        for name, label in CHECKLIST.items():
            self.fields[name] = forms.BooleanField(
                label=label, error_messages={"required": _("It cannot be published while this is not so.")}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        subject = cleaned.get("subject")
        consents = cleaned.get("consents") or []
        if subject and Subject(subject).needs_consent and not consents:
            self.add_error(
                "consents", gettext("Choose the consent of each person who is shown or described.")
            )
        for consent in consents:
            if not consent.is_valid():
                self.add_error(
                    "consents", gettext("The consent %(code)s is withdrawn or over.") % {"code": consent.code}
                )
        # The editor takes the answers along as JSON, from this dialog to the page it sends.
        return cleaned | {"consents": [consent.pk for consent in consents]}
