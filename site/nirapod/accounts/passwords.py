"""What is asked of a password beyond what Django asks; settings name it."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from forms_builder.digits import in_readers_digits


class LongEnough(MinimumLengthValidator):
    """Django's, with the number in the reader's digits. It is the only number in these sentences."""

    def get_error_message(self) -> str:
        return in_readers_digits(super().get_error_message())

    def get_help_text(self) -> str:
        return in_readers_digits(super().get_help_text())
