"""Pictures, sound and film beside the words of a question or a choice, as a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms_builder.questions.declining import said_in
from forms_builder.schema import Choice, Media
from forms_builder.schema.document import media_in, text_in

WORDS = {
    "image": _("Picture: %(label)s"),
    "big-image": _("Picture: %(label)s"),
    "audio": _("Listen: %(label)s"),
    "video": _("Watch: %(label)s"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to see or hear. `words` say what it is to who cannot; `large`: address of a larger picture."""

    use: str
    url: str
    words: str
    large: str = ""


def shown(media: tuple[Media, ...], language: str, label: str) -> list[Shown]:
    """What there is in the language; files that never came are left out."""
    found = {one.kind: one for one in media_in(media, language) if one.sha256}
    large = found.pop("big-image", None) if "image" in found else None
    return [
        Shown(
            "image" if kind == "big-image" else kind,
            _address(one),
            said_in(language, WORDS[kind]) % {"label": label},
            _address(large) if large and kind == "image" else "",
        )
        for kind, one in found.items()
    ]


def recording(use: str, url: str, label: str, language: str) -> Shown:
    """Sound or film that came with an answer."""
    return Shown(use, url, said_in(language, WORDS[use]) % {"label": label})


def beside_choices(choices: Iterable[Choice], language: str) -> dict[str, list[Shown]]:
    """Value → what accompanies the choice; only those that have something."""
    found = {
        choice.value: shown(choice.media, language, text_in(choice.label, language, choice.value))
        for choice in choices
        if choice.media
    }
    return {value: media for value, media in found.items() if media}


def _address(media: Media) -> str:
    return reverse("form_file", args=[media.sha256])
