"""The forms in which an administrator adds and changes people.

Superusers are made on the server's command line only, and what somebody may do comes from roles.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from wagtail.users.forms import UserCreationForm, UserEditForm

FIELDS = ("email", "full_name", "language", "groups")


class PlainAddress:
    """Compares e-mail addresses as they are stored, so that a double is told beside its field."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class AddAccountForm(PlainAddress, UserCreationForm):
    """A new person with a first password."""

    first_name = None
    last_name = None
    is_superuser = None

    class Meta:
        model = get_user_model()
        fields = FIELDS
        widgets = {"groups": CheckboxSelectMultiple}


class ChangeAccountForm(PlainAddress, UserEditForm):
    """A person's account; switching it off ends all their sessions."""

    first_name = None
    last_name = None

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, editing_self=editing_self, **kwargs)
        self.fields.pop("is_superuser", None)
        if editing_self:  # a role is the way to records: nobody opens it for themselves
            self.fields["groups"].disabled = True
            self.fields["groups"].help_text = _("Your own roles are changed by somebody else.")

    class Meta:
        model = get_user_model()
        fields = (*FIELDS, "is_active")
        widgets = {"groups": CheckboxSelectMultiple}
