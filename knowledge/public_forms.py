"""The forms that everybody may fill in, as pages of the hub point at them."""

from django.utils.translation import get_language

from forms_builder.public.opening import NotOpen, open_to_everybody, public_version


def is_public_form(key: str) -> bool:
    try:
        public_version(key)
    except NotOpen:
        return False
    return True


def offered() -> list[tuple[str, str]]:
    """(key, title) of each, for whoever puts one on a page."""
    return open_to_everybody(get_language() or "bn")
