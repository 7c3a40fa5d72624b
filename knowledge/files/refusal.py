"""Why a file is not taken, in words for the person who chose it."""

from django.core.exceptions import ValidationError


class RefusedFile(ValidationError):
    """The file is dangerous, broken or too large."""
