"""What we change in django-allauth: nobody signs up by themselves, seeds of second factors are sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import translation

from forms_builder import sealing


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/workspace/"

    def add_message(self, request: HttpRequest, *args: Any, **more: Any) -> None:
        """What the next page says is in the language of that page: the account's, not the one of the sign-in page."""
        with translation.override(getattr(request.user, "language", translation.get_language())):
            super().add_message(request, *args, **more)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps one-time-password seeds and recovery seeds sealed in the database."""

    def encrypt(self, text: str) -> str:
        return sealing.seal_text(text, table="allauth_mfa", row="seed")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open_text(encrypted_text, table="allauth_mfa", row="seed")
