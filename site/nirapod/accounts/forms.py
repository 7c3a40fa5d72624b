"""The forms of sign-in and of passwords: allauth's own, with real labels and errors beside their field."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


def label_plainly(form: forms.Form, labels: dict[str, Any]) -> None:
    """Set labels; drop placeholders, which vanish as soon as somebody types, and allauth's hints: the pages say them."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
        field.label = labels.get(name, field.label)


class SignInForm(allauth_forms.LoginForm):
    """E-mail address and password. What is wrong with the pair is said at the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_plainly(self, {"login": _("E-mail address"), "password": _("Password")})

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field or "password", error)


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_plainly(self, {"email": _("E-mail address")})


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_plainly(self, {"password1": _("New password"), "password2": _("New password once more")})


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_plainly(
            self,
            {
                "oldpassword": _("Present password"),
                "password1": _("New password"),
                "password2": _("New password once more"),
            },
        )


class ConfirmPasswordForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_plainly(self, {"password": _("Password")})
