"""Which edition of a form stands on a paper: a published version, or the draft."""

from forms_builder.models import FormVersion
from forms_builder.printing.blank_form import Edition


def edition_of(version: FormVersion) -> Edition:
    return Edition(version.definition.key, version.number, version.published_at)
